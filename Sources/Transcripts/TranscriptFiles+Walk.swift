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
    /// Every transcript below the roots, with what is needed to see whether it has changed; unreadable folders are told,
    /// symlinks and other files left out. In no order.
    ///
    /// A root itself may be a link. A file that two roots lead to comes once.
    package static func all(_ roots: [TranscriptRoot]) -> (files: [TranscriptFile], problems: [CcmuxError]) {
        var walk = TranscriptWalk()
        for root in roots { walk.take(root) }
        return (walk.files, walk.problems)
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
            path: path, format: format, stamp: UsageStamp(device: 0, inode: 0, size: 0, modified: 0))
    }

    init(path: String, format: TranscriptFormat, status: stat) {
        self.init(path: path, format: format, stamp: UsageStamp(status))
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

    /// The conversation that its tokens count for; a subagent's is that of the session which has it.
    ///
    /// - Parameter records: what its records say.
    package func conversation(records: String?) -> String {
        let parts = path.split(separator: "/")
        let name = String(parts.last?.dropSuffix(".jsonl") ?? "")
        switch format {
        case .codex: return conversation?.text ?? records ?? name
        case .claude:
            if let conversation = ConversationID(name) { return conversation.text }
            let folder = parts.lastIndex(of: "subagents").flatMap {
                $0 > 0 ? ConversationID(String(parts[$0 - 1])) : nil
            }
            return folder?.text ?? records ?? name
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

/// Goes through the roots' folders: thousands of files, many times a minute.
struct TranscriptWalk {
    private(set) var files: [TranscriptFile] = []
    private(set) var problems: [CcmuxError] = []
    private var seen: Set<FileIdentity> = []
    private let fileLimit: Int

    /// Deeper than Codex's `YYYY/MM/DD` and Claude's `FOLDER/UUID/subagents/workflows/ID`.
    static let depth = 8
    private static let problemLimit = 100

    init(fileLimit: Int = 200_000) { self.fileLimit = fileLimit }

    mutating func take(_ root: TranscriptRoot) {
        var folders = [(path: root.path, depth: 0)]
        while let folder = folders.popLast() {
            for path in look(into: folder.path, root.format, isRoot: folder.depth == 0) where folder.depth < Self.depth
            {
                folders.append((path, folder.depth + 1))
            }
            guard files.count < fileLimit else {
                return tell("There are more than \(fileLimit) transcripts below \(root.path); the others are left out.")
            }
        }
    }

    /// - Returns: the folders in it.
    private mutating func look(into folder: String, _ format: TranscriptFormat, isRoot: Bool) -> [String] {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC | (isRoot ? 0 : O_NOFOLLOW))
        guard descriptor >= 0, let handle = fdopendir(descriptor) else {
            let error = errno
            if descriptor >= 0 { close(descriptor) }
            // No agent of this kind has run yet; or it is gone, or something else, since it was seen.
            let isGone = error == ENOENT || (!isRoot && (error == ENOTDIR || error == ELOOP))
            if !isGone { tell("Cannot look into \(folder): \(String(cString: strerror(error))).") }
            return []
        }
        defer { closedir(handle) }
        let start = folder.hasSuffix("/") ? folder : folder + "/"
        var folders: [String] = []
        while let entry = readdir(handle), files.count < fileLimit {
            let type = Int(entry.pointee.d_type)
            guard type == Int(DT_REG) || type == Int(DT_DIR) || type == Int(DT_UNKNOWN) else { continue }
            guard let name = Self.name(entry), name != ".", name != ".." else { continue }
            if type == Int(DT_DIR) {
                folders.append(start + name)
                continue
            }
            let isTranscript = name.utf8.suffix(6).elementsEqual(".jsonl".utf8)
            guard isTranscript || type == Int(DT_UNKNOWN) else { continue }
            var status = stat()
            guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { continue }
            if status.st_mode & S_IFMT == S_IFDIR {
                folders.append(start + name)
            } else if status.st_mode & S_IFMT == S_IFREG, isTranscript, seen.insert(FileIdentity(status)).inserted {
                files.append(TranscriptFile(path: start + name, format: format, status: status))
            }
        }
        return folders
    }

    private mutating func tell(_ problem: String) {
        if problems.count < Self.problemLimit { problems.append(CcmuxError(.unavailable, problem)) }
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
