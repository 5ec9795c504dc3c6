package import Model

/// How often something was done on one day (UTC).
package struct DayBudget: Sendable, Hashable, Codable {
    /// Days since 1970.
    private var day: Int64
    private var used: Int

    package init() {
        day = 0
        used = 0
    }

    package func used(at moment: Timestamp) -> Int { Self.day(of: moment) == day ? used : 0 }

    package mutating func use(at moment: Timestamp) {
        used = used(at: moment) + 1
        day = Self.day(of: moment)
    }

    private static func day(of moment: Timestamp) -> Int64 {
        let milliseconds = moment.milliseconds
        return (milliseconds - (milliseconds % 86_400_000 + 86_400_000) % 86_400_000) / 86_400_000
    }
}
