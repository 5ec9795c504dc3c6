import Model
import Platform

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Finds the transcripts below folders, with what is needed to see whether they have changed: for thousands of files,
/// many times a minute. Links are not followed, except where a root itself is one.
package enum UsageFolders {
    package struct Found: Sendable, Hashable {
        package var path: String
        package var format: TranscriptFormat
        package var stamp: UsageStamp
    }

    private static let deepest = 8
    private static let mostFiles = 200_000

    /// - Returns: the files, each once, and sentences about folders that could not be read.
    package static func files(_ roots: [TranscriptRoot]) -> (files: [Found], problems: [String]) {
        var files: [Found] = []
        var problems: [String] = []
        var seen: Set<String> = []
        for root in roots {
            guard let path = Files.realPath(root.path), seen.insert(path).inserted else { continue }
            walk(path, root.format, 0, &files, &problems)
        }
        return (files, problems)
    }

    private static func walk(
        _ folder: String, _ format: TranscriptFormat, _ depth: Int, _ files: inout [Found], _ problems: inout [String]
    ) {
        guard let directory = opendir(folder) else {
            if errno != ENOENT, problems.count < 20 {
                problems.append("\(folder) cannot be read (error \(errno)).")
            }
            return
        }
        defer { closedir(directory) }
        let descriptor = dirfd(directory)
        var folders: [String] = []
        while let entry = readdir(directory), files.count < mostFiles {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name == "." || name == ".." { continue }
            let isTranscript = name.hasSuffix(".jsonl")
            let type = Int32(entry.pointee.d_type)
            let isFolder = type == Int32(DT_DIR)
            guard isTranscript || isFolder || type == Int32(DT_UNKNOWN) else { continue }
            if isFolder {
                folders.append(name)
                continue
            }
            var status = stat()
            guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { continue }
            if status.st_mode & S_IFMT == S_IFDIR {
                folders.append(name)
            } else if isTranscript, status.st_mode & S_IFMT == S_IFREG {
                files.append(Found(path: "\(folder)/\(name)", format: format, stamp: UsageStamp(status)))
            }
        }
        guard depth < deepest else { return }
        for name in folders { walk("\(folder)/\(name)", format, depth + 1, &files, &problems) }
    }

    /// The conversation that a transcript belongs to; a subagent's is that of the session which has it.
    package static func conversation(of path: String, _ format: TranscriptFormat, records: String?) -> String {
        let parts = path.split(separator: "/")
        let name = parts.last?.dropLast(6) ?? ""
        switch format {
        case .codex:
            let end = String(name.suffix(36))
            return ConversationID(end)?.text ?? records ?? String(name)
        case .claude:
            if let conversation = ConversationID(String(name)) { return conversation.text }
            if let index = parts.lastIndex(of: "subagents"), index > 0,
                let conversation = ConversationID(String(parts[index - 1]))
            {
                return conversation.text
            }
            return records ?? String(name)
        }
    }
}
