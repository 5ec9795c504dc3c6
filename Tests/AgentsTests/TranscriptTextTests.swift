import Testing

@testable import Agents

@Suite struct TranscriptTextTests {
    private func rows(_ lines: [String], last: Int = 100) -> [String] {
        TranscriptText.rows(of: Array(lines.joined(separator: "\n").utf8)[...], last: last)
    }

    private let claude = [
        #"half a line","type":"user"}"#,
        #"{"type":"user","message":{"role":"user","content":"first"}}"#,
        #"{"type":"user","isMeta":true,"message":{"content":"not said"}}"#,
        #"{"type":"assistant","message":{"content":[{"type":"thinking","thinking":"x"},{"type":"text","text":"a\nb"},{"type":"tool_use","name":"Bash","input":{}}]}}"#,
        #"{"type":"user","message":{"content":[{"type":"tool_result","content":"out"}]}}"#,
        #"{"type":"assistant","isSidechain":true,"message":{"content":[{"type":"text","text":"aside"}]}}"#,
        #"{"type":"user","message":{"content":[{"type":"text","text":"<system-reminder>no</system-reminder>"}]}}"#,
    ]

    @Test func `what a person and Claude said, and which tools it used`() {
        #expect(rows(claude) == ["❯ first", "", "● a", "  b", "● Bash", ""])
    }

    @Test func `what a person and Codex said`() {
        let lines = [
            #"{"type":"response_item","payload":{"type":"message","role":"user","content":[{"type":"input_text","text":"<environment_context>"}]}}"#,
            #"{"type":"response_item","payload":{"type":"message","role":"user","content":[{"type":"input_text","text":"hi"}]}}"#,
            #"{"type":"response_item","payload":{"type":"function_call","name":"shell"}}"#,
            #"{"type":"event_msg","payload":{"type":"agent_message","message":"ack"}}"#,
            #"{"type":"response_item","payload":{"type":"message","role":"assistant","content":[{"type":"output_text","text":"ack"}]}}"#,
        ]
        #expect(rows(lines) == ["› hi", "", "• shell", "", "• ack", ""])
    }

    @Test func `only as many rows as are asked for, from the end`() {
        #expect(rows(claude, last: 3) == ["  b", "● Bash", ""])
        #expect(rows([], last: 3).isEmpty)
        #expect(rows(["not json", "{", "[]", "null"]).isEmpty)
    }
}
