package import Model
import Platform

extension CodexAgent {
    package func loginProblem(_ environment: [String: String], home: String) -> String? {
        let folder = environment["CODEX_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "\(home)/.codex"
        if environment["OPENAI_API_KEY"] != nil || Files.kind(of: "\(folder)/auth.json") == .file { return nil }
        return "it is not logged in, unless its config.toml names another provider"
    }

    /// Codex keeps the rollout of its conversation open.
    package func currentConversation(
        of agent: ProcessIdentity, environment: [String: String]
    ) -> ConversationID? {
        let root = Self.sessions(environment, home: environment["HOME"] ?? "")
        var pids = [agent.pid]
        var found: Set<ConversationID> = []
        while let pid = pids.popLast() {
            for path in ProcessTable.openFiles(of: pid) where path.hasPrefix(root) && path.hasSuffix(".jsonl") {
                if let id = ConversationID(String(path.dropLast(6).suffix(36))) { found.insert(id) }
            }
            pids += ProcessTable.children(of: pid)
        }
        // One that runs subagents has several open, and which is its own cannot be told.
        return found.count == 1 ? found.first : nil
    }
}
