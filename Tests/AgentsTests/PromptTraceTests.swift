import Agents
import Delivery
import Testing

/// What real agents wrote when prompts were typed at rest, while they worked, and when they were killed.
@Suite struct PromptTraceTests {
    private func traces(_ agent: String, _ name: String) throws -> [String] {
        let bytes = try PromptRecords.transcript(agent, name)
        return PromptRecords.kind(agent).promptTraces(in: bytes[...])
            .filter { !$0.text.hasPrefix("<") && !$0.text.hasPrefix("[Request") }
            .map { "\($0.kind): \($0.text)" }
    }

    @Test(arguments: PromptRecords.agents)
    func `at rest a prompt is taken`(_ agent: String) throws {
        #expect(try traces(agent, "idle") == ["taken: idle prompt"])
    }

    @Test(arguments: ["claude-2.1.1", "claude-2.1.139", "claude-2.1.329"])
    func `while Claude streams it is queued, and taken at the turn's end`(_ agent: String) throws {
        #expect(
            try traces(agent, "stream1") == [
                "taken: one [[slow 6]]", "enqueued: queued A in stream", "dequeued: ", "taken: queued A in stream",
            ])
    }

    @Test func `Codex records what was typed meanwhile only when it is taken`() throws {
        #expect(try traces("codex-0.163.0", "stream1") == ["taken: one [[slow 6]]", "taken: queued A in stream"])
        #expect(
            try traces("codex-0.163.0", "tool2") == [
                "taken: tool2 [[tool sleep 4]]", "taken: queued D1 in tool", "taken: queued D2\nlines\nof\nfour\nfive",
            ])
    }

    @Test func `2.1.1 makes one record of all that was queued`() throws {
        #expect(
            try traces("claude-2.1.1", "stream3").suffix(4) == [
                "dequeued: ", "dequeued: ", "dequeued: ",
                "taken: queued B1\nwith line\nqueued B2\nqueued B2queued B3 [[say ok three]]",
            ])
        #expect(
            try traces("claude-2.1.329", "stream3").suffix(3) == [
                "taken: queued B1\nwith line", "taken: queued B2", "taken: queued B3 [[say ok three]]",
            ])
    }

    @Test func `what is handed over between two tools is told in each version's way`() throws {
        #expect(
            try traces("claude-2.1.1", "tool1") == [
                "taken: tool [[tool sleep 4]]", "enqueued: queued C in tool", "taken: ",
            ])
        #expect(
            try traces("claude-2.1.139", "tool1") == [
                "taken: tool [[tool sleep 4]]", "enqueued: queued C in tool", "taken: ", "taken: queued C in tool",
            ])
        #expect(
            try traces("claude-2.1.329", "tool1") == [
                "taken: tool [[tool sleep 4]]", "enqueued: queued C in tool", "dequeued: queued C in tool",
                "taken: queued C in tool",
            ])
    }

    @Test(arguments: ["claude-2.1.1", "claude-2.1.139", "claude-2.1.329"])
    func `a person who takes a prompt back withdraws it`(_ agent: String) throws {
        let traces = try traces(agent, "up")
        #expect(traces.contains("enqueued: queued F then up"))
        #expect(traces.last == "withdrawn: queued F then up")
    }

    @Test func `on an Escape 2.1.1 gives the prompts back, the newer ones take them`() throws {
        #expect(try traces("claude-2.1.1", "esc1").last == "withdrawn: queued E2 then esc")
        #expect(try traces("claude-2.1.139", "esc1").last == "taken: queued E then esc")
        #expect(
            try traces("claude-2.1.329", "esc1").suffix(2) == [
                "taken: queued E then esc", "taken: queued E2 then esc",
            ])
    }

    @Test(arguments: ["claude-2.1.1", "claude-2.1.139", "claude-2.1.329"])
    func `what was queued is lost with a killed Claude`(_ agent: String) throws {
        let traces = try traces(agent, "kill")
        #expect(traces.contains("enqueued: queued I then kill"))
        #expect(!traces.contains("taken: queued I then kill"))
        #expect(traces.last == "taken: after the kill")
    }

    @Test(arguments: ["claude-2.1.1", "claude-2.1.139", "claude-2.1.329"])
    func `commands are told by their records`(_ agent: String) throws {
        func commands(_ name: String) throws -> [String] {
            PromptRecords.kind(agent).promptTraces(in: try PromptRecords.transcript(agent, name)[...])
                .filter { $0.kind == .command }.map(\.text)
        }
        #expect(try commands("command-compact-keep-the-na") == ["/compact keep the names"])
        #expect(try commands("command-clear") == ["/clear"])
        #expect(try commands("command-context") == ["/context"])
        #expect(try commands("command-nonsense-arg-two") == ["/nonsense"])
        // From 2.1.139 on it is a dialog, and only the screen tells.
        #expect(try commands("command-cost") == (agent == "claude-2.1.1" ? ["/cost"] : []))
    }

    @Test func `a command's arguments may be parted from it in any way`() {
        #expect(ClaudeAgent().isSamePrompt("/compact keep the names", as: "/compact   keep the names"))
        #expect(ClaudeAgent().isSamePrompt("/review a b", as: "/review a\nb"))
        #expect(!ClaudeAgent().isSamePrompt("/compact", as: "/compact keep"))
    }

    @Test func `what is no prompt of a person's leaves no trace`() {
        let lines = [
            #"{"type":"user","isMeta":true,"message":{"role":"user","content":"a"}}"#,
            #"{"type":"user","isSidechain":true,"message":{"role":"user","content":"a"}}"#,
            #"{"type":"user","isCompactSummary":true,"message":{"role":"user","content":"a"}}"#,
            #"{"type":"user","message":{"content":[{"type":"tool_result","content":"a"}]}}"#,
            #"{"type":"assistant","message":{"content":[{"type":"text","text":"a"}]}}"#,
            #"{"type":"attachment","attachment":{"type":"file","prompt":"a"}}"#,
            #"{"type":"x","message":{"content":"{\"type\":\"user\",\"message\":{\"content\":\"a\"}}"}}"#,
            #"{"type":"user","message":{"role":"user","content":"half"#, "", "[]", "{}", "\u{0}",
        ]
        #expect(ClaudeAgent().promptTraces(in: Array(lines.joined(separator: "\n").utf8)[...]).isEmpty)
        #expect(CodexAgent().promptTraces(in: Array(lines.joined(separator: "\n").utf8)[...]).isEmpty)
    }

    @Test(arguments: PromptRecords.agents)
    func `the last message is what was said after the last prompt`(_ agent: String) throws {
        func message(_ name: String) throws -> String? {
            PromptRecords.kind(agent).lastMessage(ofTranscript: try PromptRecords.transcript(agent, name)[...])
        }
        #expect(try message("idle") == "ack: idle prompt")
        #expect(try message("stream1") == "ack: queued A in stream")
        #expect(try message("stream3") == "ok three")
        // Handed over between two calls of the model, a prompt leaves no record of 2.1.1's that parts the answers.
        if agent == "claude-2.1.1" { #expect(try message("tool1") == "tool finished\n\nack: queued C in tool") }
        if agent == "codex-0.163.0" { #expect(try message("tool1") == "ack: queued C in tool") }
    }

    /// As 2.1.139 wrote it when it got a SIGTERM a second after the turn.
    @Test func `an answer that stands before its prompt is its answer by the time`() {
        let said = #"{"content":[{"type":"text","text":"ack"}]}"#
        let answer = #"{"type":"assistant","timestamp":"2026-11-22T01:29:37.654Z","message":"# + said + "}"
        let prompt = #"{"type":"user","timestamp":"2026-11-22T01:29:37.590Z","message":{"content":"first"}}"#
        let later = #"{"type":"user","timestamp":"2026-11-22T01:29:38.000Z","message":{"content":"second"}}"#
        func message(_ lines: String...) -> String? {
            ClaudeAgent().lastMessage(ofTranscript: Array(lines.joined(separator: "\n").utf8)[...])
        }
        #expect(message(answer, prompt) == "ack")
        #expect(message(prompt, answer) == "ack")
        #expect(message(prompt, answer, later) == nil)
        #expect(message(answer, prompt, later) == nil)
        #expect(message(answer.replacing("654Z", with: "590Z"), prompt) == nil)
    }
}
