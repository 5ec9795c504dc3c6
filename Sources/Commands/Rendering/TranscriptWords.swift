import Model

/// How the parts of a transcript are called, in every form that it is shown in.
enum TranscriptWords {
    static func agent(_ source: TranscriptSource) -> String {
        switch source.format {
        case "claude": "Claude"
        case "codex": "Codex"
        default: SafeText.oneLine(source.format)
        }
    }

    /// What stands for the whole: a title, a name, the conversation.
    static func title(_ source: TranscriptSource) -> String {
        let name = source.name?.text ?? source.conversation ?? source.path
        guard let title = source.title, !title.isEmpty, title != name else { return SafeText.oneLine(name) }
        return source.name == nil ? SafeText.oneLine(title) : SafeText.oneLine("\(name): \(title)")
    }

    /// How a tool call ended: `ok`, `error`, `open`, and how long it took.
    static func outcome(_ tool: TranscriptTool, since start: Timestamp?) -> (word: String, duration: String?) {
        guard tool.result != nil else { return ("open", nil) }
        var duration: String?
        if let start, let end = tool.endedAt { duration = self.duration(end.seconds(since: start)) }
        return (tool.isError ? "error" : "ok", duration)
    }

    /// `0.4s`, `12s`, `3m`.
    static func duration(_ seconds: Double) -> String? {
        // A clock that was set back tells nothing.
        guard seconds >= 0, seconds < 1e9 else { return nil }
        if seconds < 10 { return "\(Int(seconds * 10) / 10).\(Int(seconds * 10) % 10)s" }
        return Age.text(seconds: Int(seconds))
    }

    /// `Bash  npm test`.
    static func call(_ tool: TranscriptTool) -> String {
        let subject = tool.subject.map { "  " + SafeText.oneLine($0) } ?? ""
        return SafeText.oneLine(tool.name) + subject
    }

    static func cut(_ bytes: Int?) -> String? {
        guard let bytes, bytes > 0 else { return nil }
        return bytes < 10_000 ? "… \(bytes) bytes more" : "… \(bytes / 1000) KB more"
    }

    /// What a boundary says: `compacted`, with what the record tells.
    static func boundary(_ item: TranscriptItem) -> String {
        let label = item.label ?? ""
        if label.isEmpty { return SafeText.oneLine(item.text) }
        let text = item.text.isEmpty || item.text == label ? "" : ": " + SafeText.oneLine(String(item.text.prefix(200)))
        return SafeText.oneLine(label) + text
    }

    /// How a turn ended that did not end with an answer.
    static func ending(_ turn: TranscriptTurn) -> String? {
        switch turn.outcome {
        case "interrupted": "interrupted"
        case "failed": "failed"
        case "limited": "ended at a usage limit"
        default: nil
        }
    }
}
