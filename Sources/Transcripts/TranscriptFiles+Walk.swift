package import Model
import Platform

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Which transcripts there are.
package enum TranscriptFiles {
    /// Every transcript below the roots; unreadable folders are told, symlinks and other files left out. Sorted by path.
    ///
    /// A root itself may be a link. A file that two roots lead to comes once.
    package static func all(_ roots: [TranscriptRoot]) -> (files: [TranscriptFile], problems: [CcmuxError]) {
        var walk = TranscriptWalk()
        for root in roots { walk.take(root) }
        return (walk.files.sorted { $0.path < $1.path }, walk.problems)
    }

    /// The one of this conversation; of several the one that was written last.
    package static func find(_ conversation: ConversationID, in roots: [TranscriptRoot]) -> TranscriptFile? {
        all(roots).files.filter { $0.thread == nil && $0.conversation == conversation }
            .max { $0.modified < $1.modified }
    }

    /// A transcript wherever it lies, links followed.
    ///
    /// - Throws: `notFound`; `invalid` where it is no plain file or nothing that we can read.
    package static func at(_ path: String) throws(CcmuxError) -> TranscriptFile {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw CcmuxError(.notFound, "There is no transcript \(path): \(String(cString: strerror(errno))).")
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw CcmuxError(.invalid, "\(path) is no plain file.") }
        guard let format = TranscriptFormat.detect(path) else {
            throw CcmuxError(.invalid, "\(path) is no transcript of Claude's or Codex's that could be recognised.")
        }
        return TranscriptFile(path: path, format: format, status: status)
    }
}

extension TranscriptFile {
    /// One of which only the name is known.
    init(path: String, format: TranscriptFormat) {
        self.init(
            path: path, format: format, device: 0, inode: 0, size: 0, modified: Timestamp(milliseconds: 0))
    }

    init(path: String, format: TranscriptFormat, status: stat) {
        #if canImport(Darwin)
            let changed = status.st_mtimespec
        #else
            let changed = status.st_mtim
        #endif
        self.init(
            path: path, format: format, device: UInt64(truncatingIfNeeded: status.st_dev),
            inode: UInt64(truncatingIfNeeded: status.st_ino), size: max(0, Int(status.st_size)),
            modified: Timestamp(
                milliseconds: Int64(clamping: changed.tv_sec) &* 1000 &+ Int64(changed.tv_nsec / 1_000_000)))
    }

    /// The conversation that its name tells; of a subagent's file that of the session it belongs to, where its folder
    /// tells.
    package var conversation: ConversationID? {
        let parts = path.split(separator: "/")
        guard let name = parts.last?.dropSuffix(".jsonl") else { return nil }
        switch format {
        case .claude:
            if thread == nil { return ConversationID(String(name)) }
            return parts.dropLast().suffix(4).reversed().lazy.compactMap { ConversationID(String($0)) }.first
        case .codex: return name.utf8.count > 36 ? ConversationID(String(name.suffix(36))) : nil
        }
    }

    /// The subagent that wrote it; nil for a conversation's own file. Claude keeps them as `agent-ID.jsonl`, older
    /// versions beside the conversations, newer ones below `UUID/subagents`.
    package var thread: String? {
        guard format == .claude, let name = path.split(separator: "/").last?.dropSuffix(".jsonl"),
            name.hasPrefix("agent-")
        else { return nil }
        return String(name.dropFirst("agent-".count))
    }
}

extension Substring {
    fileprivate func dropSuffix(_ suffix: String) -> Substring? {
        utf8.count > suffix.utf8.count && utf8.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
            ? dropLast(suffix.count) : nil
    }
}

/// Goes through the roots' folders.
private struct TranscriptWalk {
    private(set) var files: [TranscriptFile] = []
    private(set) var problems: [CcmuxError] = []
    private var seen: Set<FileIdentity> = []

    /// Deeper than Codex's `YYYY/MM/DD` and Claude's `FOLDER/UUID/subagents/workflows/ID`.
    private static let depth = 8
    private static let fileLimit = 1_000_000

    mutating func take(_ root: TranscriptRoot) {
        // No agent of this kind has run yet.
        guard access(root.path, F_OK) == 0 || errno != ENOENT else { return }
        take(folder: root.path, root.format, depth: 0)
    }

    private mutating func take(folder: String, _ format: TranscriptFormat, depth: Int) {
        guard let handle = opendir(folder) else {
            problems.append(
                CcmuxError(.unavailable, "Cannot look into \(folder): \(String(cString: strerror(errno)))."))
            return
        }
        defer { closedir(handle) }
        var folders: [String] = []
        while let entry = readdir(handle), files.count < Self.fileLimit {
            let type = Int(entry.pointee.d_type)
            guard type == Int(DT_REG) || type == Int(DT_DIR) || type == Int(DT_UNKNOWN) else { continue }
            guard let name = Self.name(entry), name != ".", name != ".." else { continue }
            let isTranscript = name.utf8.suffix(6).elementsEqual(".jsonl".utf8)
            if type == Int(DT_REG), !isTranscript { continue }
            var status = stat()
            guard fstatat(dirfd(handle), name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { continue }
            let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
            if status.st_mode & S_IFMT == S_IFDIR {
                folders.append(path)
            } else if status.st_mode & S_IFMT == S_IFREG, isTranscript, seen.insert(FileIdentity(status)).inserted {
                files.append(TranscriptFile(path: path, format: format, status: status))
            }
        }
        guard depth < Self.depth else { return }
        for path in folders { take(folder: path, format, depth: depth + 1) }
    }

    /// Nil for a name that is no UTF-8: it could not be opened by what we would make of it.
    private static func name(_ entry: UnsafeMutablePointer<dirent>) -> String? {
        withUnsafePointer(to: &entry.pointee.d_name) { pointer in
            pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(validatingCString: $0) }
        }
    }
}

private struct FileIdentity: Hashable {
    var device: UInt64
    var inode: UInt64

    init(_ status: stat) {
        device = UInt64(truncatingIfNeeded: status.st_dev)
        inode = UInt64(truncatingIfNeeded: status.st_ino)
    }
}
