package import Model

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// An advisory lock on a file (flock), held until `release` or until the process ends, however it ends.
package struct FileLock: ~Copyable {
    private let descriptor: Int32

    /// Takes the lock on `path`, which is made (0600) when it is not there; waits for another holder.
    private init(waitingFor path: String) throws(CcmuxError) {
        let descriptor = try Self.open(path)
        guard retrying({ flock(descriptor, LOCK_EX) }) == 0 else {
            let code = errno
            close(descriptor)
            throw .system("lock \(path)", errno: code)
        }
        self.descriptor = descriptor
    }

    /// Calls `body` while the lock is held.
    package static func hold<Result>(
        _ path: String, _ body: () throws(CcmuxError) -> Result
    ) throws(CcmuxError) -> Result {
        let lock = try FileLock(waitingFor: path)
        let result = try body()
        lock.keepAlive()
        return result
    }

    /// A value without copies may end after its last use; this is a last use.
    package func keepAlive() {}

    private init(holding descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// The lock, or nil when another process holds it.
    package static func attempt(_ path: String) throws(CcmuxError) -> FileLock? {
        let descriptor = try open(path)
        if retrying({ flock(descriptor, LOCK_EX | LOCK_NB) }) == 0 { return FileLock(holding: descriptor) }
        let code = errno
        close(descriptor)
        if code == EWOULDBLOCK { return nil }
        throw .system("lock \(path)", errno: code)
    }

    private static func open(_ path: String) throws(CcmuxError) -> Int32 {
        let descriptor = retrying { platformOpen(path) }
        guard descriptor >= 0 else { throw .system("open \(path)", errno: errno) }
        return descriptor
    }

    /// Replaces the file's content, for people who look who holds it.
    package func note(_ text: String) {
        ftruncate(descriptor, 0)
        lseek(descriptor, 0, SEEK_SET)
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    }

    deinit {
        close(descriptor)
    }
}

private func platformOpen(_ path: String) -> Int32 {
    open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
}
