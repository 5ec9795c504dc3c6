import Platform

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Folders that a test makes and takes away.
enum Scratch {
    /// Directly below /tmp: a socket's path has little room.
    static func folder(_ purpose: String) throws -> String {
        var template = Array("/tmp/cce-\(purpose)-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { $0.baseAddress.map { mkdtemp($0) != nil } ?? false }
        guard made else { throw Failure("cannot make a folder in /tmp: \(systemMessage(errno))") }
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return Files.realPath(path) ?? path
    }

    static func remove(_ path: String) {
        if isFolder(path) {
            chmod(path, 0o700)
            for name in Files.names(in: path) { remove("\(path)/\(name)") }
            rmdir(path)
        } else {
            unlink(path)
        }
    }

    /// A link to a folder is none.
    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    static func makeFolder(_ path: String) throws { try Files.makeFolder(path) }

    static func write(_ path: String, _ text: String, mode: UInt16 = 0o600) throws {
        try Files.replace(path, with: Array(text.utf8), durable: false)
        chmod(path, mode_t(mode))
    }

    static func read(_ path: String) -> String {
        String(decoding: ((try? Files.read(path, limit: 64 << 20)) ?? nil) ?? [], as: UTF8.self)
    }

    /// All files below a folder, links not followed.
    static func files(below folder: String) -> [String] {
        Files.names(in: folder).sorted().flatMap { name -> [String] in
            let path = "\(folder)/\(name)"
            return isFolder(path) ? files(below: path) : [path]
        }
    }
}
