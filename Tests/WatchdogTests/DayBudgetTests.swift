import Model
import Testing
import Watchdog

@Suite struct DayBudgetTests {
    @Test func `A day's uses are forgotten with the day`() throws {
        var budget = DayBudget()
        let evening = try #require(Timestamp(rfc3339: "2026-11-21T23:59:59Z"))
        budget.use(at: evening)
        budget.use(at: evening)
        #expect(budget.used(at: evening) == 2)
        let midnight = evening.adding(seconds: 1)
        #expect(budget.used(at: midnight) == 0)
        budget.use(at: midnight)
        #expect(budget.used(at: midnight) == 1)
    }
}
