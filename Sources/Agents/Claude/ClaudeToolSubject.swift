import Model

/// What a tool's use is about, for a person to read.
enum ClaudeToolSubject {
    /// Unicode scalars; whole plans and files may be handed over.
    private static let limit = 2000

    /// The state that a dialog about this tool's use means.
    static func state(asking tool: String) -> AgentState {
        switch tool {
        case "AskUserQuestion": .question
        case "ExitPlanMode": .plan
        default: .permission
        }
    }

    /// The command, file, address, question or plan among a tool's input; nil where there is nothing of the kind.
    static func text(_ input: JSONValue?) -> String? {
        if case .array(let questions) = input?["questions"] {
            let texts = questions.compactMap { $0["question"]?.string }
            return texts.isEmpty ? nil : shortened(texts.joined(separator: "\n"))
        }
        let keys = ["command", "file_path", "notebook_path", "path", "url", "query", "pattern", "plan", "prompt"]
        let found = keys.lazy.compactMap { input?[$0]?.string }.first { !$0.isEmpty }
        return (found ?? input?["description"]?.string).map(shortened)
    }

    static func shortened(_ text: String) -> String {
        // A UTF-8 count is had at once and never less than that of scalars.
        guard text.utf8.count > limit,
            let end = text.unicodeScalars.index(
                text.startIndex, offsetBy: limit, limitedBy: text.endIndex), end < text.endIndex
        else { return text }
        return String(text.unicodeScalars[..<end]) + "…"
    }
}
