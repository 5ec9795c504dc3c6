import Model

extension ClaudeRecords {
    mutating func takeAssistant(_ record: [String: RawJSON], _ turns: inout TurnBuilder) {
        guard let message = record["message"]?.members(["id", "model", "content", "stop_reason", "usage"]) else {
            return turns.meta("assistant")
        }
        let model = message["model"]?.text.map { String($0.prefix(200)) }
        let content = message["content"]
        if record["isApiErrorMessage"]?.isTrue == true { return takeFailure(record, content, &turns) }
        if model == "<synthetic>" {
            for text in Self.texts(content, turns.limits.text) { turns.text(.meta, text, label: "synthetic") }
            return
        }
        var types: [String] = []
        if let text = content?.text(limit: turns.limits.text) {
            types.append("text")
            add(.said, text, model, &turns)
        }
        for block in content?.elements ?? [] {
            guard
                let fields = block.members([
                    "type", "text", "thinking", "id", "name", "input", "tool_use_id", "content", "is_error",
                ]), let type = fields["type"]?.text
            else { continue }
            types.append(type)
            switch type {
            case "text":
                if let text = fields["text"]?.text(limit: turns.limits.text) { add(.said, text, model, &turns) }
            case "thinking":
                add(.thinking, fields["thinking"]?.text(limit: turns.limits.text) ?? ("", 0), model, &turns)
            case "redacted_thinking": add(.thinking, ("", 0), model, &turns, label: "redacted")
            case _ where type.hasSuffix("tool_use"):
                turns.tool(fields["id"]?.text, fields["name"]?.text ?? type, input: fields["input"])
            case _ where type.hasSuffix("tool_result"):
                turns.fold(
                    turns.result(fields["content"], isError: fields["is_error"]?.isTrue == true),
                    id: fields["tool_use_id"]?.text)
            default: turns.unknown("assistant: \(type)", block)
            }
        }
        if let usage = message["usage"], let id = message["id"]?.text ?? turns.place.record {
            turns.use(ClaudeUsage.tokens(usage), message: id)
        }
        // A tool's record is written when the tool may run: a text before it has the stop reason already.
        let reason = message["stop_reason"]?.text
        if types.contains("text"), reason != "tool_use", reason != "pause_turn" { turns.end("completed") }
    }

    private func add(
        _ kind: TranscriptItem.Kind, _ text: (text: String, cutBytes: Int), _ model: String?,
        _ turns: inout TurnBuilder, label: String? = nil
    ) {
        var item = turns.item(kind, text, label: label)
        item.model = model
        turns.add(item)
    }

    private static func texts(_ content: RawJSON?, _ limit: Int) -> [(text: String, cutBytes: Int)] {
        guard let content else { return [] }
        if let text = content.text(limit: limit) { return [text] }
        return content.elements.compactMap { $0.members(["text"])?["text"]?.text(limit: limit) }
    }

    private func takeFailure(_ record: [String: RawJSON], _ content: RawJSON?, _ turns: inout TurnBuilder) {
        let code = record["error"]?.text.map { String($0.prefix(100)) } ?? "error"
        let texts = Self.texts(content, turns.limits.text)
        for text in texts.isEmpty ? [("", 0)] : texts { turns.text(.notice, text, label: code) }
        let isLimit =
            code == "rate_limit" && record["quotaLimits"] != nil
            || texts.contains { Self.isLimit($0.text) }
        turns.end(isLimit ? "limited" : "failed")
    }

    /// Before 2.1.329 only the words tell a limit of the account from an error.
    private static func isLimit(_ text: String) -> Bool {
        let head = text.prefix(300).lowercased()
        return ["hit your", "usage limit", "limit reached", "out of extra usage"].contains { head.contains($0) }
            && head.contains("limit") || head.contains("out of extra usage")
    }

    mutating func takeSystem(_ record: [String: RawJSON], _ turns: inout TurnBuilder) {
        let subtype = record["subtype"]?.text.map { String($0.prefix(60)) } ?? "system"
        let content = record["content"]
        switch subtype {
        case "turn_duration":
            turns.meta(subtype)
            turns.endUnlessSaid("completed")
        case "local_command":
            for text in content.map({ ClaudeUserText.all($0, limit: turns.limits.text) }) ?? [] {
                if text.beginsTurn { beginCommand(record, &turns) }
                turns.text(text.kind == .prompt ? .command : text.kind, (text.text, text.cutBytes), label: text.label)
            }
            turns.endUnlessSaid("completed")
        case "compact_boundary", "microcompact_boundary":
            let metadata = record["compactMetadata"]?.members(["trigger", "preTokens"])
            let trigger = metadata?["trigger"]?.text == "auto" ? "by itself" : "on request"
            let tokens = metadata?["preTokens"]?.integer.map { ", from \($0) tokens" } ?? ""
            turns.text(.boundary, "The conversation was compacted \(trigger)\(tokens).", label: "compacted")
        case "api_error":
            let attempt = record["retryAttempt"]?.integer.map { " (attempt \($0))" } ?? ""
            turns.text(.notice, "The request failed and is tried again\(attempt).", label: "retry")
        case "informational":
            turns.text(.notice, content?.text(limit: turns.limits.text) ?? ("", 0), label: subtype)
        default: turns.meta("system: \(subtype)", content)
        }
    }

    /// From 2.1.139 on some commands are the system's records.
    private mutating func beginCommand(_ record: [String: RawJSON], _ turns: inout TurnBuilder) {
        guard turns.place.thread == nil else { return }
        forget()
        turns.begin()
    }
}

/// What Claude says of one message's tokens.
enum ClaudeUsage {
    static func tokens(_ usage: RawJSON) -> TokenUsage {
        guard
            let fields = usage.members([
                "input_tokens", "output_tokens", "cache_creation_input_tokens", "cache_read_input_tokens",
                "cache_creation",
            ])
        else { return TokenUsage() }
        let write = count(fields["cache_creation_input_tokens"])
        let parts = fields["cache_creation"]?.members(["ephemeral_5m_input_tokens", "ephemeral_1h_input_tokens"])
        let hour = min(count(parts?["ephemeral_1h_input_tokens"]), max(write, 0))
        return TokenUsage(
            input: count(fields["input_tokens"]), output: count(fields["output_tokens"]), cacheWrite5m: write - hour,
            cacheWrite1h: hour, cacheRead: count(fields["cache_read_input_tokens"]))
    }

    /// Bounded, so that no sum overflows.
    static func count(_ json: RawJSON?) -> Int { max(0, min(json?.integer ?? 0, 1 << 40)) }
}
