package import Model

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Links, and folders with all that is in them.
extension Files {
    /// What a link says, not followed; nil where there is no link.
    package static func linkTarget(_ path: String) -> String? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = buffer.withUnsafeMutableBytes { bytes in
            bytes.baseAddress.map { readlink(path, $0.assumingMemoryBound(to: CChar.self), bytes.count) } ?? -1
        }
        return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
    }

    /// Makes the link `path` lead to `target` in one step: a reader, or a crash, meets the old one or the new one.
    package static func replaceLink(_ path: String, to target: String) throws(CcmuxError) {
        let aside = "\(path).\(getpid()).\(UInt32.random(in: .min ... .max)).tmp"
        guard symlink(target, aside) == 0 else { throw .system("make the link \(path)", errno: errno) }
        guard rename(aside, path) == 0 else {
            let code = errno
            unlink(aside)
            throw .system("replace the link \(path)", errno: code)
        }
        syncFolder(of: path)
    }

    /// What `path` itself is, links not followed; nil where there is nothing.
    package static func kindOfEntry(_ path: String) -> EntryKind? {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        let kind: EntryKind.Kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            case S_IFLNK: .link
            default: .other
            }
        return EntryKind(
            kind: kind, size: Int64(status.st_size), isOurs: status.st_uid == geteuid(),
            othersMayWrite: status.st_mode & 0o022 != 0, isExecutable: status.st_mode & 0o100 != 0)
    }

    package struct EntryKind: Sendable {
        package enum Kind: Sendable {
            case file
            case folder
            case link
            case other
        }

        package var kind: Kind
        /// Bytes.
        package var size: Int64
        /// It belongs to the user of this process.
        package var isOurs: Bool
        package var othersMayWrite: Bool
        package var isExecutable: Bool
    }

    /// Removes a file, a link, or a folder with all that is in it; links are not followed.
    ///
    /// - Returns: false when something of it is still there.
    @discardableResult
    package static func removeTree(_ path: String, depth: Int = 64) -> Bool {
        guard let entry = kindOfEntry(path) else { return true }
        guard entry.kind == .folder, depth > 0 else { return unlink(path) == 0 }
        // Names that are beyond the listing's limit come with the next round.
        while true {
            let names = names(in: path)
            guard !names.isEmpty else { return rmdir(path) == 0 }
            for name in names where !removeTree("\(path)/\(name)", depth: depth - 1) { return false }
        }
    }

    /// Sees to it that the disk has what is in a folder: every file and every folder below it.
    package static func syncTree(_ path: String, depth: Int = 64) throws(CcmuxError) {
        guard let entry = kindOfEntry(path), entry.kind != .link, depth > 0 else { return }
        if entry.kind == .folder {
            for name in names(in: path) { try syncTree("\(path)/\(name)", depth: depth - 1) }
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
        guard descriptor >= 0 else { throw .system("read \(path)", errno: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .system("write \(path)", errno: errno) }
    }

    package static func syncParent(of path: String) { syncFolder(of: path) }

    /// Sets who may do what: 0600, 0700.
    package static func setMode(_ path: String, _ mode: UInt16) throws(CcmuxError) {
        guard chmod(path, mode_t(mode)) == 0 else { throw .system("set the rights of \(path)", errno: errno) }
    }

    /// From here on Ctrl-C, a closed terminal and a polite request to end do not interrupt this process.
    package static func ignoreInterruptions() {
        // A handler that does nothing: what is ignored would stay ignored in the programs that are started.
        for number in [SIGINT, SIGHUP, SIGTERM, SIGQUIT, SIGTSTP, SIGPIPE] { signal(number) { _ in } }
    }
}

extension Files {
    /// Copies a folder of plain files and folders (0600 and 0700) to where nothing is yet.
    ///
    /// - Throws: `.refused` when there is anything else in it, or more than `entries`.
    package static func copyTree(_ path: String, to target: String, entries: Int = 10_000) throws(CcmuxError) {
        var left = entries
        try copyTree(path, to: target, &left, depth: 16)
    }

    private static func copyTree(
        _ path: String, to target: String, _ left: inout Int, depth: Int
    ) throws(CcmuxError) {
        left -= 1
        guard left >= 0, depth >= 0 else { throw CcmuxError(.refused, "\(path) holds too much to be copied.") }
        switch kindOfEntry(path)?.kind {
        case .folder:
            try makeFolder(target)
            for name in names(in: path).sorted() {
                try copyTree("\(path)/\(name)", to: "\(target)/\(name)", &left, depth: depth - 1)
            }
        case .file:
            try copy(path, to: target)
            if isExecutable(path) { try setMode(target, 0o700) }
        case .link, .other: throw CcmuxError(.refused, "\(path) is no plain file and no folder.")
        case nil: throw CcmuxError(.failed, "\(path) is gone.")
        }
    }
}
