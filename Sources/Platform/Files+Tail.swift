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
        withRegularFile(path) { descriptor, size in
            let length = min(bytes, size)
            return content(descriptor, from: size - length, count: length)
        }
    }

    /// A part of a file.
    ///
    /// - Parameter count: at most so many bytes from `offset` on.
    /// - Returns: nil when it cannot be read; empty beyond its end.
    package static func part(of path: String, from offset: Int, count: Int) -> [UInt8]? {
        withRegularFile(path) { descriptor, size in
            content(descriptor, from: offset, count: max(0, min(count, size - offset)))
        }
    }

    private static func withRegularFile(_ path: String, _ body: (Int32, Int) -> [UInt8]) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return body(descriptor, Int(status.st_size))
    }

    private static func content(_ descriptor: Int32, from start: Int, count length: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            while count < length {
                let place = off_t(start + count)
                let got = pread(descriptor, buffer.baseAddress.map { $0 + count }, length - count, place)
                guard got > 0 else { break }
                count += got
            }
        }
    }
}
