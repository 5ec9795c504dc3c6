import Model

/// The records of a Claude transcript (seen of 2.1.1, 2.1.139, 2.1.329).
///
/// Only a record's own members count: newer versions keep whole requests in records of other types, and those quote
/// every word that is looked for here.
struct ClaudeRecords: RecordReader {
    private(set) var source: TranscriptSource
    /// This file is a subagent's: all of it is what a conversation's sidechain is.
    private let thread: String?
    /// Prompts that wait, oldest first.
    private var queue: [String] = []
    /// Handed over as the queue says; an attachment may say it again.
    private var handedOver: [String] = []
    /// The records of the turn that goes on, to see whether the next prompt follows them.
    private var chain: Set<String> = []
    private var splits = 0

    init(path: String) {
        source = TranscriptSource(path: path, format: TranscriptFormat.claude.rawValue)
        let file = TranscriptFile(path: path, format: .claude)
        thread = file.thread
        source.conversation = file.conversation?.text
    }

    var memory: TurnMemory { TurnMemory(isComplete: queue.isEmpty && handedOver.isEmpty) }

    static let wanted: Set<String> = [
        "type", "subtype", "timestamp", "uuid", "parentUuid", "sessionId", "cwd", "isSidechain", "agentId", "isMeta",
        "isCompactSummary", "isApiErrorMessage", "apiErrorStatus", "error", "quotaLimits", "message", "attachment",
        "operation", "content", "summary", "customTitle", "aiTitle", "title", "compactMetadata", "forkedFrom", "origin",
        "turnOrigin", "retryAttempt", "maxRetries",
    ]

    mutating func take(_ json: RawJSON, into turns: inout TurnBuilder) -> Bool {
        guard let record = json.members(Self.wanted) else { return false }
        let type = record["type"]?.text ?? ""
        turns.place.at = record["timestamp"]?.text.flatMap { Timestamp(rfc3339: $0) } ?? turns.place.at
        turns.place.record = record["uuid"]?.text ?? turns.place.record
        if record["isSidechain"]?.isTrue == true || thread != nil {
            turns.place.thread = thread ?? record["agentId"]?.text ?? "sidechain"
        }
        if turns.splits != splits {
            splits = turns.splits
            forget()
        }
        noteSource(record, &turns)
        switch type {
        case "user": takeUser(record, &turns)
        case "assistant": takeAssistant(record, &turns)
        case "system": takeSystem(record, &turns)
        case "attachment": takeAttachment(record, &turns)
        case "queue-operation": takeOperation(record, &turns)
        case "summary", "custom-title", "ai-title":
            let title = record["summary"] ?? record["customTitle"] ?? record["aiTitle"] ?? record["title"]
            if let text = title?.text(limit: 300)?.text, type != "ai-title" || source.title == nil {
                source.title = text
            }
            turns.meta("title", title)
        case _ where Self.bookkeeping.contains(type): turns.meta(type)
        default: turns.unknown(type, json)
        }
        if turns.place.thread == nil || thread != nil, let id = turns.place.record, chain.count < 10_000 {
            chain.insert(id)
        }
        return true
    }

    /// Types that say nothing of the conversation itself.
    private static let bookkeeping: Set<String> = [
        "mode", "permission-mode", "atis-latch", "file-history-snapshot", "last-prompt", "api-request",
        "api-request-shape", "api-request-blob", "tools-used", "cost-state", "progress", "agent-name", "agent-color",
        "agent-setting", "tag", "pr-link", "worktree-state", "content-replacement", "speculation-accept",
        "attribution-snapshot", "marble-origami-commit", "marble-origami-snapshot", "task-summary", "started", "result",
        "bridge-session", "relocated", "frame-link", "fork-context-ref", "ultraplan-pending",
    ]

    private mutating func noteSource(_ record: [String: RawJSON], _ turns: inout TurnBuilder) {
        if source.directory == nil { source.directory = record["cwd"]?.text(limit: 4096)?.text }
        if let from = record["forkedFrom"]?.members(["sessionId"])?["sessionId"]?.text, source.forkedFrom == nil {
            source.forkedFrom = from
        }
        if source.conversation == nil { source.conversation = record["sessionId"]?.text }
    }

    /// A prompt begins a turn, where it is not a subagent's within a conversation.
    private mutating func begin(_ record: [String: RawJSON], _ turns: inout TurnBuilder) {
        guard turns.place.thread == nil || thread != nil else { return }
        let parent = record["parentUuid"]?.text
        let isElsewhere = !chain.isEmpty && (parent.map { !chain.contains($0) } ?? false) && turns.turn != nil
        forget()
        turns.begin()
        if isElsewhere {
            turns.text(
                .boundary,
                "The conversation went back to an earlier point here; what was said since is not part of it.",
                label: "rewound")
        }
    }

    /// The turn before is over.
    mutating func forget() {
        chain = []
        handedOver = []
    }
}

extension ClaudeRecords {
    static func beginsTurn(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.has("\"type\":\"user\""), !line.has("\"tool_use_id\"") || line.has("\"text\""),
            let record = RawJSON(line).members([
                "type", "isSidechain", "isMeta", "isCompactSummary", "message",
            ]), record["type"]?.text == "user", record["isSidechain"]?.isTrue != true, record["isMeta"]?.isTrue != true,
            record["isCompactSummary"]?.isTrue != true
        else { return false }
        guard let content = record["message"]?.members(["content"])?["content"] else { return false }
        return ClaudeUserText.all(content, limit: 200).contains { $0.beginsTurn }
    }

