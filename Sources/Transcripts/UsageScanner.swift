import CPlatform
package import Model

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Reads what transcripts tell of usage: block by block into one buffer, looking only into lines that have a marker.
/// For one thread.
package final class UsageScanner {
    private static let block = 1 << 20
    /// The longest line that is looked into, in bytes.
    package static let longestLine = 8 << 20

    private var buffer: UnsafeMutablePointer<UInt8>
    private var capacity = block

    package init() {
        buffer = .allocate(capacity: Self.block)
    }

    deinit { buffer.deallocate() }

    /// Reads on from where `log` ends; from the beginning where the file is not the one that it was.
    ///
    /// - Returns: the log, and what the file was when its reading began.
    /// - Throws: `.notFound` where there is no such file, `.failed` where it cannot be read or is none.
    package func scan(
        _ path: String, _ format: TranscriptFormat, from log: UsageLog = UsageLog()
    ) throws(CcmuxError) -> (log: UsageLog, stamp: UsageStamp) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw CcmuxError(errno == ENOENT ? .notFound : .failed, "\(path) cannot be read (error \(errno)).")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw CcmuxError(.failed, "\(path) is no file.")
        }
        let stamp = UsageStamp(status)
        let isSame = log.offset <= stamp.size && (log.offset == 0 || seal(descriptor, log.offset) == log.seal)
        var lines = UsageLines(isSame ? log : log.anew)
        try read(descriptor, format, &lines, path)
        if lines.log.offset != log.offset || !isSame { lines.log.seal = seal(descriptor, lines.log.offset) }
        return (lines.log, stamp)
    }

    private func read(
        _ descriptor: Int32, _ format: TranscriptFormat, _ lines: inout UsageLines, _ path: String
    ) throws(CcmuxError) {
        // The beginning of a line that is not read whole yet, from `buffer`'s start on.
        var kept = 0
        while true {
            if kept == capacity { grow(kept) }
            let got = pread(descriptor, buffer + kept, min(Self.block, capacity - kept), off_t(lines.log.offset + kept))
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw CcmuxError(.failed, "\(path) cannot be read (error \(errno)).") }
            if got == 0 { break }
            if lines.log.isSkipping {
                guard let end = memchr(buffer, 0x0A, got) else {
                    lines.log.offset += got
                    continue
                }
                lines.log.offset += UnsafeRawPointer(buffer).distance(to: UnsafeRawPointer(end)) + 1
                lines.log.isSkipping = false
                continue
            }
            let filled = kept + got
            guard let last = ccp_find_last(buffer + kept, got, 0x0A) else {
                kept = filled
                if kept >= Self.longestLine {
                    lines.log.isSkipping = true
                    lines.log.tooLong += 1
                    lines.log.offset += kept
                    kept = 0
                }
                continue
            }
            let whole = UnsafeRawPointer(buffer).distance(to: UnsafeRawPointer(last)) + 1
            lines.take(buffer, whole, format)
            lines.log.offset += whole
            kept = filled - whole
            if kept > 0 { memmove(buffer, buffer + whole, kept) }
        }
        if kept > 0 { peek(kept, format, &lines) }
    }

    /// A last line without its end may be whole all the same. It is counted, and read again once it has its end.
    private func peek(_ count: Int, _ format: TranscriptFormat, _ lines: inout UsageLines) {
        let codex = lines.log.codex
        let known = lines.log.messages.count
        lines.take(buffer, count, format)
        lines.log.codex = codex
        // What has no id would be counted twice.
        if lines.log.messages.count > known, lines.log.messages.last?.id == 0 { lines.log.messages.removeLast() }
    }

    private func grow(_ kept: Int) {
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2)
        larger.update(from: buffer, count: kept)
        buffer.deallocate()
        buffer = larger
        capacity *= 2
    }

    private func seal(_ descriptor: Int32, _ offset: Int) -> UInt64 {
        withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 8) { bytes in
            let count = min(bytes.count, offset)
            let got = pread(descriptor, bytes.baseAddress, count, off_t(offset - count))
            var hash = UsageHash()
            hash.add(UnsafeRawBufferPointer(rebasing: bytes[..<max(0, got)]))
            return hash.finished
        }
    }
}

/// What a file is, as far as its being the same one goes.
package struct UsageStamp: Sendable, Hashable {
    package var device: UInt64
    package var inode: UInt64
    /// Bytes.
    package var size: Int
    /// Nanoseconds since 1970.
    package var modified: Int64

    package init(device: UInt64, inode: UInt64, size: Int, modified: Int64) {
        self.device = device
        self.inode = inode
        self.size = size
        self.modified = modified
    }

    init(_ status: stat) {
        #if canImport(Darwin)
            let time = status.st_mtimespec
        #else
            let time = status.st_mtim
        #endif
        self.init(
            device: UInt64(truncatingIfNeeded: status.st_dev), inode: UInt64(status.st_ino), size: Int(status.st_size),
            modified: Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec))
    }
}
