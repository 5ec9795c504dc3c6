import Model

/// The records of a Codex rollout (seen of 0.163.0; older ones as far as they are alike).
///
/// Most things stand in it twice: as an item of the conversation (`response_item`), and as an event for the screen
/// (`event_msg`). The items are read; of the events only what no item says.
struct CodexRecords: RecordReader {
    private(set) var source: TranscriptSource
    var model: String?
    /// Between `task_started` and its end, so that a prompt in the middle of it is no turn of its own.
    var isInTask = false
    private var isDescribed = false
    /// See `TurnMemory`.
    private var baseline: Int?

    init(path: String, _ memory: TurnMemory) {
        source = TranscriptSource(path: path, format: TranscriptFormat.codex.rawValue)
        source.conversation = TranscriptFile(path: path, format: .codex).conversation?.text
        (model, isInTask, isDescribed) = (memory.model, memory.isInTask, memory.isDescribed)
        baseline = memory.baseline
    }

    var memory: TurnMemory {
        TurnMemory(baseline: baseline, isInTask: isInTask, isDescribed: isDescribed, model: model)
    }

    private static let wanted: Set<String> = ["timestamp", "type", "payload"]

    mutating func take(_ json: RawJSON, into turns: inout TurnBuilder) -> Bool {
        guard let record = json.members(Self.wanted) else { return false }
        turns.place.at = record["timestamp"]?.text.flatMap { Timestamp(rfc3339: $0) } ?? turns.place.at
        let type = record["type"]?.text ?? ""
        guard let payload = record["payload"] else {
            turns.unknown(type, json)
            return true
        }
        switch type {
        case "response_item": takeItem(payload, &turns)
        case "event_msg": takeEvent(payload, &turns)
        case "session_meta": takeDescription(payload, &turns)
        case "turn_context":
            let name = payload.members(["model"])?["model"]?.text(limit: TurnMemory.modelLimit)?.text ?? ""
            if !name.isEmpty { model = name }
            turns.meta(type)
        case "compacted":
            turns.text(.boundary, "The conversation was compacted.", label: "compacted")
            let summary = payload.members(["message"])?["message"]?.text(limit: turns.limits.text)
            if let summary, !summary.text.isEmpty { turns.text(.meta, summary, label: "summary") }
        case "token_usage_record": takeUsageRecord(payload, &turns)
        case "world_state", "ghost_snapshot", "inter_agent_communication_metadata": turns.meta(type)
        default: turns.unknown(type, json)
        }
        return true
    }

    static func beginsTurn(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.has("\"task_started\"") else { return false }
        guard let record = RawJSON(line).members(["type", "payload"]), record["type"]?.text == "event_msg" else {
            return false
        }
        return record["payload"]?.members(["type"])?["type"]?.text == "task_started"
    }

    private mutating func takeDescription(_ payload: RawJSON, _ turns: inout TurnBuilder) {
        let fields = payload.members(["id", "cwd", "forked_from_id"]) ?? [:]
        turns.meta("session_meta")
        // A fork of older versions has a copy of the original's description as well.
        guard !isDescribed else { return }
        isDescribed = true
        source.conversation = fields["id"]?.text.map { String($0.prefix(100)) } ?? source.conversation
        source.directory = fields["cwd"]?.text(limit: 4096)?.text
        source.forkedFrom = fields["forked_from_id"]?.text.map { String($0.prefix(100)) }
        if let from = source.forkedFrom {
            turns.text(.boundary, "Forked from conversation \(from).", label: "forked")
        }
    }

    /// A prompt begins a turn, unless it is handed over in the middle of one, or the event before it did.
    func begin(_ turns: inout TurnBuilder) {
        if turns.turn == nil || (!isInTask && turns.hasPrompt) { turns.begin() }
    }
}

extension CodexRecords {
    private mutating func takeEvent(_ payload: RawJSON, _ turns: inout TurnBuilder) {
        guard
            let event = payload.members([
                "type", "error", "reason", "message", "info", "turn_id", "codex_error_info", "num_turns", "thread_name",
            ]), let type = event["type"]?.text
        else { return turns.meta("event_msg") }
        switch type {
        case "task_started", "turn_started":
            turns.place.record = event["turn_id"]?.text.map { String($0.prefix(100)) }
            turns.begin()
            isInTask = true
            model = nil
            turns.meta(type)
        case "task_complete", "turn_complete":
            isInTask = false
            if let error = event["error"]?.members(["message", "codex_error_info"]) {
                fail(error, &turns)
            } else {
                turns.meta(type)
                turns.endUnlessSaid("completed")
            }
        case "turn_aborted":
            isInTask = false
            let reason = event["reason"]?.text.map { String($0.prefix(60)) } ?? "interrupted"
            turns.text(.notice, "The turn was aborted: \(reason).", label: reason)
            turns.end("interrupted")
        case "error": fail(event, &turns)
        case "stream_error", "warning":
            turns.text(.notice, event["message"]?.text(limit: turns.limits.text) ?? ("", 0), label: type)
        case "token_count": takeTokenCount(event["info"], &turns)
        case "thread_rolled_back":
            let count = event["num_turns"]?.integer ?? 1
            turns.text(
                .boundary, "The conversation went back by \(count) turn\(count == 1 ? "" : "s") here.", label: "rewound"
            )
        case "thread_name_updated":
            source.title = event["thread_name"]?.text(limit: 300)?.text ?? source.title
            turns.meta("title", event["thread_name"])
        case _ where Self.echoes.contains(type): turns.meta(type)
        default: turns.meta("event: \(type.prefix(60))")
        }
    }

    /// What an item of the conversation says as well.
    private static let echoes: Set<String> = [
        "user_message", "agent_message", "agent_reasoning", "agent_reasoning_raw_content", "item_completed",
        "item_started", "exec_command_begin", "exec_command_end", "patch_apply_begin", "patch_apply_end",
        "mcp_tool_call_begin", "mcp_tool_call_end", "web_search_begin", "web_search_end", "context_compacted",
        "thread_settings_applied",
    ]

    private func fail(_ error: [String: RawJSON], _ turns: inout TurnBuilder) {
        let info = error["codex_error_info"]
        let code = info?.text ?? info.map { $0.source(limit: 100).text } ?? "error"
        turns.text(
            .notice, error["message"]?.text(limit: turns.limits.text) ?? ("", 0), label: String(code.prefix(100)))
        turns.end(code == "usage_limit_exceeded" ? "limited" : "failed")
    }

    /// Each request's tokens, by its response's id: the newest versions.
    private mutating func takeUsageRecord(_ payload: RawJSON, _ turns: inout TurnBuilder) {
        turns.meta("token_usage_record")
        guard let fields = payload.members(["response_id", "usage"]), let usage = fields["usage"] else { return }
        baseline = -1
        turns.use(CodexUsage.tokens(usage), message: fields["response_id"]?.text ?? "@\(turns.place.offset)")
    }

    /// What all requests had so far, and the last one; told again without a request in between. A total that does not
    /// grow is no request.
    private mutating func takeTokenCount(_ info: RawJSON?, _ turns: inout TurnBuilder) {
        turns.meta("token_count")
        guard baseline != -1, let info = info?.members(["total_token_usage", "last_token_usage"]),
            let last = info["last_token_usage"]
        else { return }
        let total = info["total_token_usage"]?.members(["total_tokens"])?["total_tokens"]?.integer ?? 0
        guard total != baseline ?? 0 else { return }
        baseline = max(0, total)
        turns.use(CodexUsage.tokens(last), message: "@\(turns.place.offset)")
    }
}
