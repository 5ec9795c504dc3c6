package import Model

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension Files {
    /// Takes the bytes that are written, in their order.
    package typealias Sink = (ArraySlice<UInt8>) throws(CcmuxError) -> Void

    private static let unfinished = ".ccmux-tmp"

    /// Removes what a `make` that was killed has left in a folder that others use too, once it is an hour old.
    package static func removeUnfinished(in folder: String) {
        let limit = wallClock().adding(seconds: -3600)
        for name in names(in: folder) where name.hasSuffix(unfinished) {
            if let stamp = stamp(of: "\(folder)/\(name)"), stamp.modified < limit { remove("\(folder)/\(name)") }
        }
    }

    /// Makes a new file of mode 0600 whose content `body` writes. It is there whole or not at all, and on the disk before
    /// this returns; what a crash leaves behind is called
    /// `PATH.….ccmux-tmp`.
    ///
    /// - Throws: `.exists` when there is something at `path`.
    package static func make(_ path: String, _ body: (Sink) throws(CcmuxError) -> Void) throws(CcmuxError) {
        let aside = "\(path).\(getpid()).\(UInt32.random(in: .min ... .max))\(unfinished)"
        let descriptor = open(aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .system("write \(aside)", errno: errno) }
        defer {
            close(descriptor)
            unlink(aside)
        }
        try body { bytes throws(CcmuxError) in try write(bytes, to: descriptor, name: aside) }
        guard fsync(descriptor) == 0 else { throw .system("write \(aside)", errno: errno) }
        // A link never takes another file's place.
        guard link(aside, path) == 0 else {
            if errno == EEXIST { throw CcmuxError(.exists, "There is a file \(path) already.") }
            throw .system("write \(path)", errno: errno)
        }
        syncFolder(of: path)
    }

    /// Reads a file in blocks up to `end`, or to where it ends by then.
    ///
    /// - Parameter body: gets the blocks in their order; false stops the reading.
    package static func blocks(
        of path: String, from start: Int = 0, to end: Int, _ body: (ArraySlice<UInt8>) throws(CcmuxError) -> Bool
    ) throws(CcmuxError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else { throw .system("read \(path)", errno: errno) }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        var offset = start
        while offset < end {
            let count = buffer.withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress, min($0.count, end - offset), off_t(offset))
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .system("read \(path)", errno: errno) }
            guard count > 0, try body(buffer[..<count]) else { return }
            offset += count
        }
    }

    /// Where the last whole line of a file ends; 0 where there is none.
    package static func endOfLines(of path: String) -> Int {
        var end = Int(stamp(of: path)?.size ?? 0)
        while end > 0 {
            let start = max(0, end - 65_536)
            guard let bytes = part(of: path, from: start, count: end - start), bytes.count == end - start else {
                return 0
            }
            if let feed = bytes.lastIndex(of: UInt8(ascii: "\n")) { return start + feed + 1 }
            end = start
        }
        return 0
    }
}