    private mutating func takeUser(_ record: [String: RawJSON], _ turns: inout TurnBuilder) {
        guard let content = record["message"]?.members(["content"])?["content"] else {
            return turns.meta("user")
        }
        if record["isCompactSummary"]?.isTrue == true {
            return turns.text(.meta, Self.joined(content, turns.limits.text), label: "summary")
        }
        if record["isMeta"]?.isTrue == true {
            return turns.text(.meta, Self.joined(content, min(turns.limits.text, 16 << 10)), label: "reminder")
        }
        if let origin = record["origin"]?.members(["kind"])?["kind"]?.text, Self.ownOrigins.contains(origin) {
            return turns.text(.meta, Self.joined(content, turns.limits.text), label: origin)
        }
        var attachments: [String] = []
        for block in content.elements {
            guard let fields = block.members(["type", "tool_use_id", "content", "is_error", "source"]) else { continue }
            if fields["type"]?.text == "tool_result" {
                let isError = fields["is_error"]?.isTrue == true
                turns.fold(turns.result(fields["content"], isError: isError), id: fields["tool_use_id"]?.text)
            } else if let marker = AttachmentMarker.of(fields), attachments.count < 100 {
                attachments.append(marker)
            }
        }
        var isBegun = false
        for text in ClaudeUserText.all(content, limit: turns.limits.text) {
            var item = turns.item(text.kind, (text.text, text.cutBytes), label: text.label)
            switch text.kind {
            case _ where text.beginsTurn:
                if !isBegun { begin(record, &turns) }
                isBegun = true
                if !attachments.isEmpty { item.attachments = attachments }
                attachments = []
                turns.add(item)
            case .notice where text.label == "interrupted":
                turns.add(item)
                turns.end("interrupted")
            case .command:
                turns.add(item)
                turns.end("completed")
            default: turns.add(item)
            }
        }
        guard !attachments.isEmpty else { return }
        var item = turns.item(.prompt, ("", 0))
        item.attachments = attachments
        begin(record, &turns)
        turns.add(item)
    }

    /// What says `user` and is nobody's words.
    private static let ownOrigins: Set<String> = ["task-notification", "system", "hook", "monitor", "cron"]

    private static func joined(_ content: RawJSON, _ limit: Int) -> (text: String, cutBytes: Int) {
        if let text = content.text(limit: limit) { return text }
        var all = (text: "", cutBytes: 0)
        for block in content.elements {
            guard let text = block.members(["text"])?["text"]?.text(limit: max(0, limit - all.text.utf8.count)) else {
                continue
            }
            all.text += (all.text.isEmpty ? "" : "\n") + text.text
            all.cutBytes += text.cutBytes
        }
        return all
    }
}

extension ClaudeRecords {
    private mutating func takeOperation(_ record: [String: RawJSON], _ turns: inout TurnBuilder) {
        let operation = record["operation"]?.text ?? ""
        let text = record["content"]?.text(limit: turns.limits.text)
        switch operation {
        case "enqueue":
            if let text, queue.count < 1000 { queue.append(text.text) }
        case "dequeue", "popAll":
            if operation == "popAll" { queue = [] } else if !queue.isEmpty { queue.removeFirst() }
        case "remove":
            if let text {
                queue.firstIndex(of: text.text).map { _ = queue.remove(at: $0) }
            } else if !queue.isEmpty {
                // 2.1.1 writes nothing else of a prompt that was handed over in the middle of a turn; 2.1.139 an
                // attachment as well.
                let prompt = queue.removeFirst()
                turns.text(.prompt, prompt, label: "queued")
                if handedOver.count < 1000 { handedOver.append(prompt) }
                return
            }
        default: break
        }
        turns.meta("queue-operation: \(operation.prefix(40))", record["content"])
    }

    private mutating func takeAttachment(_ record: [String: RawJSON], _ turns: inout TurnBuilder) {
        guard
            let attachment = record["attachment"]?.members([
                "type", "prompt", "commandMode", "filename", "displayPath", "content", "origin",
            ]), let type = attachment["type"]?.text
        else { return turns.meta("attachment") }
        guard type == "queued_command", let prompt = attachment["prompt"] else {
            return turns.meta("attachment: \(type.prefix(60))", attachment["displayPath"] ?? attachment["filename"])
        }
        let mode = attachment["commandMode"]?.text ?? "prompt"
        let origin = attachment["origin"]?.members(["kind"])?["kind"]?.text ?? "human"
        guard mode == "prompt" || mode == "bash", !Self.ownOrigins.contains(origin) else {
            return turns.text(.meta, Self.joined(prompt, turns.limits.text), label: mode)
        }
        let text = Self.joined(prompt, turns.limits.text)
        if let index = handedOver.firstIndex(of: text.text) {
            handedOver.remove(at: index)
            return turns.meta("attachment: queued_command")
        }
        var item = turns.item(.prompt, text, label: "queued")
        let markers = prompt.elements.compactMap { $0.members(["type", "source"]).flatMap(AttachmentMarker.of) }
        item.attachments = markers.isEmpty ? nil : Array(markers.prefix(100))
        turns.add(item)
    }
}
