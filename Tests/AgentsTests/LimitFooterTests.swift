import Agents
import Model
import Status
import Testing

/// What Claude says below its composer about going on by itself.
@Suite struct LimitFooterTests {
    private static let rule = String(repeating: "─", count: 100)

    private func notice(_ footer: [String], above: [String] = []) -> ScreenReading.Notice? {
        let rows = above + [Self.rule, "❯\u{A0}", Self.rule] + footer
        let screen = ScreenText(lines: rows.map { Array($0.utf8) }, width: 100)
        return ClaudeAgent().reading(
            of: screen, at: Timestamp(milliseconds: 1_795_258_800_000), zone: "UTC"
        ).notice
    }

    private static let reached = "  ⚠ Usage limit reached · limit resets 1:13pm"

    @Test(
        arguments: [
            ("    Continuing automatically at 1:13pm · Esc to cancel", true),
            ("    Continuing shortly · Esc to cancel", true), ("  ? for shortcuts", nil),
        ] as [(String, Bool?)])
    func `It is said in a row of its own`(_ row: String, _ expected: Bool?) {
        guard case .limited(let limit, isCertain: true) = notice([Self.reached, row]) else {
            Issue.record("no limit")
            return
        }
        #expect(limit.continuesItself == expected)
    }

    @Test func `Without a limit it says nothing`() {
        #expect(notice(["    Continuing automatically at 1:13pm · Esc to cancel"]) == nil)
    }

    @Test func `An answer that says it does not count`() {
        let answer = ["● Usage limit reached · continuing automatically at 1:13pm · esc to cancel", ""]
        guard case .limited(let limit, _) = notice(["  ? for shortcuts"], above: answer) else { return }
        #expect(limit.continuesItself == nil)
    }
}
