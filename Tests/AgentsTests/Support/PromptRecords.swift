import Agents
import Foundation

/// What real agents wrote for prompts that were pasted into them: `PromptRecords/AGENT/…`.
enum PromptRecords {
    /// One text: as it was pasted, as the agent's transcript has it, and the draft that its screen showed before.
    struct Shape: Decodable {
        var shape: String
        var sent: String
        var recorded: String
        var draft: String
    }

    static let agents = ["claude-2.1.1", "claude-2.1.139", "claude-2.1.329", "codex-0.163.0"]

    static func kind(_ agent: String) -> any AgentKind { agent.hasPrefix("codex") ? CodexAgent() : ClaudeAgent() }

    static func shapes(_ agent: String) throws -> [Shape] {
        try JSONDecoder().decode([Shape].self, from: Data(bytes(agent, "shapes.json")))
    }

    /// A transcript from the prompt on.
    static func transcript(_ agent: String, _ name: String) throws -> [UInt8] { try bytes(agent, name + ".jsonl") }

    private static func bytes(_ agent: String, _ file: String) throws -> [UInt8] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return [UInt8](try Data(contentsOf: folder.appendingPathComponent("PromptRecords/\(agent)/\(file)")))
    }
}
