package import Model
import Platform
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// Unpacks a bundle (`.tar.gz`) into a new folder of this user's alone, and waits until the disk has it.
package struct BundleUnpacker: Sendable {
    let archive: String
    /// Where nothing is yet.
    let folder: String

    package init(archive: String, folder: String) {
        self.archive = archive
        self.folder = folder
    }

    /// - Returns: the folder that holds `bin`: `folder`, or the one folder in it.
    /// - Throws: `.refused` where the archive is not as a bundle must be. Then `folder` is gone again.
    package func unpack(limits: TarReader.Limits = .init()) async throws(CcmuxError) -> String {
        var limits = limits
        // A bundle must not fill the disk to the brim.
        if let free = Files.freeSpace(archive) {
            guard free >= 64 << 20 else {
                throw CcmuxError(
                    .failed, "There is not enough space to unpack the bundle: \(free >> 20) MiB are free.",
                    advice: "Free some disk space and try again; nothing was changed.")
            }
            limits.size = min(limits.size, free - (16 << 20))
        }
        do throws(CcmuxError) {
            try Files.makeFolder(folder)
            var sink = Sink(folder: folder)
            var reader = TarReader(limits: limits)
            try await Self.inflated(archive) { (bytes) throws(CcmuxError) in
                try reader.feed(bytes[...]) { (item) throws(CcmuxError) in try sink.take(item) }
            }
            try reader.finish()
            try Files.syncTree(folder)
            FaultPoint.unpacked.reached()
            return try top()
        } catch {
            Files.removeTree(folder)
            throw error
        }
    }

    private func top() throws(CcmuxError) -> String {
        if Files.kind(of: "\(folder)/bin") == .folder { return folder }
        let names = Files.names(in: folder)
        guard names.count == 1, Files.kind(of: "\(folder)/\(names[0])/bin") == .folder else {
            throw TarReader.refusal("has no folder bin")
        }
        return "\(folder)/\(names[0])"
    }

    private struct Sink {
        let folder: String
        private var file: OutputFile?
        private var isFirst = true

        init(folder: String) {
            self.folder = folder
        }

        mutating func take(_ item: TarReader.Item) throws(CcmuxError) {
            switch item {
            case .folder(let path): try Files.makeFolder("\(folder)/\(path)")
            case .file(let path, let isExecutable):
                let target = "\(folder)/\(path)"
                if let slash = target.lastIndex(of: "/") { try Files.makeFolder(String(target[..<slash])) }
                file = try OutputFile(creating: target, mode: isExecutable ? 0o700 : 0o600)
            case .data(let bytes): try file?.write(bytes)
            case .endOfFile:
                file = nil
                if isFirst { FaultPoint.unpackedHalf.reached() }
                isFirst = false
            }
        }
    }

    /// Hands over what gzip makes of the file, piece by piece; `take` may stop it by throwing.
    private static func inflated(
        _ archive: String, _ take: ([UInt8]) throws(CcmuxError) -> Void
    ) async throws(CcmuxError) {
        guard let gzip = ["/usr/bin/gzip", "/bin/gzip", "/usr/local/bin/gzip"].first(where: Files.isExecutable) else {
            throw CcmuxError(.failed, "There is no gzip, which unpacks a bundle.", advice: "Install gzip.")
        }
        var failure: CcmuxError?
        let status: TerminationStatus
        do {
            let done = try await Subprocess.run(
                .path(FilePath(gzip)), arguments: ["-dc", archive],
                environment: .custom(["PATH": "/usr/bin:/bin", "LC_ALL": "C"]), input: .none, output: .sequence,
                error: .discarded
            ) { execution in
                do {
                    for try await buffer in execution.standardOutput {
                        try take(buffer.withUnsafeBytes { Array($0) })
                    }
                } catch let error as CcmuxError {
                    failure = error
                    try? execution.send(signal: .kill)
                }
            }
            status = done.terminationStatus
        } catch {
            throw failure ?? CcmuxError(.failed, "gzip cannot be run: \(error)")
        }
        if let failure { throw failure }
        guard case .exited(0) = status else { throw TarReader.refusal("is damaged: gzip cannot read it") }
    }
}
