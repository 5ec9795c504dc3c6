import Dispatch
import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A server on a Unix socket of its own folder that answers each connection as a test says.
final class FakeServer: Sendable {
    let folder: String
    var path: String { folder + "/daemon.sock" }
    private let received = Mutex<[String]>([])
    private let stopWriter = Mutex<Int32?>(nil)
    private let stopped = DispatchSemaphore(value: 0)

    /// The requests so far, heads and bodies.
    var requests: [String] { received.withLock { $0 } }

    /// - Parameter answer: is given the request and the connection, which is closed after it; runs on a thread of its own.
    init(in folder: String? = nil, _ answer: @escaping @Sendable (String, FakeConnection) -> Void) throws {
        self.folder = try folder ?? FakeServer.makeFolder()
        let listener = try FakeServer.listen(self.folder + "/daemon.sock")
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        let (stopReader, writer) = (ends[0], ends[1])
        stopWriter.withLock { $0 = writer }
        Thread.detachNewThread { [self] in
            while true {
                var items = [
                    pollfd(fd: listener, events: Int16(POLLIN), revents: 0),
                    pollfd(fd: stopReader, events: Int16(POLLIN), revents: 0),
                ]
                guard poll(&items, 2, -1) > 0 else { continue }
                if items[1].revents != 0 { break }
                let descriptor = accept(listener, nil, nil)
                guard descriptor >= 0 else { continue }
                Thread.detachNewThread {
                    let connection = FakeConnection(descriptor: descriptor)
                    let request = connection.readRequest()
                    self.received.withLock { $0.append(request) }
                    answer(request, connection)
                    close(descriptor)
                }
            }
            // Only the thread that uses the descriptors closes them: their numbers are given to others at once.
            close(listener)
            close(stopReader)
            stopped.signal()
        }
    }

    /// Nobody answers any more; the file of the socket stays, as after a crash.
    func stop() {
        let writer = stopWriter.withLock { $0.take() }
        guard let writer else { return }
        // A byte, not the end of the pipe: a child that another test has started may hold it open.
        var byte: UInt8 = 0
        _ = write(writer, &byte, 1)
        stopped.wait()
        close(writer)
    }

    func remove() {
        stop()
        try? FileManager.default.removeItem(atPath: folder)
    }

    static func makeFolder() throws -> String {
        var template = Array("/tmp/ccmux-client-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func listen(_ path: String) throws -> Int32 {
        #if canImport(Darwin)
            let descriptor = socket(AF_UNIX, SOCK_STREAM, 0)
        #else
            let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        #endif
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        unlink(path)
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard bound == 0, startListening(descriptor) == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        return descriptor
    }
}

private func startListening(_ descriptor: Int32) -> Int32 { listen(descriptor, 64) }

/// One connection of a fake server.
struct FakeConnection: Sendable {
    let descriptor: Int32

    func readRequest() -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if let end = text.range(of: "\r\n\r\n") {
                let length = text[..<end.lowerBound].split(separator: "\r\n")
                    .first { $0.lowercased().hasPrefix("content-length:") }
                    .flatMap { Int($0.split(separator: ":")[1].trimmingCharacters(in: .whitespaces)) }
                if text[end.upperBound...].utf8.count >= length ?? 0 { return text }
            }
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return text }
            bytes += buffer[..<count]
        }
    }

    func write(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            #if canImport(Darwin)
                let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, 0) }
            #else
                let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            #endif
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    func writeJSON(_ body: String, status: Int = 200) {
        write("HTTP/1.1 \(status) X\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
    }

    /// Stays open until the other end closes.
    func waitForClose() {
        var byte: UInt8 = 0
        while recv(descriptor, &byte, 1, 0) > 0 {}
    }
}
