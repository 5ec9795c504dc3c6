import Model
import Testing
import Transcripts

@Suite struct TranscriptDamageTests {
    private func page(_ bytes: [UInt8], limits: TranscriptLimits = .shown) throws -> TranscriptPage {
        let scratch = try Scratch()
        try scratch.write(bytes)
        return try scratch.transcript(limits: limits).all(maximumTurns: 100)
    }

    @Test(arguments: [
        "nonsense\n", "\0\0\0\0\n", "{\"type\":\"user\"\n", "[1,2]\n", "{} {}\n",
        String(repeating: "[", count: 10_000) + "\n", String(repeating: "{\"a\":", count: 10_000) + "\n",
    ]) func `a line that is no record is counted, and the next is read`(_ line: String) throws {
        let page = try page(Array((Claude.prompt("one") + line + Claude.answer("yes")).utf8))
        #expect(page.counts.broken == 1)
        #expect(page.counts.lines == 3)
        #expect(page.texts(.said) == ["yes"])
    }

    @Test func `deep nesting within a record does no harm`() throws {
        let deep = String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)
        let line = #"{"type":"user","message":{"role":"user","content":"one"},"uuid":"u1","more":\#(deep)}"# + "\n"
        let tool =
            #"{"type":"assistant","message":{"id":"m","content":[{"type":"tool_use","id":"t","name":"T","input":\#(deep)}]}}"#
            + "\n"
        let page = try page(Array((line + tool).utf8))
        #expect(page.counts.broken == 0)
        #expect(page.items.last?.tool?.inputCutBytes == 20_000 - 16_384)
    }

    @Test func `line ends of Windows, blank lines and bytes that are no text`() throws {
        var bytes = Array(Claude.prompt("one").utf8.dropLast()) + Array("\r\n\r\n\n".utf8)
        bytes +=
            Array(#"{"type":"user","uuid":"u2","message":{"content":"a"#.utf8) + [0xFF, 0xC3] + Array("b\"}}\n".utf8)
        let page = try page(bytes)
        #expect(page.texts(.prompt) == ["one", "a\u{FFFD}\u{FFFD}b"])
        #expect(page.counts.broken == 0)
    }

    @Test func `half a line at the end waits`() throws {
        let half = try page(Array((Claude.prompt("one") + Claude.answer("yes").dropLast(1)).utf8))
        #expect(half.texts(.said).isEmpty)
        #expect(half.counts.broken == 0)
    }

    @Test func `a record of an unknown type is kept as such`() throws {
        let page = try page(Array((Claude.prompt("one") + #"{"type":"novelty","x":1}"# + "\n").utf8))
        #expect(page.items.last?.kind == .unknown)
        #expect(page.items.last?.label == "novelty")
        #expect(page.items.last?.text == #"{"type":"novelty","x":1}"#)
        #expect(page.counts.unknown == 1)
    }

    @Test func `texts are cut between characters, and it is said how much is missing`() throws {
        let text = String(repeating: "ä", count: 100)
        let limits = TranscriptLimits(text: 51, input: 10, result: 10)
        let item = try page(Array(Claude.prompt(text).utf8), limits: limits).items[0]
        #expect(item.text == String(repeating: "ä", count: 25))
        #expect(item.cutBytes == 150)
    }

    @Test func `of a line that is too long what its head tells is kept`() throws {
        let big = String(repeating: "x", count: 20 << 20)
        let result =
            #"{"type":"user","message":{"role":"user","content":[{"tool_use_id":"t1","type":"tool_result","content":"\#(big)"}]},"#
            + #""uuid":"r1","timestamp":"\#(Claude.stamp(9))"}"# + "\n"
        let call =
            #"{"type":"assistant","message":{"id":"m1","content":[{"type":"tool_use","id":"t1","name":"Bash","input":{"command":"cat big"}}]},"uuid":"c1"}"#
            + "\n"
        let scratch = try Scratch()
        try scratch.write((Claude.prompt("one") + call + result + Claude.answer("yes")).utf8)
        let page = try scratch.transcript().all(maximumTurns: 10)
        #expect(page.counts.cut == 1)
        #expect(page.counts.broken == 0)
        let tool = try #require(page.items.first { $0.kind == .tool }?.tool)
        #expect(tool.result?.utf8.count == 16 << 10)
        #expect((tool.result?.utf8.count ?? 0) + (tool.resultCutBytes ?? 0) > 20 << 20)
        #expect(tool.endedAt == Timestamp(rfc3339: Claude.stamp(9)))
        #expect(page.texts(.said) == ["yes"])
        #expect(try scratch.transcript().last(1).turns == page.turns)
    }

    @Test func `one message on several lines is counted once, with its last figures`() throws {
        let lines =
            Claude.prompt("one") + Claude.answer("a", output: 1) + Claude.answer("b", output: 7)
            + Claude.answer("c", message: "m2", output: 2)
        let page = try page(Array(lines.utf8))
        #expect(page.turns[0].usage == TokenUsage(input: 6, output: 9))
    }

    @Test func `a clock that goes back changes no order`() throws {
        let lines = Claude.prompt("one", at: 100) + Claude.answer("a", at: 50) + Claude.prompt("two", "u2", at: 10)
        let page = try page(Array(lines.utf8))
        #expect(page.texts(.prompt) == ["one", "two"])
        #expect(page.turns.map(\.start) == [100, 10].map { Timestamp(rfc3339: Claude.stamp($0)) })
    }

    @Test func `a turn without an end is given out in parts`() throws {
        let lines = Claude.prompt("one") + (0..<4500).map { Claude.answer("a\($0)", message: "m\($0)") }.joined()
        let page = try page(Array(lines.utf8))
        #expect(page.turns.count == 3)
        #expect(page.texts(.said).count == 4500)
        #expect(Set(page.turns.map(\.id)).count == 3)
    }

    @Test func `Codex without records of usage counts a total that grows`() throws {
        func count(_ total: Int) -> String {
            #"{"timestamp":"\#(Claude.stamp(1))","type":"event_msg","payload":{"type":"token_count","info":"#
                + #"{"total_token_usage":{"total_tokens":\#(total)},"last_token_usage":{"input_tokens":10,"#
                + #""cached_input_tokens":4,"output_tokens":2}}}}"# + "\n"
        }
        let prompt =
            #"{"timestamp":"\#(Claude.stamp(0))","type":"response_item","payload":{"type":"message","role":"user","#
            + #""content":[{"type":"input_text","text":"p"}]}}"# + "\n"
        let scratch = try Scratch()
        try scratch.write((prompt + count(12) + count(12) + count(24) + prompt + count(24)).utf8)
        let page = try scratch.transcript(.codex).all(maximumTurns: 10)
        #expect(page.turns.map(\.usage) == [TokenUsage(input: 12, output: 4, cacheRead: 8), nil])
    }
}
