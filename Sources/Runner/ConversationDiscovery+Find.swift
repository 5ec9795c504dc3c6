package import Model
import Platform

extension ConversationDiscovery {
    /// The conversation whose file appeared below `root` since `launch` and begins as it should; nil when there is
    /// none, or more than one, since guessing would join the wrong conversation.
    package func find(since launch: Timestamp, excluding known: Set<ConversationID> = []) -> ConversationID? {
        let found = Set(candidates(since: launch)).subtracting(known)
        return found.count == 1 ? found.first : nil
    }

    /// A second's grace: file systems keep coarser times than clocks.
    private func candidates(since launch: Timestamp) -> [ConversationID] {
        files(below: root, depth: 4).compactMap { path in
            guard let conversation = conversation(ofFile: path), let stamp = Files.stamp(of: path),
                stamp.modified.seconds(since: launch) > -1, firstLineMatches(path)
            else { return nil }
            return conversation
        }
    }

    /// The uuid with which a file's name ends, before `suffix`; nil for another kind of file.
    package func conversation(ofFile path: String) -> ConversationID? {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { return nil }
        return ConversationID(String(name.dropLast(suffix.count).suffix(36)))
    }

    /// Newest folders first: they are named by date.
    private func files(below folder: String, depth: Int) -> [String] {
        var result: [String] = []
        for name in Files.names(in: folder).sorted(by: >).prefix(depth > 1 ? 2 : 10_000) {
            let path = "\(folder)/\(name)"
            if name.hasPrefix(prefix), name.hasSuffix(suffix) {
                result.append(path)
            } else if depth > 1, Files.kind(of: path) == .folder {
                result += files(below: path, depth: depth - 1)
            }
        }
        return result
    }

    private func firstLineMatches(_ path: String) -> Bool {
        guard let head = Files.head(of: path, bytes: 65536) else { return false }
        let line = head.prefix { $0 != UInt8(ascii: "\n") }
        return line.contains(Array(firstLineContains.utf8))
    }
}
