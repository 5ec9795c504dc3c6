package import Model
import Platform

extension CodexAgent {
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
