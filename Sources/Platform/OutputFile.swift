package import Model

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file that is written piece by piece; closed when nobody holds it.
package final class OutputFile {
    package let path: String
    private let descriptor: Int32

    /// Makes a new file.
    ///
    /// - Throws: when there is anything at `path` already, a link included.
    package init(creating path: String, mode: UInt16 = 0o600) throws(CcmuxError) {
        descriptor = retrying { openNew(path, mode_t(mode)) }
        self.path = path
        guard descriptor >= 0 else { throw .system("write \(path)", errno: errno) }
    }

    /// Goes on at the end of a file (0600), which is made where it is not there.
    package init(appendingTo path: String) throws(CcmuxError) {
        descriptor = retrying { openAtEnd(path) }
        self.path = path
        guard descriptor >= 0 else { throw .system("write \(path)", errno: errno) }
    }

    deinit { close(descriptor) }

    package func write(_ bytes: ArraySlice<UInt8>) throws(CcmuxError) {
        try Files.write(bytes, to: descriptor, name: path)
    }

    /// Throws away what is in it.
    package func empty() throws(CcmuxError) {
        guard ftruncate(descriptor, 0) == 0 else { throw .system("write \(path)", errno: errno) }
    }

    /// Returns when the disk has it.
    package func sync() throws(CcmuxError) {
        guard fsync(descriptor) == 0 else { throw .system("write \(path)", errno: errno) }
    }
}

private func openNew(_ path: String, _ mode: mode_t) -> Int32 {
    open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
}

private func openAtEnd(_ path: String) -> Int32 {
    open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
}
