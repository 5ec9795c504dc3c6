import Model

/// What a text of role `user` is: a person's words, or what Codex itself tells the model.
enum CodexUserText {
    case words
    case shell(command: String, output: String)
    case own(String)

    /// - Parameter kind: what the rollout says of it (`user.text`, `environments.environment_context`); older ones say
    ///   nothing.
    static func read(_ text: String, kind: String?) -> CodexUserText {
        if text.begins("<user_shell_command>"), kind == nil || kind == "shell.user_command" {
            let command = text.element("command")?.trimmedLines() ?? ""
            return .shell(command: command, output: text.element("result")?.trimmedLines() ?? "")
        }
        if let kind, kind != "unknown" { return kind.begins("user.") ? .words : .own(String(kind.prefix(60))) }
        for tag in tags where text.begins("<\(tag)>") { return .own(tag) }
        if text.begins("# AGENTS.md instructions for ") { return .own("user_instructions") }
        return .words
    }

    private static let tags = [
        "environment_context", "user_instructions", "turn_aborted", "skill", "subagent_notification", "user_action",
        "permissions instructions", "collaboration_mode", "model_switch", "personality_spec", "ENVIRONMENT_CONTEXT",
        "hook_prompt", "goal_context", "realtime_conversation",
    ]
}

/// What an `exec` tool's output says of itself.
enum CodexOutput {
    static func isError(_ text: String) -> Bool {
        if text.begins("{") {
            let metadata = RawJSON(Array(text.utf8)[...]).members(["metadata"])?["metadata"]
            return (metadata?.members(["exit_code"])?["exit_code"]?.integer ?? 0) != 0
        }
        for line in text.utf8.prefix(400).split(separator: UInt8(ascii: "\n")).prefix(6) {
            let words = String(decoding: line, as: UTF8.self)
            for start in ["Process exited with code ", "Exit code: "] where words.begins(start) {
                return !words.utf8.dropFirst(start.utf8.count).elementsEqual("0".utf8)
            }
        }
        return text.begins("apply_patch verification failed") || text.begins("unsupported call: ")
            || text.begins("execution error") || text.begins("failed to parse function arguments")
    }

    /// The output within the JSON that older versions wrap it in.
    static func inner(_ text: String) -> String? {
        let fields = RawJSON(Array(text.utf8)[...]).members(["output", "metadata"])
        guard let fields, fields["metadata"] != nil else { return nil }
        return fields["output"]?.text(limit: .max)?.text
    }
}

extension String {
    func trimmedLines() -> String {
        var text = Substring(self)
        while text.first?.isNewline == true { text = text.dropFirst() }
        while text.last?.isNewline == true { text = text.dropLast() }
        return String(text)
    }
}
