import Model
package import Status
import Transcripts

/// The end of a Codex rollout, read backwards until it is known what was said last, by which model, and how full its
/// context is (seen of 0.163.0; older versions keep an error as an event of its own before the turn's end).
///
/// Each line is `{"timestamp":…,"type":…,"payload":{…}}`. A turn begins with the event `task_started` and ends with
/// `task_complete`, which tells the error too, or `turn_aborted`.
struct CodexTranscript {
    private let zone: String?
    private var last: (TranscriptReading.Last, Timestamp, String?)?
    /// The turn's end without an error of its own, and whether the model had said something.
    private var ended: (at: Timestamp, answered: Bool)?
    private var model: String?
    private var context: ContextUse?
    private var newest: Timestamp?

    init(zone: String?) { self.zone = zone }

    static func reading(_ tail: ArraySlice<UInt8>, zone: String?) -> Signal<TranscriptReading>? {
        var transcript = CodexTranscript(zone: zone)
        for line in TranscriptLines(tail) {
            transcript.take(line)
            if transcript.isComplete { break }
        }
        return transcript.signal
    }

    private var isComplete: Bool { last != nil && model != nil && context != nil }

    private var signal: Signal<TranscriptReading>? {
        let end = ended.map { ($0.answered ? TranscriptReading.Last.answer : .turnEnded, $0.at, String?.none) }
        let said = last ?? end
        guard let since = said?.1 ?? newest else { return nil }
        return Signal(TranscriptReading(last: said?.0, model: model, context: context), since: since, raw: said?.2)
    }

    private mutating func take(_ line: ArraySlice<UInt8>) {
        guard let record = RawJSON(line).members(["timestamp", "type", "payload"]), let payload = record["payload"],
            let at = record["timestamp"]?.text.flatMap({ Timestamp(rfc3339: $0) })
        else { return }
        newest = newest ?? at
        switch record["type"]?.text {
        case "event_msg": takeEvent(payload, at)
        case "response_item" where last == nil: takeItem(payload, at)
        case "turn_context" where model == nil: model = payload.members(["model"])?["model"]?.text
        default: break
        }
    }

    private mutating func say(_ said: TranscriptReading.Last, _ at: Timestamp, _ raw: String? = nil) {
        guard last == nil else { return }
        switch said {
        case .input, .toolUse:
            if let ended {
                last = (ended.answered ? .answer : .turnEnded, ended.at, raw)
            } else {
                last = (said, at, raw)
            }
        default: last = (said, at, raw)
        }
    }

    private mutating func takeItem(_ payload: RawJSON, _ at: Timestamp) {
        guard let item = payload.members(["type", "role", "name", "content"]), let type = item["type"]?.text else {
            return
        }
        switch (type, item["role"]?.text) {
        case ("message", "user"):
            // What Codex itself tells the model comes as a user's message as well: `<environment_context>`, ….
            let text = item["content"]?.elements.first?.members(["text"])?["text"]?.text ?? ""
            if !text.hasPrefix("<") { say(.input, at, String(text.prefix(200))) }
        // The turn goes on until its end is recorded, also after words of the model's.
        case ("message", "assistant"), ("reasoning", _): say(.input, at)
        case let (type, _) where type.hasSuffix("_call"):
            say(.toolUse(item["name"]?.text ?? type), at, item["name"]?.text)
        case let (type, _) where type.hasSuffix("_call_output"): say(.input, at)
        default: break
        }
    }
}

extension CodexTranscript {
    private static let wanted: Set<String> = [
        "type", "error", "last_agent_message", "message", "codex_error_info", "info", "rate_limits",
        "model_context_window",
    ]

    private mutating func takeEvent(_ payload: RawJSON, _ at: Timestamp) {
        guard let event = payload.members(Self.wanted) else { return }
        switch event["type"]?.text {
        case "task_complete":
            if let error = event["error"]?.members(["message", "codex_error_info"]) { return takeError(error, at) }
            if last == nil, ended == nil { ended = (at, event["last_agent_message"]?.isText == true) }
        case "turn_aborted": say(.interrupted, at)
        case "error": takeError(event, ended?.at ?? at)
        case "task_started": say(.input, at)
        case "token_count": takeTokens(event)
        default: break
        }
    }

    private mutating func takeError(_ error: [String: RawJSON], _ at: Timestamp) {
        let text = Self.plain(error["message"]?.text ?? "")
        let info = error["codex_error_info"]?.value
        // A word, or an object of one member that is named so: {"http_connection_failed": {"http_status_code": 401}}.
        var code = info?.string
        var status: Int64?
        if case .object(let members) = info {
            code = members.keys.min()
            status = code.flatMap { members[$0]?["http_status_code"]?.integer }
        }
        let shown = ClaudeToolSubject.shortened(text)
        if let limit = LimitText.parse(text, after: at, zone: zone) {
            say(.limited(limit), at, shown)
        } else if code == "usage_limit_exceeded" {
            say(.limited(UsageLimit(kind: .usage, until: nil)), at, shown)
        } else {
            let isUnreached = status == nil && (code?.contains("connection_failed") ?? false)
            let kind = isUnreached ? .network : TurnFailure.kind(code: code, status: status, text: text)
            say(.failed(kind, shown), at, shown)
        }
    }

    /// The service's own answer may be handed on as it came: `{"error": {"type": …, "message": …}}`.
    private static func plain(_ message: String) -> String {
        let answer = RawJSON(Array(message.utf8)[...]).members(["error"])?["error"]?.members(["message"])
        return answer?["message"]?.text ?? message
    }

    /// What stands before the limit's error: how much of the context is used, and which limit is used up until when.
    private mutating func takeTokens(_ event: [String: RawJSON]) {
        let info = event["info"]?.value
        if context == nil, let used = info?["last_token_usage"]?["total_tokens"]?.integer {
            context = ContextUse(
                used: Int(clamping: used), limit: info?["model_context_window"]?.integer.map { Int(clamping: $0) })
        }
        guard case .limited(let limit)? = last?.0, limit.until == nil || limit.kind == .usage else { return }
        let rates = event["rate_limits"]?.value
        for rate in [rates?["primary"], rates?["secondary"]] {
            guard let rate, let used = rate["used_percent"]?.whole, used >= 100,
                let resets = rate["resets_at"]?.integer, (1...4_100_000_000).contains(resets)
            else { continue }
            let kind: UsageLimit.Kind =
                switch rate["window_minutes"]?.integer {
                case 300: .fiveHour
                case 10_080: .weekly
                default: limit.kind
                }
            last?.0 = .limited(UsageLimit(kind: kind, until: Timestamp(milliseconds: resets * 1000)))
        }
    }
}

extension JSONValue {
    /// A number without its fraction.
    fileprivate var whole: Int64? {
        switch self {
        case .integer(let value): value
        case .number(let value) where abs(value) < 1e15: Int64(value)
        default: nil
        }
    }
}

extension CodexAgent {
    package func reading(ofTranscript tail: ArraySlice<UInt8>, zone: String?) -> Signal<TranscriptReading>? {
        CodexTranscript.reading(tail, zone: zone)
    }
}
