import Model
import Platform
import Transcripts

extension CodexAgent {
    package var conversations: (any ConversationHabits)? { CodexConversations() }
}

/// Codex's conversations: rollouts in folders of their local date.
struct CodexConversations: ConversationHabits {
    let keepsTranscriptOpen = true
    let conversationKeys: Set = ["id", "session_id", "thread_id"]

    func conversation(ofTranscript path: String) -> ConversationID? {
        let name = path.split(separator: "/").last ?? ""
        return name.hasPrefix("rollout-") ? uuid(atEndOf: path) : nil
    }

    func isAgent(executable: String, words: [String]) -> Bool {
        isCalled("codex", executable: executable, words: words)
    }

    func claim(ofCommand words: [String]) -> ConversationClaim {
        let rest = words.dropFirst()
        // `app-server daemon …` only looks after the one that has the conversations.
        if let server = rest.firstIndex(of: "app-server") {
            return rest.dropFirst(server).first == "daemon" ? .none : .server
        }
        guard let verb = rest.firstIndex(where: { Self.subcommands.contains($0) }) else { return .untold }
        guard words[verb] == "resume" else { return words[verb] == "exec" ? .untold : .none }
        return words[verb...].lazy.compactMap { ConversationID($0) }.first.map { .conversation($0) } ?? .untold
    }

    private static let subcommands: Set = [
        "resume", "exec", "login", "logout", "mcp", "mcp-server", "queue", "apply", "cloud", "sandbox", "debug",
        "completion", "doctor", "update", "features",
    ]

    func directory(ofTranscript path: String, head: ArraySlice<UInt8>) -> String? {
        for line in ForwardLines(head) {
            guard let record = RawJSON(line).members(["type", "payload"]), record["type"]?.text == "session_meta"
            else { continue }
            return record["payload"]?.members(["cwd"])?["cwd"]?.text.flatMap { $0.hasPrefix("/") ? $0 : nil }
        }
        return nil
    }

    /// Version 7 of RFC 9562: it begins with the time, and Codex looks for the rollout in the folder of its date.
    func newConversation(at moment: Timestamp) -> ConversationID {
        let random = ConversationID.random().text
        let time = String(UInt64(max(0, moment.milliseconds)), radix: 16)
        let digits = String(repeating: "0", count: max(0, 12 - time.count)) + time.suffix(12)
        return ConversationID("\(digits.prefix(8))-\(digits.suffix(4))-7\(random.dropFirst(15))") ?? .random()
    }

    func path(
        ofCopy conversation: ConversationID, of original: String, _ recipe: LaunchRecipe, root: String,
        at moment: Timestamp
    ) -> String? {
        let time = LocalTime(moment).fileName
        return "\(root)/\(time.prefix(10).split(separator: "-").joined(separator: "/"))/"
            + "rollout-\(time)-\(conversation.text).jsonl"
    }

    /// Says what the copy was made from, as Codex's own forks do, and the directory that it is for.
    func firstLine(ofCopy line: ArraySlice<UInt8>, from original: ConversationID, directory: String) -> [UInt8] {
        guard let record = RawJSON(line).members(["type", "payload"]), record["type"]?.text == "session_meta",
            let payload = record["payload"], let members = payload.members(["id", "cwd", "forked_from_id"]),
            members["id"] != nil
        else { return Array(line) }
        let origin = "\"\(original.text)\""
        let start = payload.slice.startIndex + 1
        var edits: [(Range<Int>, String)] = []
        if let cwd = members["cwd"] { edits.append((cwd.slice.indices, CodexAgent.json(directory))) }
        // Its own origin gives way to the nearer one, wherever it stands.
        if let before = members["forked_from_id"] {
            edits.append((before.slice.indices, origin))
        } else {
            edits.append((start..<start, "\"forked_from_id\":\(origin),"))
        }
        var result: [UInt8] = []
        var place = line.startIndex
        for (range, text) in edits.sorted(by: { $0.0.lowerBound < $1.0.lowerBound }) {
            result += line[place..<range.lowerBound] + Array(text.utf8)
            place = range.upperBound
        }
        return result + line[place...]
    }
}
