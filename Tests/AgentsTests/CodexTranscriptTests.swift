import Model
import Status
import Testing

@testable import Agents

/// Lines as 0.163.0 writes them, without what is not read.
@Suite struct CodexTranscriptTests {
    private static func line(_ second: String, _ type: String, _ payload: String) -> String {
        #"{"timestamp":"2026-11-21T15:55:\#(second)Z","ordinal":5,"type":"\#(type)","payload":{\#(payload)}}"# + "\n"
    }

    private static func event(_ second: String, _ payload: String) -> String {
        line(second, "event_msg", #""type":\#(payload)"#)
    }

    private static func item(_ second: String, _ payload: String) -> String {
        line(second, "response_item", #""type":\#(payload)"#)
    }

    private static let context = line("01.000", "turn_context", #""turn_id":"t","cwd":"/w","model":"gpt-5.5-codex""#)
    private static let started = event("02.000", #""task_started","turn_id":"t","model_context_window":258400"#)
    private static let told = item(
        "02.100", #""message","role":"user","content":[{"type":"input_text","text":"<environment_context>x"}]"#)
    private static let prompt = item(
        "02.200", #""message","role":"user","content":[{"type":"input_text","text":"hello"}]"#)
    private static let answer = item(
        "03.000", #""message","role":"assistant","content":[{"type":"output_text","text":"ack: hello"}]"#)
    private static let call = item("03.100", #""function_call","name":"exec_command","arguments":"{}""#)
    private static let output = item("03.200", #""function_call_output","call_id":"c","output":"out""#)
    private static let tokens = event(
        "03.300",
        #""token_count","info":{"last_token_usage":{"input_tokens":40000,"total_tokens":40020},"#
            + #""model_context_window":258400},"rate_limits":{"primary":null,"secondary":null}"#)
    private static let complete = event("04.000", #""task_complete","last_agent_message":"ack: hello""#)

    private static func failed(_ message: String, _ info: String) -> String {
        event(
            "04.000",
            #""task_complete","last_agent_message":null,"error":{"message":"\#(message)","codex_error_info":\#(info)}"#)
    }

    private func reading(_ text: String) -> Signal<TranscriptReading>? {
        CodexAgent().reading(ofTranscript: Array(text.utf8)[...], zone: "UTC")
    }

    @Test(
        arguments: [
            (context + started, .input, "02.000"), (started + told, .input, "02.000"),
            (started + told + prompt, .input, "02.200"),
            // The turn goes on until its end is recorded.
            (prompt + answer, .input, "03.000"), (prompt + answer + tokens + complete, .answer, "04.000"),
            (prompt + call, .toolUse("exec_command"), "03.100"), (prompt + call + output, .input, "03.200"),
            (prompt + event("04.000", #""task_complete","last_agent_message":null"#), .turnEnded, "04.000"),
            (prompt + event("04.000", #""turn_aborted","reason":"interrupted""#), .interrupted, "04.000"),
            (
                prompt + item("03.000", #""message","role":"user","content":[{"text":"<turn_aborted>x"}]"#)
                    + event("04.000", #""turn_aborted","reason":"interrupted""#), .interrupted, "04.000"
            ),
            // Older: an event of its own for the error.
            (
                prompt + event("03.000", #""error","message":"stream disconnected: request timed out""#)
                    + event("04.000", #""task_complete","last_agent_message":null"#),
                .failed(.network, "stream disconnected: request timed out"), "04.000"
            ),
        ] as [(String, TranscriptReading.Last, String)])
    func `the last record that says something counts, from its own time on`(
        text: String, last: TranscriptReading.Last, second: String
    ) {
        let found = reading(text)
        #expect(found?.value.last == last)
        #expect(found?.since == Timestamp(rfc3339: "2026-11-21T15:55:\(second)Z"))
    }

    @Test(
        arguments: [
            ("We’re currently experiencing high demand", #""internal_server_error""#, .overloaded),
            ("messages.1: `thinking` blocks cannot be modified", #""other""#, .thinkingCorruption),
            ("prompt is too long: 210000 tokens > 200000 maximum", #""other""#, .promptTooLong),
            ("x", #""context_window_exceeded""#, .promptTooLong),
            (
                "unexpected status 401 Unauthorized: x", #"{"http_connection_failed":{"http_status_code":401}}"#,
                .authentication
            ),
            (
                "unexpected status 529 <unknown status code>: Overloaded",
                #"{"http_connection_failed":{"http_status_code":529}}"#, .overloaded
            ),
            ("x", #"{"http_connection_failed":{"http_status_code":null}}"#, .network), ("x", "null", .other),
        ] as [(String, String, AgentErrorKind)])
    func `an error names its kind`(message: String, info: String, kind: AgentErrorKind) {
        #expect(reading(Self.prompt + Self.failed(message, info))?.value.last == .failed(kind, message))
    }

    @Test func `an answer of the service is shown by its words`() {
        let failed = Self.failed(#"{\"error\": {\"type\": \"x\", \"message\": \"too bad\"}}"#, #""bad_request""#)
        #expect(reading(failed)?.value.last == .failed(.invalidRequest, "too bad"))
    }

    @Test func `a limit is read with its end, exactly where the account's rates tell it`() {
        let words =
            "You’ve hit your usage limit. Upgrade to Pro (https://chatgpt.com/explore/pro) or try again at 4:47 PM."
        let failed = Self.failed(words, #""usage_limit_exceeded""#)
        #expect(
            reading(Self.prompt + Self.tokens + failed)?.value.last
                == .limited(UsageLimit(kind: .usage, until: Timestamp(rfc3339: "2026-11-21T16:47:00Z"))))
        let rates = Self.event(
            "03.500",
            #""token_count","info":null,"rate_limits":{"primary":{"used_percent":100.0,"window_minutes":300,"#
                + #""resets_at":1795279766},"secondary":{"used_percent":30.0,"window_minutes":10080,"resets_at":5}}"#)
        #expect(
            reading(Self.context + Self.prompt + rates + failed)?.value.last
                == .limited(UsageLimit(kind: .fiveHour, until: Timestamp(milliseconds: 1_795_279_766_000))))
        #expect(
            reading(Self.failed("An unheard sentence", #""usage_limit_exceeded""#))?.value.last
                == .limited(UsageLimit(kind: .usage, until: nil)))
    }

    @Test func `the model and how full its context is`() {
        let value = reading(Self.context + Self.prompt + Self.answer + Self.tokens + Self.complete)?.value
        #expect(value?.model == "gpt-5.5-codex")
        #expect(value?.context == ContextUse(used: 40020, limit: 258_400))
    }

    @Test(arguments: ["", "{", "[]\nnull\n{}", #"{"timestamp":"x","type":"event_msg","payload":{}}"#])
    func `what says nothing is no signal`(text: String) {
        #expect(reading(text) == nil)
    }
}
