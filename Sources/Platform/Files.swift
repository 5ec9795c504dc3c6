package import Model

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// File operations with bounds, in bytes, that say what failed and with which file.
package enum Files {
    /// The whole content of `path`; nil when there is no such file.
    ///
    /// - Throws: when it is larger than `limit` bytes, or cannot be read.
    package static func read(_ path: String, limit: Int) throws(CcmuxError) -> [UInt8]? {
        let descriptor = retrying { open(path, readFlags) }
        if descriptor < 0 {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw .system("read \(path)", errno: errno)
        }
        defer { close(descriptor) }
        return try readAll(descriptor, limit: limit, name: path)
    }

    /// The first `bytes` of a file, or all of a shorter one; nil when it cannot be read.
    package static func head(of path: String, bytes: Int) -> [UInt8]? {
        let descriptor = retrying { open(path, readFlags) }
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: bytes)
        let count = retrying { Self.readInto(&buffer, descriptor) }
        return count < 0 ? nil : Array(buffer[..<count])
    }

    /// All of standard input.
    package static func readStandardInput(limit: Int) throws(CcmuxError) -> [UInt8] {
        try readAll(0, limit: limit, name: "standard input")
    }

    static func readAll(_ descriptor: Int32, limit: Int, name: String) throws(CcmuxError) -> [UInt8] {
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16384)
        while true {
            let count = retrying { Self.readInto(&buffer, descriptor) }
            if count < 0 { throw .system("read \(name)", errno: errno) }
            if count == 0 { return content }
            content.append(contentsOf: buffer[..<count])
            guard content.count <= limit else {
                throw CcmuxError(.failed, "\(name) is larger than \(limit) bytes and was not read.")
            }
        }
    }

    private static func readInto(_ buffer: inout [UInt8], _ descriptor: Int32) -> Int {
        buffer.withUnsafeMutableBytes { platformRead(descriptor, $0.baseAddress, $0.count) }
    }

    /// Replaces `path` with `content` (mode 0600) so that a reader, or a crash, meets the old or the new whole: written
    /// aside, fsynced, renamed, the folder fsynced. On failure the old file stands as it was.
    ///
    /// - Parameter durable: false leaves out the fsyncs, for what may be lost in a power cut.
    package static func replace(_ path: String, with content: [UInt8], durable: Bool = true) throws(CcmuxError) {
        let aside = "\(path).\(getpid()).\(UInt32.random(in: .min ... .max)).tmp"
        do throws(CcmuxError) {
            try create(aside, content, durable: durable)
        } catch {
            unlink(aside)
            throw error
        }
        guard rename(aside, path) == 0 else {
            let code = errno
            unlink(aside)
            throw .system("replace \(path)", errno: code)
        }
        if durable { syncFolder(of: path) }
    }

    private static func create(_ path: String, _ content: [UInt8], durable: Bool) throws(CcmuxError) {
        let descriptor = retrying { open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600) }
        if descriptor < 0 { throw .system("write \(path)", errno: errno) }
        defer { close(descriptor) }
        try write(content, to: descriptor, name: path)
        guard !durable || fsync(descriptor) == 0 else { throw .system("write \(path)", errno: errno) }
    }

    package static func write(_ content: [UInt8], to descriptor: Int32, name: String) throws(CcmuxError) {
        try write(content[...], to: descriptor, name: name)
    }

    static func write(_ content: ArraySlice<UInt8>, to descriptor: Int32, name: String) throws(CcmuxError) {
        var rest = content
        while !rest.isEmpty {
            let count = retrying { rest.withUnsafeBytes { platformWrite(descriptor, $0.baseAddress, $0.count) } }
            if count < 0 { throw .system("write \(name)", errno: errno) }
            rest = rest.dropFirst(count)
        }
    }

    /// Removes what a `replace` that was killed in the middle has left, if it is older than a minute.
    package static func removeAbandoned(in folders: [String]) {
        let limit = wallClock().adding(seconds: -60)
        for folder in folders {
            for name in names(in: folder) where name.hasSuffix(".tmp") {
                let path = "\(folder)/\(name)"
                if let stamp = stamp(of: path), stamp.modified < limit { remove(path) }
            }
        }
    }

    static func syncFolder(of path: String) {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let descriptor = open(folder.isEmpty ? "/" : folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    /// Makes `path` a folder of mode 0700, with its parents. One that is there stays as it is.
    package static func makeFolder(_ path: String) throws(CcmuxError) {
        if mkdir(path, 0o700) == 0 { return }
        if errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            try makeFolder(String(path[..<slash]))
            if mkdir(path, 0o700) == 0 { return }
        }
        let code = errno
        guard code == EEXIST, kind(of: path) == .folder else { throw .system("make the folder \(path)", errno: code) }
    }

    /// Takes all rights of others from a folder that is ours.
    package static func restrictFolder(_ path: String) throws(CcmuxError) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .system("look at \(path)", errno: errno) }
        guard status.st_uid == getuid() else {
            throw CcmuxError(
                .configuration, "\(path) belongs to another user.", advice: "Set CCMUX_HOME to your own folder.")
        }
        if status.st_mode & 0o077 != 0, chmod(path, 0o700) != 0 {
            throw .system("restrict \(path) to its owner", errno: errno)
        }
    }

    package enum Kind: Sendable {
        case file
        case folder
        case other
    }

    /// What `path` leads to, links followed; nil when it leads nowhere or cannot be looked at.
    package static func kind(of path: String) -> Kind? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file
        case S_IFDIR: return .folder
        default: return .other
        }
    }

    /// Why a program cannot be started in `path`, as the end of a sentence; nil when it can.
    package static func unusableDirectoryReason(_ path: String) -> String? {
        guard path.hasPrefix("/") else { return "is not an absolute path" }
        var status = stat()
        guard stat(path, &status) == 0 else {
            return errno == ENOENT ? "does not exist" : "cannot be read: \(systemMessage(errno))"
        }
        guard status.st_mode & S_IFMT == S_IFDIR else { return "is not a folder" }
        return access(path, R_OK | X_OK) == 0 ? nil : "cannot be read: \(systemMessage(errno))"
    }

    /// Size in bytes and time of change; nil when there is no such file.
    package static func stamp(of path: String) -> FileStamp? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return FileStamp(
            device: UInt64(status.st_dev), inode: UInt64(status.st_ino), size: Int64(status.st_size),
            modified: Timestamp(seconds: modificationSeconds(status)))
    }

    /// `path` with every link resolved; nil when it leads nowhere.
    package static func realPath(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    package static func isExecutable(_ path: String) -> Bool {
        kind(of: path) == .file && access(path, X_OK) == 0
    }

    /// Names in a folder, without `.` and `..`, unsorted; empty when it cannot be read.
    package static func names(in folder: String, limit: Int = 100_000) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while names.count < limit, let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }

    /// Bytes that this user may still write on the file system of `path`; nil where it does not tell.
    package static func freeSpace(_ path: String) -> Int64? {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        return Int64(status.f_bavail) * Int64(status.f_frsize)
    }

    @discardableResult
    package static func remove(_ path: String) -> Bool { unlink(path) == 0 }

    /// Moves a file within its file system; false when there is none.
    package static func move(_ path: String, to target: String) throws(CcmuxError) -> Bool {
        if rename(path, target) == 0 { return true }
        if errno == ENOENT { return false }
        throw .system("rename \(path)", errno: errno)
    }
}

/// What tells one state of a file from another.
package struct FileStamp: Sendable, Hashable {
    package var device: UInt64
    package var inode: UInt64
    /// Bytes.
    package var size: Int64
    package var modified: Timestamp
}

/// A named pipe that nobody writes to must not hold us up.
private let readFlags = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK

private func platformRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    guard let buffer else { return 0 }
    return read(descriptor, buffer, count)
}

private func platformWrite(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
    guard let buffer else { return 0 }
    return write(descriptor, buffer, count)
}

private func modificationSeconds(_ status: stat) -> Double {
    #if canImport(Darwin)
        let time = status.st_mtimespec
    #else
        let time = status.st_mtim
    #endif
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
