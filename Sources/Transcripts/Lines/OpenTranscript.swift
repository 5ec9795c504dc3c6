import Model

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A transcript that is open for reading, as long as it was when it was opened.
final class OpenTranscript {
    let path: String
    let descriptor: Int32
    let device: UInt64
    let inode: UInt64
    /// Bytes. What is written later is the next reading's.
    let size: Int

    /// - Throws: `notFound`, `refused` where it must not be read, `invalid` for a folder, a pipe and the like.
    init(_ path: String) throws(CcmuxError) {
        // A pipe that nobody writes to must not hold us up.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else {
            let reason = String(cString: strerror(errno))
            switch errno {
            case ENOENT, ENOTDIR: throw CcmuxError(.notFound, "There is no transcript \(path).")
            case EACCES, EPERM: throw CcmuxError(.refused, "The transcript \(path) cannot be read: \(reason).")
            default: throw CcmuxError(.invalid, "The transcript \(path) cannot be read: \(reason).")
            }
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw CcmuxError(.invalid, "\(path) is no plain file.")
        }
        self.path = path
        self.descriptor = descriptor
        device = UInt64(truncatingIfNeeded: status.st_dev)
        inode = UInt64(truncatingIfNeeded: status.st_ino)
        size = max(0, Int(status.st_size))
    }

    deinit { close(descriptor) }

    /// The bytes from `offset` on, fewer where the file became shorter meanwhile.
    func bytes(from offset: Int, count: Int) -> [UInt8] {
        let wanted = max(0, min(count, size - offset))
        guard offset >= 0, wanted > 0 else { return [] }
        return [UInt8](unsafeUninitializedCapacity: wanted) { buffer, length in
            read(from: offset, into: buffer, &length)
        }
    }

    /// `head`, and after it the bytes from `offset` on.
    func bytes(after head: ArraySlice<UInt8>, from offset: Int, count: Int) -> [UInt8] {
        let wanted = max(0, min(count, size - offset))
        return [UInt8](unsafeUninitializedCapacity: head.count + wanted) { buffer, length in
            length = UnsafeMutableBufferPointer(rebasing: buffer[..<head.count]).initialize(fromContentsOf: head)
            var got = 0
            read(from: offset, into: UnsafeMutableBufferPointer(rebasing: buffer[head.count...]), &got)
            length += got
        }
    }

    private func read(from offset: Int, into buffer: UnsafeMutableBufferPointer<UInt8>, _ length: inout Int) {
        while length < buffer.count {
            let got = pread(
                descriptor, buffer.baseAddress.map { $0 + length }, buffer.count - length, off_t(offset + length))
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { return }
            length += got
        }
    }
}
