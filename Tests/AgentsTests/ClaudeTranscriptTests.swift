import Model
import Status
import Testing

@testable import Agents

/// Lines as 2.1.1, 2.1.139 and 2.1.329 write them, without what is not read.
@Suite struct ClaudeTranscriptTests {
    private static let day = "2026-11-21T15:"

    private static func line(_ time: String, _ type: String, _ members: String) -> String {
        #"{"parentUuid":null,"isSidechain":false,"type":"\#(type)",\#(members),"timestamp":"\#(day)\#(time)Z"}"# + "\n"
    }

    private static func user(_ time: String, _ content: String, _ more: String = #""x":1"#) -> String {
        line(time, "user", #""message":{"role":"user","content":\#(content)},\#(more)"#)
    }

    private static func model(
        _ time: String, _ block: String, stop: String = #""end_turn""#, more: String = #""y":1"#
    ) -> String {
        line(
            time, "assistant",
            #""message":{"type":"message","role":"assistant","model":"claude-sonnet-5-5","content":[\#(block)],"#
                + #""stop_reason":\#(stop),"usage":{"input_tokens":12,"cache_creation_input_tokens":34,"#
                + #""cache_read_input_tokens":560,"output_tokens":20}},\#(more)"#)
    }

    private static func failure(_ time: String, _ text: String, _ more: String) -> String {
        line(
            time, "assistant",
            #""message":{"model":"<synthetic>","role":"assistant","stop_reason":"stop_sequence","usage":"#
                + #"{"input_tokens":0,"output_tokens":0},"content":[{"type":"text","text":"\#(text)"}]},"#
                + #""isApiErrorMessage":true,\#(more)"#)
    }

    private static let prompt = user("41:25.212", #""hello""#)
    private static let text = model("41:26.297", #"{"type":"text","text":"ack: hello"}"#)
    private static let tool = model(
        "41:30.000", #"{"type":"tool_use","id":"t","name":"Bash","input":{"command":"ls"}}"#, stop: #""tool_use""#)
    private static let result = user("41:31.000", #"[{"type":"tool_result","tool_use_id":"t","content":"out"}]"#)
    private static let ended = line("41:26.375", "system", #""subtype":"turn_duration","durationMs":1344"#)

    private func reading(_ text: String) -> Signal<TranscriptReading>? {
        ClaudeAgent().reading(ofTranscript: Array(text.utf8)[...], zone: nil)
    }

    private static func at(_ time: String) -> Timestamp? { Timestamp(rfc3339: day + time + "Z") }

    @Test(
        arguments: [
            (prompt, .input, "41:25.212"), (prompt + text, .answer, "41:26.297"),
            (prompt + text + ended, .answer, "41:26.375"), (text + tool, .toolUse("Bash"), "41:30.000"),
            (text + tool + result, .input, "41:31.000"),
            // A thought has a record of its own, and so has each block; a tool's is not written before it is allowed.
            (prompt + model("41:26.000", #"{"type":"thinking","thinking":"hm"}"#, stop: "null"), .input, "41:26.000"),
            (
                prompt + model("41:26.000", #"{"type":"text","text":"I'll look"}"#, stop: #""tool_use""#), .toolUse(""),
                "41:26.000"
            ),
            (
                tool + user("41:32.000", #"[{"type":"text","text":"[Request interrupted by user for tool use]"}]"#),
                .interrupted, "41:32.000"
            ),
            (text + user("41:32.000", #""[Request interrupted by user]""#), .interrupted, "41:32.000"),
            // What was typed during the turn; what was only queued says nothing.
            (
                tool + line("41:40.000", "attachment", #""attachment":{"type":"queued_command","prompt":"x"}"#), .input,
                "41:40.000"
            ),
            (
                text + line("41:40.000", "queue-operation", #""operation":"enqueue","content":"x""#), .answer,
                "41:26.297"
            ),
            // The program's own commands, reminders and summaries are no prompts.
            (text + user("41:40.000", #""<command-name>/model</command-name>""#), .answer, "41:26.297"),
            (text + user("41:40.000", #""<local-command-stdout>x</local-command-stdout>""#), .answer, "41:26.297"),
            (text + user("41:40.000", #""<bash-input>ls</bash-input>""#), .answer, "41:26.297"),
            (text + user("41:40.000", #""a reminder""#, #""isMeta":true"#), .answer, "41:26.297"),
            (
                text + user("41:40.000", #""This session is being continued""#, #""isCompactSummary":true"#), .answer,
                "41:26.297"
            ),
            // Subagents, and whole requests that 2.1.329 keeps.
            (
                text + user("41:40.000", #""x""#).replacing("\"isSidechain\":false", with: "\"isSidechain\":true"),
                .answer, "41:26.297"
            ),
            (
                text + line("41:40.000", "api-request", #""params":{"type":"user","message":{"content":"x"}}"#),
                .answer, "41:26.297"
            ),
            // The service failed, and Claude tries again by itself: the turn goes on.
            (prompt + line("41:40.000", "system", #""subtype":"api_error","retryAttempt":1"#), .input, "41:25.212"),
            // Compacted in the middle of a turn, and on request.
            (
                prompt
                    + line("41:40.000", "system", #""subtype":"compact_boundary","compactMetadata":{"trigger":"auto"}"#),
                .input, "41:25.212"
            ),
            (
                failure("41:30.000", "Prompt is too long", #""error":"invalid_request""#)
                    + line(
                        "41:40.000", "system", #""subtype":"compact_boundary","compactMetadata":{"trigger":"manual"}"#),
                .turnEnded, "41:40.000"
            ),
        ] as [(String, TranscriptReading.Last, String)])
    func `the last record that says something counts, from its own time on`(
        text: String, last: TranscriptReading.Last, time: String
    ) {
        let found = reading(text)
        #expect(found?.value.last == last)
        #expect(found?.since == Self.at(time))
    }

    @Test(
        arguments: [
            ("API Error: 500 stand-in error", #""error":"server_error","apiErrorStatus":500"#, .overloaded),
            ("API Error: 500 {\\\"type\\\":\\\"error\\\"}", #""error":"unknown""#, .overloaded),
            ("API Error: 529 Overloaded", #""error":"server_error""#, .overloaded),
            (
                "API Error: 400 m: `thinking` blocks in the latest assistant message cannot be modified",
                #""error":"unknown","apiErrorStatus":400"#, .thinkingCorruption
            ),
            ("Prompt is too long", #""error":"invalid_request""#, .promptTooLong),
            (
                "API Error: 400 messages.41.content.31.image.source.base64.data: At least one of the image dimensions "
                    + "exceed max allowed size for many-image requests: 2000 pixels",
                #""error":"unknown","apiErrorStatus":400"#, .imageRejected
            ),
            ("API Error: 400 Could not process image", #""error":"invalid_request""#, .imageRejected),
            ("Please run /login · API Error: 401 x", #""error":"authentication_failed""#, .authentication),
            ("API Error: 400 stand-in error", #""error":"unknown","apiErrorStatus":400"#, .invalidRequest),
            ("API Error: Connection error.", #""error":"unknown""#, .network),
            ("API Error: Request rejected (429)", #""error":"rate_limit","apiErrorStatus":429"#, .overloaded),
        ] as [(String, String, AgentErrorKind)])
    func `an error names its kind`(text: String, more: String, kind: AgentErrorKind) {
        let after = Self.line("41:41.000", "system", #""subtype":"stop_hook_summary""#) + Self.ended
        guard
            case .failed(let found, _) = reading(Self.prompt + Self.failure("41:40.000", text, more) + after)?.value
                .last
        else {
            Issue.record("no failure: \(text)")
            return
        }
        #expect(found == kind)
    }

    @Test(
        arguments: [
            (
                "You've hit your weekly limit · resets 4:49pm (UTC)",
                #""error":"rate_limit","quotaLimits":{"status":"rejected","#
                    + #""resetsAt":1795279766,"rateLimitType":"seven_day"}"#,
                UsageLimit(kind: .weekly, until: Timestamp(milliseconds: 1_795_279_766_000))
            ),
            (
                "You've hit your limit",
                #""error":"rate_limit","quotaLimits":{"status":"rejected","#
                    + #""resetsAt":5,"rateLimitType":"seven_day_opus"}"#,
                UsageLimit(kind: .opus, until: Timestamp(milliseconds: 5000))
            ),
            (
                "You've hit your limit · resets 4:52pm (UTC)", #""error":"rate_limit","apiErrorStatus":429"#,
                UsageLimit(kind: .usage, until: Timestamp(rfc3339: "2026-11-21T16:52:00Z"))
            ),
            (
                "Claude AI usage limit reached|1795279766", #""z":1"#,
                UsageLimit(kind: .usage, until: Timestamp(milliseconds: 1_795_279_766_000))
            ),
            ("An unheard sentence", #""error":"rate_limit""#, UsageLimit(kind: .usage, until: nil)),
        ])
    func `a limit is read with its end`(text: String, more: String, limit: UsageLimit) {
        #expect(reading(Self.failure("41:40.000", text, more))?.value.last == .limited(limit))
    }

    @Test func `the model and what it read are those of its last answer`() {
        let failed = Self.failure("41:40.000", "API Error: 500 x", #""error":"unknown""#)
        let value = reading(Self.text + Self.prompt + failed)?.value
        #expect(value?.model == "claude-sonnet-5-5")
        #expect(value?.context == ContextUse(used: 606))
        let boundary = Self.line(
            "41:50.000", "system",
            #""subtype":"compact_boundary","compactMetadata":{"trigger":"auto","postTokens":3149}"#)
        #expect(reading(Self.text + Self.prompt + boundary)?.value.context == ContextUse(used: 3149))
    }

    @Test(arguments: ["", "\n\n", "{", "{}\n[]\nnull\n\"\n", #"{"type":"mode","mode":"normal"}"#, "\u{0}\u{1}"])
    func `what says nothing is no signal`(text: String) {
        #expect(reading(text) == nil)
    }

    @Test func `cut anywhere, at the front and at the back, it is read as far as it is whole`() {
        let whole = Self.prompt + Self.text + Self.tool + Self.result
        let bytes = Array(whole.utf8)
        for start in stride(from: 0, to: bytes.count, by: 7) {
            let found = ClaudeAgent().reading(ofTranscript: bytes[start...], zone: nil)
            #expect(start > bytes.count - Self.result.utf8.count ? found == nil : found?.value.last == .input)
            let front = ClaudeAgent().reading(ofTranscript: bytes[..<start], zone: nil)
            #expect(front == nil || [.input, .answer, .toolUse("Bash")].contains(front?.value.last))
        }
    }

    @Test func `a line of megabytes is no hindrance, nor is nesting without end`() {
        let huge = String(repeating: "\\\"x\\\\漢 ", count: 300_000)
        let long = Self.model("41:41.000", #"{"type":"text","text":"\#(huge)"}"#)
        #expect(reading(Self.prompt + long)?.value.last == .answer)
        let result = Self.user("41:42.000", #"[{"type":"tool_result","content":"\#(huge)"}]"#)
        #expect(reading(Self.text + result)?.value.last == .input)
        #expect(reading(Self.user("41:42.000", "\"\(huge)\""))?.value.last == .input)
        let deep = String(repeating: "[", count: 1_000_000)
        #expect(reading(Self.text + Self.user("41:42.000", deep))?.value.last == .answer)
        #expect(reading(Self.text + deep)?.value.last == .answer)
    }
}
