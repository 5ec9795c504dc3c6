#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A file operation that failed: what was tried, on what, and why.
struct FileError: Error, Equatable {
    var operation: String
    var path: String
    var code: Int32

    var message: String { "cannot \(operation) \(path): \(describe(errno: code))" }

    /// From `errno`, so to be made right after the call that failed.
    static func now(_ operation: String, _ path: String) -> FileError {
        FileError(operation: operation, path: path, code: errno)
    }
}

/// Makes a folder and those above it, 0700.
func makeFolder(_ path: String) throws(FileError) {
    if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
    guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
        throw .now("make folder", path)
    }
    try makeFolder(String(path[..<slash]))
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw .now("make folder", path) }
}

/// Replaces a file in one step, 0600: a reader sees the old content or the new, never a part.
func replaceFile(_ path: String, with bytes: [UInt8]) throws(FileError) {
    let draft = path + ".new"
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .now("write", draft) }
    let written = writeAll(bytes, to: descriptor)
    let failure = FileError.now("write", draft)
    close(descriptor)
    guard written else {
        unlink(draft)
        throw failure
    }
    guard rename(draft, path) == 0 else { throw .now("write", path) }
}

/// The last `limit` bytes of a file, and whether that is all of it.
func readTail(_ path: String, limit: Int) throws(FileError) -> (bytes: [UInt8], isWhole: Bool) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .now("read", path) }
    defer { close(descriptor) }
    let size = Int(lseek(descriptor, 0, SEEK_END))
    let start = max(0, size - limit)
    guard size >= 0, lseek(descriptor, off_t(start), SEEK_SET) >= 0 else { throw .now("read", path) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while bytes.count < limit {
        let count = read(descriptor, &chunk, chunk.count)
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else { throw .now("read", path) }
        if count == 0 { break }
        bytes += chunk[..<count]
    }
    return (bytes, start == 0)
}
