import Model
import Testing
import Watchdog

@Suite struct HibernationPolicyTests {
    private static let now = Timestamp(milliseconds: 10_000_000_000)

    private static func idle(_ minutes: Double) -> HibernationCandidate {
        HibernationCandidate(state: .idle, since: now.adding(seconds: -60 * minutes))
    }

    private func choose(
        _ candidates: [String: HibernationCandidate], idle: Int = 0, floor: Int = 0, available: Int? = nil,
        relieved: Timestamp? = nil
    ) -> [String] {
        var settings = HibernationSettings()
        settings.idleMinutes = idle
        settings.memoryFloor = floor
        return HibernationPolicy(settings).choose(
            among: candidates, available: available, relieved: relieved, now: Self.now
        ).map(\.id)
    }

    private static func candidate(_ change: (inout HibernationCandidate) -> Void) -> HibernationCandidate {
        var candidate = idle(600)
        change(&candidate)
        return candidate
    }

    @Test(
        arguments: [
            (candidate { _ in }, nil),
            (candidate { $0.state = .error }, nil),
            (candidate { $0.state = .working }, "a turn goes on"),
            (candidate { $0.state = .compacting }, "a turn goes on"),
            (candidate { $0.state = .permission }, "a menu is open"),
            (candidate { $0.menuIsOpen = true }, "a menu is open"),
            (candidate { $0.state = .limited }, "it is limited"),
            (candidate { $0.draft = true }, "a text in its composer was not sent"),
            (candidate { $0.background = true }, "work goes on in the background"),
            (candidate { $0.hasPrompts = true }, "prompts wait for it"),
            (candidate { $0.isAttached = true }, "a terminal shows it"),
            (candidate { $0.canResume = false }, "its agent cannot resume a conversation"),
        ] as [(HibernationCandidate, String?)])
    func `nothing is put away that would lose or disturb something`(
        candidate: HibernationCandidate, obstacle: String?
    ) {
        #expect(candidate.obstacle == obstacle)
        let chosen = choose(["a": candidate], idle: 1, floor: 1000, available: 1)
        #expect(chosen == (obstacle == nil && candidate.state == .idle ? ["a"] : []))
    }

    @Test func `by default nothing is put away`() {
        #expect(choose(["a": Self.idle(100_000)], available: 1) == [])
    }

    @Test func `what has rested for as long as the settings say is put away`() {
        #expect(choose(["a": Self.idle(29.9), "b": Self.idle(30), "c": Self.idle(31)], idle: 30) == ["b", "c"])
    }

    @Test func `where memory is short the longest idle goes, one at a time`() {
        let fleet = ["a": Self.idle(5), "b": Self.idle(50), "c": Self.idle(20)]
        #expect(choose(fleet, floor: 500, available: 499) == ["b"])
        #expect(choose(fleet, floor: 500, available: 500) == [])
        #expect(choose(fleet, floor: 500, available: nil) == [])
        #expect(choose(fleet, floor: 500, available: 1, relieved: Self.now.adding(seconds: -14)) == [])
        #expect(choose(fleet, floor: 500, available: 1, relieved: Self.now.adding(seconds: -15)) == ["b"])
    }

    @Test func `a turn that has just ended counts as rest from then on`() {
        #expect(choose(["a": Self.idle(0)], floor: 500, available: 1) == ["a"])
        #expect(choose(["a": Self.idle(0)], idle: 1) == [])
    }
}
