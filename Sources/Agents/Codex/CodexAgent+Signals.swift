package import Model
import Platform

extension CodexAgent {
    package func loginProblem(_ environment: [String: String], home: String) -> String? {
        let folder = environment["CODEX_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "\(home)/.codex"
        if environment["OPENAI_API_KEY"] != nil || Files.kind(of: "\(folder)/auth.json") == .file { return nil }
        return "it is not logged in, unless its config.toml names another provider"
    }

    /// Codex keeps the rollouts of its conversations open: after `/clear` the old one too, and those of its subagents.
    /// Its own is, of those that a person began, the one that was written last.
    package func currentConversation(
        of agent: ProcessIdentity, environment: [String: String]
    ) -> ConversationID? {
        let root = Self.sessions(environment, home: environment["HOME"] ?? "")
        var pids = [agent.pid]
        var open: Set<String> = []
        while let pid = pids.popLast() {
            open.formUnion(ProcessTable.openFiles(of: pid).filter { $0.hasPrefix(root) && $0.hasSuffix(".jsonl") })
            pids += ProcessTable.children(of: pid)
        }
        let own = open.count > 1 ? open.filter(Self.isBegunByPerson) : open
        let written = own.compactMap { path in Files.stamp(of: path).map { (path, $0.modified) } }
        return written.max { $0.1 < $1.1 }.flatMap { ConversationID(String($0.0.dropLast(6).suffix(36))) }
    }

    /// The first line of a rollout tells who began it; a subagent's has an object in that place.
    private static func isBegunByPerson(_ rollout: String) -> Bool {
        guard let head = Files.head(of: rollout, bytes: 4096) else { return false }
        return head.prefix { $0 != UInt8(ascii: "\n") }.contains(Array(#""source":"cli""#.utf8))
    }
}
