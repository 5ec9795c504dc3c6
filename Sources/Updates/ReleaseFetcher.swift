import AsyncHTTPClient
import Foundation
package import Model
import NIOCore
import NIOHTTP1
import Platform

/// Gets files of a release site: within a size, within a time, over addresses that `ReleaseLocation` allows.
package struct ReleaseFetcher: Sendable {
    package struct Limits: Sendable {
        /// Seconds for a manifest, connecting and redirects included.
        package var manifestSeconds = 30.0
        /// Seconds without a byte.
        package var idleSeconds = 30.0
        /// Bytes in a second, below which a download is given up in the end.
        package var slowest = 4096.0
        package var redirects = 5
        package init() {}
    }

    private let limits: Limits

    package init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// A whole small file.
    package func read(_ address: String, limit: Int) async throws(CcmuxError) -> [UInt8] {
        if let path = Self.path(address) {
            guard let bytes = try Files.read(path, limit: limit) else {
                throw CcmuxError(.notFound, "There is no \(path).")
            }
            return bytes
        }
        return try await Deadline.hold(limits.manifestSeconds, "Fetching \(address)") {
            await Self.outcome {
                try await self.withResponse(address) { response in
                    guard response.status == .ok else { throw Self.status(response, address) }
                    var bytes: [UInt8] = []
                    for try await var part in response.body {
                        guard bytes.count + part.readableBytes <= limit else { throw Self.tooLarge(address, limit) }
                        bytes += part.readBytes(length: part.readableBytes) ?? []
                    }
                    return bytes
                }
            }
        }
    }

    /// Brings a file of `size` bytes to `path`, going on where an earlier try ended.
    ///
    /// - Parameter progress: is told how many bytes are there.
    package func download(
        _ address: String, size: Int64, to path: String, progress: @escaping @Sendable (Int64) -> Void
    ) async throws(CcmuxError) {
        var have = Files.stamp(of: path)?.size ?? 0
        if have > size {
            Files.remove(path)
            have = 0
        }
        progress(have)
        if have == size { return }
        let begin = have
        if let source = Self.path(address) { return try copy(source, to: path, size: size, from: begin, progress) }
        let seconds = 60 + Double(size - begin) / limits.slowest
        try await Deadline.hold(seconds, "Downloading \(address)") {
            await Self.outcome {
                try await self.withResponse(address, from: begin) { response in
                    let file = try OutputFile(appendingTo: path)
                    var count = begin
                    switch response.status {
                    case .partialContent:
                        guard Self.begins(response.headers.first(name: "content-range"), at: begin, of: size) else {
                            throw CcmuxError(.failed, "\(address) sent another part than it was asked for.")
                        }
                    case .ok:
                        if begin > 0 { try file.empty() }
                        count = 0
                    case .rangeNotSatisfiable:
                        try file.empty()
                        throw Self.status(response, address)
                    default: throw Self.status(response, address)
                    }
                    for try await var part in response.body {
                        let bytes = part.readBytes(length: part.readableBytes) ?? []
                        count += Int64(bytes.count)
                        guard count <= size else {
                            try file.empty()
                            throw Self.wrongSize(address, size, "more")
                        }
                        try file.write(bytes[...])
                        if count > size / 2 { FaultPoint.downloadHalf.reached() }
                        progress(count)
                    }
                    guard count == size else { throw Self.wrongSize(address, size, "\(count)") }
                    try file.sync()
                }
            }
        }
    }

    // MARK: Files

    /// The path of a `file://` address.
    private static func path(_ address: String) -> String? {
        guard address.hasPrefix("file:///") else { return nil }
        return URL(string: address)?.path
    }

    private func copy(
        _ source: String, to path: String, size: Int64, from begin: Int64, _ progress: (Int64) -> Void
    ) throws(CcmuxError) {
        guard let stamp = Files.stamp(of: source) else { throw CcmuxError(.notFound, "There is no \(source).") }
        guard stamp.size == size else { throw Self.wrongSize(source, size, "\(stamp.size)") }
        let file = try OutputFile(appendingTo: path)
        var count = begin
        while count < size {
            guard let bytes = Files.part(of: source, from: Int(count), count: 1 << 20), !bytes.isEmpty else {
                throw CcmuxError(.failed, "Cannot read \(source).")
            }
            try file.write(bytes[...])
            count += Int64(bytes.count)
            if count > size / 2 { FaultPoint.downloadHalf.reached() }
            progress(count)
        }
        try file.sync()
    }

    // MARK: HTTP

    /// Follows redirects itself, so that each one is looked at before anything is sent.
    private func withResponse<Value: Sendable>(
        _ address: String, from begin: Int64 = 0,
        _ body: @Sendable (HTTPClientResponse) async throws -> Value
    ) async throws -> Value {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.httpVersion = .http1Only
        configuration.timeout = .init(connect: .seconds(15), read: .seconds(Int64(limits.idleSeconds)))
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        do {
            var place = address
            for _ in 0...limits.redirects {
                var request = HTTPClientRequest(url: place)
                request.headers.add(name: "user-agent", value: "ccmux/\(ccmuxVersion)")
                request.headers.add(name: "accept", value: "*/*")
                if begin > 0 { request.headers.add(name: "range", value: "bytes=\(begin)-") }
                let response = try await client.execute(request, timeout: .hours(24))
                guard (300..<400).contains(response.status.code), response.status != .notModified else {
                    let value = try await body(response)
                    try await client.shutdown()
                    return value
                }
                guard let next = response.headers.first(name: "location") else {
                    throw CcmuxError(.failed, "\(place) leads on and does not say where.")
                }
                place = try ReleaseLocation.resolve(next, base: place)
            }
            throw CcmuxError(.refused, "\(address) leads on more than \(limits.redirects) times.")
        } catch {
            try? await client.shutdown()
            throw error
        }
    }

    private static func outcome<Value: Sendable>(_ work: () async throws -> Value) async -> Result<Value, CcmuxError> {
        do {
            return .success(try await work())
        } catch let error as CcmuxError {
            return .failure(error)
        } catch {
            return .failure(
                CcmuxError(
                    .unavailable, "The release cannot be fetched: \(error)",
                    advice: "Look at the network, and try again: a download goes on where it was cut off."))
        }
    }

    private static func status(_ response: HTTPClientResponse, _ address: String) -> CcmuxError {
        CcmuxError(
            response.status == .notFound ? .notFound : .unavailable,
            "\(address) answers \(response.status.code).")
    }

    private static func tooLarge(_ address: String, _ limit: Int) -> CcmuxError {
        CcmuxError(.refused, "\(address) is larger than \(limit / 1024) KiB and was not taken.")
    }

    static func wrongSize(_ address: String, _ size: Int64, _ got: String) -> CcmuxError {
        CcmuxError(.refused, "\(address) has \(got) bytes, and the manifest says \(size); it was not taken.")
    }

    /// Reads `bytes 100-199/200`.
    static func begins(_ range: String?, at begin: Int64, of size: Int64) -> Bool {
        guard let range, range.hasPrefix("bytes ") else { return false }
        let parts = range.dropFirst(6).split(separator: "/")
        guard parts.count == 2, let first = parts[0].split(separator: "-").first, Int64(first) == begin else {
            return false
        }
        return parts[1] == "*" || Int64(parts[1]) == size
    }
}
