import Model
import Platform

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The few calls on files that git does not make for us.
enum SystemFolder {
    /// Makes a folder with the permissions that the user's umask leaves; one that is there is well.
    static func make(_ path: String) throws(CcmuxError) {
        guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
            throw .system("make the folder \(path)", errno: errno)
        }
    }

    enum Kind { case file, link, folder, other }

    /// What lies there, links not followed.
    static func kind(_ path: String) -> Kind? {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file
        case S_IFLNK: return .link
        case S_IFDIR: return .folder
        default: return .other
        }
    }

    static func target(ofLink path: String) -> String? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = readlink(path, &buffer, buffer.count)
        guard count > 0, count < buffer.count else { return nil }
        return String(validating: buffer[..<count], as: UTF8.self)
    }

    static func link(_ path: String, to target: String) -> Bool { symlink(target, path) == 0 }

    /// Gives a file the permissions of another.
    static func takePermissions(of path: String, for other: String) {
        var status = stat()
        if lstat(path, &status) == 0 { chmod(other, status.st_mode & 0o777) }
    }

    /// Takes away a folder with all that is in it, links not followed, at most `depth` levels.
    static func remove(_ path: String, depth: Int = 8) {
        guard kind(path) == .folder else {
            unlink(path)
            return
        }
        if depth > 0 { for name in Files.names(in: path) { remove("\(path)/\(name)", depth: depth - 1) } }
        rmdir(path)
    }
}
