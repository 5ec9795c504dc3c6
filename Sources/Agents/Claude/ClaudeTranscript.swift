import Model
package import Status
import Transcripts

/// The end of a Claude transcript (`projects/FOLDER/UUID.jsonl`), read backwards until it is known what was said last,
/// by which model, and how full its context is.
///
/// Only the record's own members count: newer versions keep whole requests in records of other types, and those quote
/// every word that is looked for here.
struct ClaudeTranscript {
    private let zone: String?
    private var last: (TranscriptReading.Last, Timestamp, String?)?
    /// When a record said that the turn is over.
    private var ended: Timestamp?
    private var model: String?
    private var context: ContextUse?
    private var newest: Timestamp?

    init(zone: String?) { self.zone = zone }

    static func reading(_ tail: ArraySlice<UInt8>, zone: String?) -> Signal<TranscriptReading>? {
        var transcript = ClaudeTranscript(zone: zone)
        for line in TranscriptLines(tail) {
            transcript.take(line)
            if transcript.isComplete { break }
        }
        return transcript.signal
    }

    private var isComplete: Bool { last != nil && model != nil }

    private var signal: Signal<TranscriptReading>? {
        guard let since = last?.1 ?? ended ?? newest else { return nil }
        let said = last?.0 ?? ended.map { _ in .turnEnded }
        return Signal(TranscriptReading(last: said, model: model, context: context), since: since, raw: last?.2)
    }

    private static let wanted: Set<String> = [
        "type", "subtype", "timestamp", "isSidechain", "isMeta", "isCompactSummary", "isApiErrorMessage", "error",
        "apiErrorStatus", "quotaLimits", "message", "attachment", "compactMetadata",
    ]

    private mutating func take(_ line: ArraySlice<UInt8>) {
        guard let record = RawJSON(line).members(Self.wanted), let type = record["type"]?.text,
            record["isSidechain"]?.isTrue != true,
            let at = record["timestamp"]?.text.flatMap({ Timestamp(rfc3339: $0) })
        else { return }
        switch type {
        case "assistant": takeAnswer(record, at)
        case "user" where last == nil: takeInput(record, at)
        case "system" where last == nil: takeSystem(record, at)
        case "attachment" where last == nil:
            // What a person typed while the agent was at work, handed over in the middle of the turn.
            if record["attachment"]?.members(["type"])?["type"]?.text == "queued_command" { say(.input, at) }
        default: break
        }
    }

    private mutating func say(_ said: TranscriptReading.Last, _ at: Timestamp, _ raw: String? = nil) {
        guard last == nil else { return }
        switch (said, ended) {
        // The turn ended without a word of the model's.
        case (.input, let ended?), (.toolUse, let ended?): last = (.turnEnded, ended, raw)
        case (.answer, let ended?): last = (said, ended, raw)
        default: last = (said, at, raw)
        }
    }

    private mutating func takeSystem(_ record: [String: RawJSON], _ at: Timestamp) {
        switch record["subtype"]?.text {
        case "turn_duration": ended = ended ?? at
        case "compact_boundary":
            let metadata = record["compactMetadata"]?.value
            if context == nil, let tokens = metadata?["postTokens"]?.integer {
                context = ContextUse(used: Int(clamping: tokens))
            }
            // By itself it compacts in the middle of a turn, which goes on. Asked to, it is at rest afterwards, and an
            // error from before is no longer what the conversation ends in.
            if metadata?["trigger"]?.string == "manual" { say(.turnEnded, at) }
        default: break
        }
    }
}

