import Model
import Platform
import Runner
import Transcripts

extension ClaudeAgent {
    package var conversations: (any ConversationHabits)? { ClaudeConversations() }
}

/// Claude's conversations: a file each below `projects/`, in a folder named after the directory.
struct ClaudeConversations: ConversationHabits {
    /// The demo agent is `ccmux _demo`.
    var isDemo = false

    /// `agent-*.jsonl` beside them are no conversations.
    func conversation(ofTranscript path: String) -> ConversationID? {
        let name = path.split(separator: "/").last ?? ""
        return name.utf8.count == 42 ? uuid(atEndOf: path) : nil
    }

    func isAgent(executable: String, words: [String]) -> Bool {
        if isDemo { return words.dropFirst().first == "_demo" }
        if isCalled("claude", executable: executable, words: words) { return true }
        return isInterpreted(executable: executable, words: words)
            && words.dropFirst().first?.contains("/@anthropic-ai/claude-code/") == true
    }

    func claim(ofCommand words: [String]) -> ConversationClaim {
        let rest = words.drop { !$0.hasPrefix("-") }
        // A word before any flag is a subcommand or a prompt. Subcommands are single words.
        let first = words.dropFirst(words.dropFirst().first.map(isScript) == true ? 2 : 1).first ?? ""
        if Self.subcommands.contains(first) { return .none }
        func value(_ names: Set<String>) -> ConversationID? {
            for (index, word) in zip(rest.indices, rest) {
                if word == "--" { return nil }
                if let name = names.first(where: { word.hasPrefix($0 + "=") }) {
                    return ConversationID(String(word.dropFirst(name.count + 1)))
                }
                if names.contains(word), index + 1 < rest.endIndex { return ConversationID(rest[index + 1]) }
            }
            return nil
        }
        if let begun = value(["--session-id"]) { return .conversation(begun) }
        // A fork reads that one, and writes another.
        if rest.contains("--fork-session") { return .untold }
        return value(["--resume", "-r"]).map { .conversation($0) } ?? .untold
    }

    private func isScript(_ word: String) -> Bool {
        word == "_demo" || word.hasSuffix(".js") || word.hasSuffix("/claude")
    }

    private static let subcommands: Set = [
        "mcp", "update", "doctor", "config", "install", "plugin", "auth", "setup-token", "agents", "daemon", "logs",
    ]

    func sessionFile(of pid: Int32, root: String) -> String? {
        guard let end = root.lastIndex(of: "/") else { return nil }
        return "\(root[..<end])/sessions/\(pid).json"
    }

    func conversation(ofSessionFile bytes: [UInt8], process: ProcessIdentity) -> ConversationID? {
        // While it resumes, a Claude names an id here that is never used; its status comes after the right one.
        guard let file = ClaudeSessionFile(bytes, of: process), file.status != nil else { return nil }
        return file.sessionId.flatMap { ConversationID($0) }
    }

    /// Agents change directories while they work: the one counts after which the folder is named. Where none is, the
    /// file was moved, and the first one tells at least what it was about.
    func directory(ofTranscript path: String, head: ArraySlice<UInt8>) -> String? {
        let folder = path.split(separator: "/").dropLast().last.map(String.init) ?? ""
        var first: String?
        for line in ForwardLines(head) {
            guard let directory = RawJSON(line).members(["cwd"])?["cwd"]?.text, directory.hasPrefix("/") else {
                continue
            }
            if ClaudeProjectFolder.name(for: directory) == folder || ClaudeProjectFolder.dashed(directory) == folder {
                return directory
            }
            first = first ?? directory
        }
        return first
    }

    func path(
        ofCopy conversation: ConversationID, of original: String, _ recipe: LaunchRecipe, root: String,
        at moment: Timestamp
    ) -> String? {
        recipe.evidence?.path(of: conversation)
    }

    var conversationKeys: Set<String> { ["sessionId", "session_id"] }
}
