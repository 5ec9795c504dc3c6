import Model
import Testing

@testable import DemoAgent

@Suite struct ScreenTests {
    private func rig(_ state: String) -> Rig {
        var rig = Rig()
        rig.machine.name = "api"
        switch state {
        case "draft": rig.send(.key(.paste("a draft 漢字\nof\nmany\nlines " + String(repeating: "long ", count: 80))))
        case "working":
            rig.type("[[slow 100]]")
            rig.pass(50)
            rig.type("queued")
        case "permission": rig.type("[[tool " + String(repeating: "echo long;", count: 60) + "]]")
        case "plan": rig.type("[[plan]]")
        case "question": rig.type("[[ask]]")
        case "dialog": rig.type("[[dialog]]")
        case "background": rig.type("[[background 60]]")
        case "limit": rig.type("[[limit 60]]")
        default: break
        }
        return rig
    }

    static let states = ["idle", "draft", "working", "permission", "plan", "limit", "question", "dialog", "background"]

    @Test("Every state fits every screen", arguments: states, [5, 20, 21, 40, 80, 250])
    func fits(state: String, columns: Int) {
        for rows in [6, 10, 24, 60] {
            let screen = Screen(rig(state).machine, columns: columns, rows: rows)
            #expect(screen.lines.count < rows)
            for line in screen.lines { #expect(line.width < max(5, columns), "\(line.plain)") }
            if let cursor = screen.cursor {
                #expect(screen.lines.indices.contains(cursor.row))
                #expect(cursor.column < max(5, columns))
            }
        }
    }

    @Test func idleShowsTheComposerBetweenTwoRules() {
        let lines = Screen(rig("idle").machine, columns: 40, rows: 24).lines.map(\.plain)
        let rule = String(repeating: "─", count: 39)
        #expect(
            lines
                == ["", rule, "❯\u{A0}", rule, "  default mode on · demo-1 · context 0% · api"]
                .map { truncated($0, width: 39) })
    }

    @Test func aQuestionTakesTheComposersPlace() {
        let screen = Screen(rig("plan").machine, columns: 60, rows: 24)
        let lines = screen.lines.map(\.plain)
        #expect(screen.cursor == nil)
        #expect(
            lines[2...] == [
                " Ready to code?", "", "   1. Look", "   2. Do", "   3. Check", "", " Would you like to proceed?",
                " ❯ 1. Yes, and auto-accept edits", "   2. Yes, and manually approve edits", "   3. No, keep planning",
                "", " Esc to cancel",
            ])
        #expect(!lines.contains { $0.hasPrefix("❯") })
    }

    @Test func allOptionsOfAMenuAreSeenEvenWhenTheCommandIsLong() {
        let lines = Screen(rig("permission").machine, columns: 40, rows: 12).lines.map(\.plain)
        #expect(lines.contains(" ❯ 1. Yes"))
        #expect(lines.contains("   3. No"))
    }

    @Test func aLimitNamesItsEnd() {
        let lines = Screen(rig("limit").machine, columns: 60, rows: 24).lines.map(\.plain)
        #expect(lines.contains("  ⚠ Usage limit reached · limit resets 1:48pm (UTC)"))
    }

    @Test func workShowsItsSpinnerAndWhatWaits() {
        let lines = Screen(rig("working").machine, columns: 80, rows: 24).lines.map(\.plain)
        #expect(lines.contains { $0.hasSuffix(" Working… (50s · 200 tokens · esc to interrupt)") })
        #expect(lines.contains("  ❯ queued"))
    }

    @Test func paintingTheSameAgainWritesNothing() {
        var painter = Painter(coloured: false)
        let screen = Screen(rig("idle").machine, columns: 40, rows: 24)
        #expect(!painter.paint([], screen, columns: 40).isEmpty)
        #expect(painter.paint([], screen, columns: 40).isEmpty)
        #expect(!painter.paint([Line("done")], screen, columns: 40).isEmpty)
    }

    @Test func aNarrowerTerminalHasFoldedTheRegionSoPaintingClimbsFurther() {
        var painter = Painter(coloured: false)
        let machine = rig("idle").machine
        _ = painter.paint([], Screen(machine, columns: 40, rows: 24), columns: 40)
        // The cursor is in the third line: below an empty line and a rule of 39 columns, now two rows.
        let text = painter.paint([], Screen(machine, columns: 20, rows: 24), columns: 20)
        #expect(text.hasPrefix("\u{1B}[?25l\u{1B}[3A"))
    }
}
