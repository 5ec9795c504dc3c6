#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension Files {
    /// The end of a file.
    ///
    /// - Parameter bytes: at most so many.
    /// - Returns: nil when it cannot be read.
    package static func tail(of path: String, bytes: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        let length = min(bytes, Int(status.st_size))
        var offset = Int(status.st_size) - length
        return [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            while count < length {
                let got = pread(descriptor, buffer.baseAddress.map { $0 + count }, length - count, off_t(offset))
                guard got > 0 else { break }
                count += got
                offset += got
            }
        }
    }
}
