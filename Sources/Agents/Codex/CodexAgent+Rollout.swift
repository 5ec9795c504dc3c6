package import Model
import Platform

extension CodexAgent {
    /// Rollouts lie in folders of their local date. A Codex's ids are version 7 of RFC 9562: they begin with the time.
    package func transcript(of conversation: ConversationID, environment: [String: String]) -> String? {
        let digits = conversation.text.filter { $0 != "-" }
        guard let milliseconds = Int64(digits.prefix(12), radix: 16) else { return nil }
        let root = Self.sessions(environment, home: environment["HOME"] ?? "")
        let day = 86_400_000 as Int64
        for offset in [0, -day, day] {
            let date = Timestamp(milliseconds: milliseconds + offset).rfc3339.prefix(10)
            let folder = "\(root)/\(date.split(separator: "-").joined(separator: "/"))"
            if let name = Files.names(in: folder).first(where: { $0.hasSuffix("-\(conversation.text).jsonl") }) {
                return "\(folder)/\(name)"
            }
        }
        return nil
    }
}
