import Model
import Testing
import Watchdog

@Suite struct BudgetPolicyTests {
    /// What was spent through a day, and what is told at each look.
    @Test(arguments: [
        ("little was spent", 10.0, [1.0, 2, 7.9], [[], [], []] as [[BudgetNews]]),
        ("at four fifths it warns, once", 10, [7.9, 8, 9, 9.9], [[], [.warning], [], []]),
        ("at the limit it holds, once", 10, [8, 10, 12], [[.warning], [.reached], []]),
        ("a leap over both is told once", 10, [1, 11, 11], [[], [.reached], []]),
        ("what shrinks is let go, and holds again", 10, [11, 5, 11], [[.reached], [.lifted], [.reached]]),
        ("no limit says nothing", 0, [1, 1000], [[], []]),
    ])
    func `A budget warns and holds`(_ what: String, _ limit: Double, _ spent: [Double], _ told: [[BudgetNews]]) {
        var record: BudgetRecord?
        let news = spent.map { amount in
            let step = BudgetPolicy.decide(limit: limit, spent: amount, day: "2026-11-21", record: record)
            record = step.record
            return step.news
        }
        #expect(news == told)
    }

    @Test func `It holds until the day ends`() {
        let reached = BudgetPolicy.decide(limit: 5, spent: 6, day: "2026-11-21", record: nil).record
        #expect(reached?.isHolding(on: "2026-11-21") == true)
        #expect(reached?.isHolding(on: "2026-11-22") == false)
        let next = BudgetPolicy.decide(limit: 5, spent: 0, day: "2026-11-22", record: reached)
        #expect(next.record == nil)
        #expect(next.news.isEmpty)
    }

    @Test func `What a person let go on is not held again that day`() {
        var record = BudgetPolicy.decide(limit: 5, spent: 6, day: "2026-11-21", record: nil).record
        record?.isRaised = true
        let later = BudgetPolicy.decide(limit: 5, spent: 60, day: "2026-11-21", record: record)
        #expect(later.news.isEmpty)
        #expect(later.record?.isHolding(on: "2026-11-21") == false)
        let tomorrow = BudgetPolicy.decide(limit: 5, spent: 60, day: "2026-11-22", record: later.record)
        #expect(tomorrow.news == [.reached])
    }

    @Test func `A limit that is taken away lets go`() {
        let reached = BudgetPolicy.decide(limit: 5, spent: 6, day: "d", record: nil).record
        let step = BudgetPolicy.decide(limit: 0, spent: 6, day: "d", record: reached)
        #expect(step.record == nil)
        #expect(step.news == [.lifted])
    }

    @Test func `The conversations of a session are remembered, the newest last`() throws {
        var state = BudgetState()
        let id = SessionID.random()
        let isNew = ["a", "a", "b", "a"].map { state.note($0, of: id) }
        #expect(isNew == [true, false, true, true])
        #expect(state.conversations[id] == ["b", "a"])
        #expect(try JSONCopy.copy(state) == state)
    }
}
