import Model
import Status
import Testing

@testable import Agents

@Suite struct ScreenRowTests {
    private func row(_ text: String) -> ScreenRow {
        var style = ScreenStyle()
        return ScreenRow(Array(text.utf8), style: &style)
    }

    @Test func `sequences are no text, and their attributes go on in the next row`() {
        var style = ScreenStyle()
        let first = ScreenRow(Array("\u{1B}[1;38;5;174m·\u{1B}[39m Noodling\u{1B}[0;2m… ".utf8), style: &style)
        #expect(first.text == "· Noodling…")
        #expect(first.style(at: 0).foreground == .indexed(174))
        #expect(first.style(at: 0).isBold)
        #expect(first.style(at: 3).foreground == .standard)
        let second = ScreenRow(Array("faint".utf8), style: &style)
        #expect(second.style(at: 0).isDim)
        #expect(!second.style(at: 0).isBold)
    }

    @Test(
        arguments: [
            ("plain", "plain"), ("a\u{1B}[38;2;1;2;3mb", "ab"), ("a\u{1B}[38:2::1:2:3mb", "ab"),
            ("\u{1B}]8;;https://example.org\u{1B}\\link\u{1B}]8;;\u{1B}\\", "link"),
            ("\u{1B}]8;;https://example.org\u{07}link\u{1B}]8;;\u{07}", "link"),
            // Cut off in the middle
            ("a\u{1B}", "a"), ("a\u{1B}[", "a"), ("a\u{1B}[38;5", "a"), ("a\u{1B}]8;;x", "a"),
            // No text: it would act on a terminal
            ("a\u{07}b\u{9B}c", "a?b??c"), ("tab\there", "tab?here"),
        ])
    func `only text is left of a row`(line: String, expected: String) {
        #expect(row(line).text == expected)
    }

    @Test func `bytes that are no UTF-8 are marked one for one`() {
        var style = ScreenStyle()
        let broken: [UInt8] = [0x61, 0xFF, 0xC2, 0x62, 0xE2, 0x9D, 0xED, 0xA0, 0x80, 0xF5]
        #expect(ScreenRow(broken, style: &style).text == "a??b??????")
    }

    @Test func `lines are told from words`() {
        let stroke = String(repeating: "─", count: 30)
        #expect(row(stroke).line() == .solid)
        #expect(row(stroke + " my session ──").line() == .solid)
        #expect(row(String(repeating: "╌", count: 30)).line() == .dashed)
        #expect(row("  " + stroke).line() == nil)
        #expect(row("  " + stroke).line(indent: 2) == .solid)
        #expect(row("─ a word ─").line() == nil)
        #expect(row("└ src").line() == nil)
    }

    @Test func `a box's sides are no part of its row`() {
        let inside = row("│ > hello      │").unboxed
        #expect(inside.text == "> hello")
        #expect(inside.indent == 2)
    }

    @Test func `a capture is cut into rows`() {
        let screen = ScreenText(capture: Array("one\r\ntwo\n\n   \n".utf8), width: 80)
        #expect(screen.lines == [Array("one".utf8), Array("two".utf8)])
    }

    @Test(
        arguments: [
            ("✳ Claude Code", TitleReading.atRest), ("◐ Claude Code", .working), ("⠂ Claude Code", .working),
            ("Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA", .silent), ("vm", .silent), ("", .silent), ("✳", .silent),
        ])
    func `Claude's title spins while it works`(title: String, expected: TitleReading) {
        #expect(ClaudeAgent().reading(ofTitle: title) == expected)
    }

    @Test(
        arguments: [
            ("⠙ project", TitleReading.working), ("⠹ ⠹ | project", .working), ("⠦ | project", .silent), ("⠦", .working),
            ("[ . ] Action Required | project", .needsPerson), ("[ ! ] Action Required | project", .needsPerson),
            ("project", .silent), ("", .silent),
        ])
    func `Codex's title spins, or asks`(title: String, expected: TitleReading) {
        #expect(CodexAgent().reading(ofTitle: title) == expected)
    }
}
