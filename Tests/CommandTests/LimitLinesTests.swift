import Model
import Platform
import Testing

@testable import Commands

@Suite struct LimitLinesTests {
    private static let now = Timestamp(milliseconds: 1_795_264_000_000)
    private let clock = Clock(now: now, local: Samples.utc)

    private func account(_ phase: AccountLimit.Phase, _ sessions: [ParkedSession] = []) -> AccountLimit {
        AccountLimit(
            account: AccountID(rawValue: "claude:me@example.org\u{1B}[2J"),
            limit: UsageLimit(kind: .weekly, until: Self.now.adding(seconds: 3600)), since: Self.now,
            resumesAt: Self.now.adding(seconds: 3690), probes: 2, nextProbe: Self.now.adding(seconds: 600),
            phase: phase,
            sessions: sessions)
    }

    private func lines(_ accounts: [AccountLimit]) -> [String] {
        LimitLines.lines(LimitList(mode: "capped", accounts: accounts), clock, colour: false)
    }

    @Test func `Without limits one line says so`() {
        #expect(lines([]) == ["No account is at a limit. Mode: capped."])
    }

    @Test func `An account has its line, and each session one`() {
        let sessions = [
            ParkedSession(
                session: .random(), name: SessionName("api"), since: Self.now, state: .parked, resumedToday: 1,
                budget: 3),
            ParkedSession(
                session: .random(), name: SessionName("web"), since: Self.now, state: .manual, resumedToday: 0,
                budget: nil, reason: "a person's \u{1B}text"),
        ]
        let lines = lines([account(.waiting, sessions)])
        #expect(lines.count == 4)
        #expect(lines[0].hasPrefix("claude:me@example.org\u{FFFD}[2J: weekly limit since"))
        #expect(lines[2].contains("api") && lines[2].contains("parked") && lines[2].contains("1 of 3"))
        #expect(lines[3].contains("manual") && lines[3].hasSuffix("a person's \u{FFFD}text"))
    }

    @Test(arguments: [
        (AccountLimit.Phase.probing, "found out by trying: 2 so far"), (.resuming, "resumed one by one"),
        (.over, "is over"),
    ])
    func `Each phase is said`(_ phase: AccountLimit.Phase, _ words: String) {
        #expect(lines([account(phase)])[0].contains(words))
    }
}
