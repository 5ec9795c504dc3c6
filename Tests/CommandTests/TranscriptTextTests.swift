import Model
import Platform
import Testing

@testable import Commands

@Suite struct TranscriptTextTests {
    private func text(
        _ view: TranscriptView = TranscriptView(), width: Int? = nil, colour: Bool = false
    ) -> TranscriptText {
        TranscriptText(
            source: TranscriptSamples.source, view: view, clock: Samples.clock, width: width, colour: colour)
    }

    @Test func `a turn says who said what, with a line for each tool call`() {
        var text = text()
        let lines = text.lines(TranscriptSamples.talk)
        let time = Samples.clock.short(Samples.now.adding(seconds: -600))
        #expect(
            lines == [
                "", "you  \(time)", "  Run the tests,", "  please", "Claude  \(time)", "  ▸ Bash  npm test  error 2.0s",
                "  ▸ Read  /src/a.ts  open", "  Three **fail**.",
            ])
    }

    @Test func `the item that was asked for is marked once`() {
        let turn = TranscriptSamples.talk
        let offset = turn.items.last { $0.kind == .said }?.offset ?? 0
        var text = TranscriptText(
            source: TranscriptSamples.source, view: TranscriptView(), clock: Samples.clock, width: nil, colour: false,
            place: offset)
        #expect(text.lines(turn).suffix(2) == ["▼ here", "  Three **fail**."])
        #expect(!text.lines(turn).contains("▼ here"))
    }

    @Test func `tools, thoughts and bookkeeping are shown when asked for, escapes of JSON as text`() {
        var text = text(TranscriptView(tools: true, thinking: true, meta: true))
        let lines = text.lines(TranscriptSamples.talk)
        #expect(lines.contains("  thinking: They will fail."))
        #expect(lines.contains("  [mode] {}"))
        let call = lines.firstIndex(of: "  ▸ Bash  npm test  error 2.0s") ?? 0
        #expect(
            lines[(call + 1)...].prefix(7) == [
                "      command:", "        npm test", "        echo done", "      timeout: 5", "    →",
                "      3 failed",
                "      of 5",
            ])
    }

    @Test func `of a turn that comes again only what is new is printed, and a call again when it has ended`() {
        var text = text()
        var turn = TranscriptSamples.turn(
            [TranscriptSamples.item(.prompt, "go", offset: 0)], outcome: nil)
        #expect(text.lines(turn).count == 3)
        #expect(text.lines(turn) == [])
        turn.items.append(TranscriptSamples.tool("Bash", "make", result: nil, offset: 9))
        #expect(text.lines(turn).last == "  ▸ Bash  make  open")
        #expect(text.lines(turn) == [])
        turn.items[1] = TranscriptSamples.tool("Bash", "make", result: "", offset: 9, seconds: 75)
        #expect(text.lines(turn) == ["  ▸ Bash  make  ok 1m"])
        turn.outcome = "interrupted"
        #expect(text.lines(turn) == ["  [the turn interrupted]"])
        #expect(text.lines(turn) == [])
    }

    @Test func `nothing that an agent wrote reaches the terminal as a control`() {
        let evil = "a\u{1B}[31mb\u{07}\u{202E}c\r\u{9B}2J"
        let turn = TranscriptSamples.turn([
            TranscriptSamples.item(.prompt, evil, offset: 0) { $0.attachments = [evil] },
            TranscriptSamples.item(.said, evil, offset: 1) { $0.thread = evil },
            TranscriptSamples.tool(evil, evil, input: "{\"\(evil)\":1}", result: evil, offset: 2),
            TranscriptSamples.item(.command, evil, offset: 3) { $0.label = evil },
            TranscriptSamples.item(.notice, evil, offset: 4), TranscriptSamples.item(.boundary, evil, offset: 5),
            TranscriptSamples.item(.unknown, evil, offset: 6) { $0.label = evil },
        ])
        let view = TranscriptView(tools: true, thinking: true, meta: true)
        for width in [nil, 20, 80] {
            var text = text(view, width: width)
            for line in text.lines(turn) {
                #expect(!line.unicodeScalars.contains { $0.properties.generalCategory == .control }, "\(line)")
                #expect(!line.unicodeScalars.contains("\u{202E}"))
            }
        }
        let markdown = TranscriptMarkdown(source: TranscriptSamples.source, clock: Samples.clock)
        #expect(!markdown.lines(view.shown(turn)).joined().contains("\u{1B}"))
    }

    @Test(arguments: [20, 40, 79])
    func `no line is wider than the terminal`(_ width: Int) {
        var text = text(TranscriptView(tools: true, thinking: true), width: width)
        let long = String(repeating: "word 字 ", count: 40) + String(repeating: "x", count: 200)
        let turn = TranscriptSamples.turn([
            TranscriptSamples.item(.prompt, long, offset: 0), TranscriptSamples.item(.boundary, long, offset: 1),
            TranscriptSamples.tool("Bash", long, input: "{\"command\":\"\(long)\"}", result: long, offset: 2),
        ])
        for line in text.lines(turn) { #expect(line.displayWidth <= width, "\(line)") }
    }

    @Test(arguments: [
        ("one two three", 8, ["one two", "three"]), ("onetwothree", 4, ["onet", "woth", "ree"]),
        ("    a b c d e f", 10, ["    a b c", "    d e f"]), ("字字字", 4, ["字字", "字"]), ("", 5, [""]),
        ("one two ", 7, ["one two"]), ("fits", 4, ["fits"]), ("one two three", 7, ["one two", "three"]),
        ("one   two", 4, ["one", "two"]),
    ])
    func `lines break between words`(_ line: String, _ width: Int, _ expected: [String]) {
        #expect(WordWrap.lines(line, width: width) == expected)
    }

    @Test(arguments: [
        (#"{"a":"x","b":[1,"y"],"c":{"d":null}}"#, "a: x\nb:\n  - 1\n  - y\nc:\n  d: null"), (#""x\ny""#, "x\ny"),
        ("{broken", "{broken"), ("{}", ""), ("[]", ""),
    ])
    func `a tool's input is text again`(_ json: String, _ expected: String) {
        #expect(ToolInput.text(json) == expected)
    }

    @Test(arguments: [
        (["PAGER": "more -s"], true, "more -s"), (["PAGER": ""], true, nil), (["PAGER": "cat"], true, nil),
        ([:], true, "less -R"), ([:], false, nil), (["CCMUX_PAGER": "most", "PAGER": "x"], false, "most"),
    ])
    func `the pager is the user's, or less where there is one`(
        _ variables: [String: String], _ hasLess: Bool, _ expected: String?
    ) {
        #expect(Pager.command({ variables[$0] }, isThere: { _ in hasLess }) == expected)
    }

    @Test(arguments: [
        ("api", false), ("88da472d-a983-462d-9017-21eab10d3e8e", false), ("./api", true), ("/t", true), ("~/t", true),
        ("t.jsonl", true),
    ])
    func `a file is told from a name by how it is spelled`(_ word: String, _ expected: Bool) {
        #expect(TranscriptWord.isFile(word) == expected)
    }
}
