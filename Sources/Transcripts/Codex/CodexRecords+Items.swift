import Model

extension CodexRecords {
    func takeItem(_ payload: RawJSON, _ turns: inout TurnBuilder) {
        guard
            let item = payload.members([
                "type", "id", "role", "content", "summary", "name", "namespace", "call_id", "arguments", "input",
                "output", "action", "status", "internal_chat_message_metadata_passthrough", "result", "tools",
                "encrypted_content",
            ]), let type = item["type"]?.text
        else { return turns.unknown("response_item", payload) }
        turns.place.record = item["id"]?.text.map { String($0.prefix(100)) }
        switch type {
        case "message": takeMessage(item, &turns)
        case "reasoning": takeReasoning(item, &turns)
        case "compaction", "compaction_summary", "context_compaction", "compaction_trigger", "ghost_snapshot":
            turns.meta(type)
        case _ where type.hasSuffix("_output"):
            // Both in one: what the tool says of itself is at the beginning of its output.
            var result = turns.result(item["output"] ?? item["tools"], isError: false)
            result.isError = CodexOutput.isError(result.text)
            if result.text.hasPrefix("{"), let inner = CodexOutput.inner(result.text) { result.text = inner }
            turns.fold(result, id: item["call_id"]?.text)
        case _ where type.hasSuffix("_call"):
            let name = item["name"]?.text ?? String(type.dropLast("_call".count))
            let id = item["call_id"]?.text ?? item["id"]?.text
            turns.tool(id, name, input: item["arguments"] ?? item["input"] ?? item["action"])
            // Those that the model's side runs have their result in themselves.
            if item["call_id"] == nil, item["status"]?.text == "completed" {
                turns.fold(ToolResult(), id: id)
            }
        default: turns.unknown("response_item: \(type)", payload)
        }
    }

    private func takeMessage(_ item: [String: RawJSON], _ turns: inout TurnBuilder) {
        let role = item["role"]?.text ?? ""
        let kinds =
            item["internal_chat_message_metadata_passthrough"]?.members(["content_item_kinds"])?[
                "content_item_kinds"]?.elements.map { $0.text ?? "" } ?? []
        var words: [(text: String, cutBytes: Int)] = []
        var attachments: [String] = []
        for (index, block) in (item["content"]?.elements ?? []).enumerated() {
            guard let fields = block.members(["type", "text", "image_url"]) else { continue }
            guard let text = fields["text"]?.text(limit: turns.limits.text) else {
                if let marker = AttachmentMarker.of(fields), attachments.count < 100 { attachments.append(marker) }
                continue
            }
            if role == "assistant" {
                var said = turns.item(.said, text)
                said.model = model
                turns.add(said)
                if !isInTask { turns.end("completed") }
            } else if role != "user" {
                turns.text(.meta, text, label: role)
            } else {
                let kind = kinds.indices.contains(index) ? kinds[index] : nil
                switch CodexUserText.read(text.text, kind: kind) {
                case .words: words.append(text)
                case .shell(let command, let output):
                    begin(&turns)
                    turns.text(.command, command, label: "!")
                    turns.text(.command, output, label: "output")
                case .own(let label): turns.text(.meta, text, label: label)
                }
            }
        }
        guard !words.isEmpty || !attachments.isEmpty && role == "user" else { return }
        begin(&turns)
        for (index, text) in (words.isEmpty ? [("", 0)] : words).enumerated() {
            var prompt = turns.item(.prompt, text)
            if index == 0, !attachments.isEmpty { prompt.attachments = attachments }
            turns.add(prompt)
        }
    }

    private func takeReasoning(_ item: [String: RawJSON], _ turns: inout TurnBuilder) {
        var count = 0
        for block in (item["summary"]?.elements ?? []) + (item["content"]?.elements ?? []) {
            guard let text = block.members(["text"])?["text"]?.text(limit: turns.limits.text) else { continue }
            var thought = turns.item(.thinking, text)
            thought.model = model
            turns.add(thought)
            count += 1
        }
        guard count == 0 else { return }
        var thought = turns.item(.thinking, ("", 0), label: "redacted")
        thought.model = model
        turns.add(thought)
    }
}
