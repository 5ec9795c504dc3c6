import Model
import TestSupport
import Testing
import Transcripts

/// Pages by cursor are what a reading of the whole is, whatever the turns before have to say of the next ones.
@Suite struct TranscriptCursorTests {
    private func check(
        _ lines: [String], _ format: TranscriptFormat, upTo size: Int, times: Int = 5,
        location: SourceLocation = #_sourceLocation
    ) throws -> [TranscriptTurn] {
        let bytes = Array(lines.joined().utf8)
        let scratch = try Scratch()
        try scratch.write(bytes)
        let whole = try scratch.transcript(format).all(maximumTurns: 10_000).turns
        var random = SplitMix64(seed: 1)
        for _ in 0..<times {
            let difference = try Pieces.difference(Pieces.read(bytes, format, upTo: size, &random), whole)
            #expect(difference == nil, sourceLocation: location)
        }
        return whole
    }

    private func codex(_ type: String, _ payload: String) -> String {
        #"{"timestamp":"\#(Claude.stamp(1))","type":"\#(type)","payload":{\#(payload)}}"# + "\n"
    }

    private func message(_ role: String, _ kind: String, _ text: String) -> String {
        codex(
            "response_item",
            #""type":"message","role":"\#(role)","content":[{"type":"\#(kind)","text":"\#(text)"}]"#)
    }

    private func prompt(_ text: String) -> String { message("user", "input_text", text) }

    private func answer(_ text: String) -> String { message("assistant", "output_text", text) }

    private func event(_ type: String) -> String { codex("event_msg", #""type":"\#(type)","turn_id":"t""#) }

    private func count(_ total: Int) -> String {
        let usage = #""last_token_usage":{"input_tokens":10,"output_tokens":2}"#
        return codex(
            "event_msg", #""type":"token_count","info":{"total_token_usage":{"total_tokens":\#(total)},\#(usage)}"#)
    }

    @Test func `a count of tokens that begins the first turn`() throws {
        let turns = try check(
            [count(12), event("task_complete")]
                + (0..<4).flatMap { [event("task_started"), prompt("p\($0)"), count(12)] }, .codex, upTo: 300)
        #expect(turns.map(\.usage) == [TokenUsage(input: 10, output: 2), nil, nil, nil, nil])
    }

    @Test func `a task of many parts, with prompts in the middle of it`() throws {
        let many = (0..<4500).map { $0 % 900 == 899 ? prompt("more \($0)") : answer("a\($0)") }
        let bookkeeping = (0..<2500).map { _ in event("agent_message") }
        let turns = try check(
            [event("task_started"), prompt("one")] + many + bookkeeping + [event("task_complete"), prompt("two")],
            .codex, upTo: 300_000, times: 1)
        #expect(turns.map { $0.items.count } == [2000, 2000, 2000, 1003, 1])
        #expect(turns.flatMap(\.items).filter { $0.kind == .prompt }.count == 7)
    }

    @Test func `the model that is told before the turn`() throws {
        let model = "gpt – \u{1F600}"
        let turns = try check(
            [prompt("one"), codex("turn_context", #""model":"\#(model)""#)]
                + (0..<6).flatMap { [prompt("p\($0)"), answer("a\($0)")] }, .codex, upTo: 200)
        #expect(Set(turns.flatMap(\.items).filter { $0.kind == .said }.map(\.model)) == [model])
    }

    @Test func `a prompt that waits in the queue for several turns`() throws {
        let waits = #"{"type":"queue-operation","operation":"enqueue","content":"waits"}"# + "\n"
        let taken = #"{"type":"queue-operation","operation":"remove"}"# + "\n"
        let others = (0..<5).flatMap {
            [Claude.prompt("p\($0)", "u\($0)"), Claude.answer("a\($0)", message: "m\($0)")]
        }
        let turns = try check(
            [Claude.prompt("one"), waits] + others + [taken, Claude.prompt("last", "u9")], .claude, upTo: 250)
        #expect(turns.flatMap(\.items).filter { $0.label == "queued" }.map(\.text) == ["waits"])
    }

    @Test(arguments: [
        "", "t1", "t1.0.0.0.0.0", "t1.0.0.-1.0.0.", "t1.0.0.2.1.0.", "t2.0.0.0.0.0.", "t1.0.0.0.0.0..8.",
        "t1.0.0.0.0.0..0.0", "t1.0.0.0.0.0..0.zz", "t1.0.0.0.0.0..0", "t1.0.0.0.0.0..0.0.0", "t1.g.0.0.0.0.",
        "t1.0.0.0.0.0.." + String(repeating: "0", count: 500),
        "t1.0.0.0.0.0..0." + String(repeating: "00", count: 101),
    ]) func `what is no cursor is refused`(_ text: String) throws {
        let scratch = try Scratch()
        try scratch.write(Claude.prompt("one").utf8)
        let error = #expect(throws: CcmuxError.self) { try scratch.transcript().after(text) }
        #expect(error?.code == .invalid)
    }

    @Test func `a cursor without a memory is one of an older version`() throws {
        let scratch = try Scratch()
        try scratch.write((Claude.prompt("one") + Claude.answer("yes")).utf8)
        let cursor = try scratch.transcript().all(maximumTurns: 10).cursor.split(
            separator: ".", omittingEmptySubsequences: false)
        let page = try scratch.transcript().after(cursor.prefix(7).joined(separator: "."))
        #expect(page.isReplaced == nil)
    }
}