extension ClaudeTranscript {
    private mutating func takeAnswer(_ record: [String: RawJSON], _ at: Timestamp) {
        guard let message = record["message"]?.members(["model", "content", "stop_reason", "usage"]) else { return }
        newest = newest ?? at
        let name = message["model"]?.text
        if name != "<synthetic>", model == nil {
            model = name
            context = context ?? Self.context(message["usage"]?.value)
        }
        guard last == nil else { return }
        let blocks = message["content"]?.elements ?? []
        if record["isApiErrorMessage"]?.isTrue == true {
            return takeFailure(record, blocks.lazy.compactMap { $0.members(["text"])?["text"]?.text }.first ?? "", at)
        }
        var types: [String] = []
        for block in blocks {
            guard let block = block.members(["type", "name"]), let type = block["type"]?.text else { continue }
            if type == "tool_use" { return say(.toolUse(block["name"]?.text ?? ""), at, block["name"]?.text) }
            types.append(type)
        }
        // Each block has a record of its own: after thoughts there is more to come, and where the stop reason is a tool
        // the record of its use is written only once a person has allowed it.
        if message["stop_reason"]?.text == "tool_use" {
            say(.toolUse(""), at)
        } else if types.contains("text") {
            say(.answer, at)
        } else if !types.isEmpty {
            say(.input, at)
        }
    }

    private mutating func takeFailure(_ record: [String: RawJSON], _ text: String, _ at: Timestamp) {
        let code = record["error"]?.text
        let shown = ClaudeToolSubject.shortened(text)
        if let limit = Self.limit(record["quotaLimits"]?.value) {
            say(.limited(limit), at, shown)
        } else if let limit = LimitText.parse(text, after: at, zone: zone) {
            say(.limited(limit), at, shown)
        } else if ClaudeAgent.isLimit(code: code, text: text) {
            say(.limited(UsageLimit(kind: .usage, until: nil)), at, shown)
        } else {
            let status = record["apiErrorStatus"]?.value?.integer
            say(.failed(TurnFailure.kind(code: code, status: status, text: text), shown), at, shown)
        }
    }

    /// 2.1.329 keeps beside the text which limit it is and when it is lifted.
    private static func limit(_ quota: JSONValue?) -> UsageLimit? {
        guard quota?["status"]?.string == "rejected", let resets = quota?["resetsAt"]?.integer,
            (1...4_100_000_000).contains(resets)
        else { return nil }
        let kind: UsageLimit.Kind =
            switch quota?["rateLimitType"]?.string {
            case "five_hour": .fiveHour
            case "seven_day_opus": .opus
            case let name? where name.hasPrefix("seven_day"): .weekly
            default: .usage
            }
        return UsageLimit(kind: kind, until: Timestamp(milliseconds: resets * 1000))
    }

    /// What the model read is what the context holds.
    private static func context(_ usage: JSONValue?) -> ContextUse? {
        guard let input = usage?["input_tokens"]?.integer else { return nil }
        let parts = [
            input, usage?["cache_read_input_tokens"]?.integer ?? 0, usage?["cache_creation_input_tokens"]?.integer ?? 0,
        ]
        return ContextUse(used: parts.reduce(0) { $0 &+ Int(clamping: max(0, min($1, 1 << 40))) })
    }
}

extension ClaudeTranscript {
    private mutating func takeInput(_ record: [String: RawJSON], _ at: Timestamp) {
        // Reminders and summaries are not what a person or a tool said.
        guard record["isMeta"]?.isTrue != true, record["isCompactSummary"]?.isTrue != true,
            let content = record["message"]?.members(["content"])?["content"]
        else { return }
        newest = newest ?? at
        if content.isText { return takeText(content.text ?? "", at) }
        for block in content.elements {
            guard let block = block.members(["type", "text"]) else { continue }
            if block["type"]?.text == "text" { takeText(block["text"]?.text ?? "", at) } else { say(.input, at) }
        }
    }

    private mutating func takeText(_ text: String, _ at: Timestamp) {
        if text.hasPrefix("[Request interrupted by user") { return say(.interrupted, at, text) }
        // Commands of the program itself, and what they printed; the model is not asked.
        let local = ["<command-name>", "<local-command-", "<bash-"]
        if local.contains(where: { text.hasPrefix($0) }) { return }
        say(.input, at, String(text.prefix(200)))
    }
}

extension ClaudeAgent {
    package func reading(ofTranscript tail: ArraySlice<UInt8>, zone: String?) -> Signal<TranscriptReading>? {
        ClaudeTranscript.reading(tail, zone: zone)
    }
}
