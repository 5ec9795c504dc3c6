package import Model

/// What became of one budget on a day; kept, so that a daemon that begins anew neither forgets nor repeats it.
package struct BudgetRecord: Sendable, Hashable, Codable {
    /// The local date that this is about, `2026-11-21`.
    package var day: String
    package var isWarned = false
    package var isReached = false
    /// A person said that it may go on for the rest of the day.
    package var isRaised = false

    package init(day: String) { self.day = day }

    /// Prompts are held.
    package func isHolding(on day: String) -> Bool { self.day == day && isReached && !isRaised }
}

/// What is told of a budget.
package enum BudgetNews: Sendable, Hashable {
    case warning
    case reached
    /// It is no longer held: a higher limit, or none.
    case lifted
}

/// When a budget warns and when it holds. Pure.
package enum BudgetPolicy {
    /// Of the limit at which a warning is given.
    package static let warningShare = 0.8

    /// What follows from what was spent so far.
    ///
    /// - Parameters:
    ///   - limit: USD a day; 0 or less is without end.
    ///   - day: today's local date. A clock that goes back a day begins that day anew.
    package static func decide(
        limit: Double, spent: Double, day: String, record: BudgetRecord?
    ) -> (record: BudgetRecord?, news: [BudgetNews]) {
        var next = record?.day == day ? record : nil
        guard limit > 0 else {
            let wasHolding = next?.isHolding(on: day) ?? false
            return (nil, wasHolding ? [.lifted] : [])
        }
        var news: [BudgetNews] = []
        if spent >= limit {
            var reached = next ?? BudgetRecord(day: day)
            if !reached.isReached { news.append(.reached) }
            reached.isReached = true
            // Whoever is told that it is used up need not be warned of it.
            reached.isWarned = true
            return (reached, news)
        }
        if var known = next, known.isReached {
            // The limit was raised in the configuration, or a transcript is gone.
            if known.isHolding(on: day) { news.append(.lifted) }
            known.isReached = false
            next = known
        }
        if spent >= limit * warningShare, next?.isWarned != true {
            var warned = next ?? BudgetRecord(day: day)
            warned.isWarned = true
            news.append(.warning)
            return (warned, news)
        }
        return (next, news)
    }
}

/// All budgets, as they are kept.
package struct BudgetState: Sendable, Hashable, Codable {
    package var fleet: BudgetRecord?
    package var sessions: [SessionID: BudgetRecord] = [:]
    /// USD a day of sessions that have a budget of their own.
    package var limits: [SessionID: Double] = [:]
    /// The conversations that each session has had, newest last: `/clear` begins another one.
    package var conversations: [SessionID: [String]] = [:]
    /// What was last told of each session's usage; nil in what an earlier version wrote.
    package var told: [SessionID: UsageTold]?

    package init() {}

    private static let conversationsKept = 200

    /// - Returns: whether that was new.
    package mutating func note(_ conversation: String, of id: SessionID) -> Bool {
        var known = conversations[id] ?? []
        guard known.last != conversation else { return false }
        known.removeAll { $0 == conversation }
        known.append(conversation)
        conversations[id] = Array(known.suffix(Self.conversationsKept))
        return true
    }

    package mutating func forget(except isThere: (SessionID) -> Bool) {
        sessions = sessions.filter { isThere($0.key) }
        limits = limits.filter { isThere($0.key) }
        conversations = conversations.filter { isThere($0.key) }
        told = told?.filter { isThere($0.key) }
    }
}
