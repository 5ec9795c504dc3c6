/// What tokens are counted by.
package enum UsageKey: String, Sendable, Hashable, Codable, CaseIterable {
    /// A conversation, under the name of the session that has it.
    case session
    /// The directory that the agent worked in.
    case directory = "dir"
    case model
    /// Days, weeks (from Monday) and months of the daemon's time zone.
    case day, week, month
    /// Five hours from the full hour of the first answer.
    case block
}

/// What `GET /v1/usage` is asked for.
package struct UsageQuery: Sendable, Hashable {
    /// Empty for the overview.
    package var keys: [UsageKey]
    /// To the quarter of an hour.
    package var since: Timestamp?
    package var until: Timestamp?

    package init(keys: [UsageKey] = [], since: Timestamp? = nil, until: Timestamp? = nil) {
        self.keys = keys
        self.since = since
        self.until = until
    }
}

/// Tokens that were counted together, and what they cost.
package struct UsageFigures: Sendable, Hashable {
    package var tokens: TokenUsage
    /// Answers of a model.
    package var messages: Int
    /// An estimate, of those models whose prices are known.
    package var costUSD: Double
    /// Tokens of models whose prices are not known.
    package var unpriced: Int

    package init(tokens: TokenUsage = TokenUsage(), messages: Int = 0, costUSD: Double = 0, unpriced: Int = 0) {
        self.tokens = tokens
        self.messages = messages
        self.costUSD = costUSD
        self.unpriced = unpriced
    }

    /// Nil where no price at all is known of what was used.
    package var knownCost: Double? { unpriced > 0 && unpriced == tokens.total ? nil : costUSD }
}

/// A row of `ccmux usage`: keys that were not asked for are left out of its JSON.
package struct UsageRow: Sendable, Hashable {
    /// The session's name, or the conversation's uuid.
    package var session: String?
    package var conversation: String?
    package var directory: String?
    package var model: String?
    /// `2026-11-21`.
    package var day: String?
    /// Its Monday, `2026-11-16`.
    package var week: String?
    /// `2026-11`.
    package var month: String?
    package var block: Timestamp?
    package var figures: UsageFigures

    package init(_ figures: UsageFigures) { self.figures = figures }
}

extension UsageRow: Codable {
    private enum Key: String, CodingKey {
        case session, conversation, directory, model, day, week, month, block
        case input, output, cacheWrite, cacheWrite5m, cacheWrite1h, cacheRead, total, messages, costUSD, unpriced
    }

    package func encode(to encoder: any Encoder) throws {
        var keyed = encoder.container(keyedBy: Key.self)
        try keyed.encodeIfPresent(session, forKey: .session)
        try keyed.encodeIfPresent(conversation, forKey: .conversation)
        try keyed.encodeIfPresent(directory, forKey: .directory)
        try keyed.encodeIfPresent(model, forKey: .model)
        try keyed.encodeIfPresent(day, forKey: .day)
        try keyed.encodeIfPresent(week, forKey: .week)
        try keyed.encodeIfPresent(month, forKey: .month)
        try keyed.encodeIfPresent(block, forKey: .block)
        let tokens = figures.tokens
        try keyed.encode(tokens.input, forKey: .input)
        try keyed.encode(tokens.output, forKey: .output)
        try keyed.encode(tokens.cacheWrite, forKey: .cacheWrite)
        try keyed.encode(tokens.cacheWrite5m, forKey: .cacheWrite5m)
        try keyed.encode(tokens.cacheWrite1h, forKey: .cacheWrite1h)
        try keyed.encode(tokens.cacheRead, forKey: .cacheRead)
        try keyed.encode(tokens.total, forKey: .total)
        try keyed.encode(figures.messages, forKey: .messages)
        // Null where it is not known; never left out, and never 0.
        try keyed.encode(figures.knownCost.map(Self.rounded), forKey: .costUSD)
        try keyed.encode(figures.unpriced, forKey: .unpriced)
    }

    package init(from decoder: any Decoder) throws {
        let keyed = try decoder.container(keyedBy: Key.self)
        func number(_ key: Key) throws -> Int { try keyed.decodeIfPresent(Int.self, forKey: key) ?? 0 }
        self.init(
            UsageFigures(
                tokens: TokenUsage(
                    input: try number(.input), output: try number(.output), cacheWrite5m: try number(.cacheWrite5m),
                    cacheWrite1h: try number(.cacheWrite1h), cacheRead: try number(.cacheRead)),
                messages: try number(.messages),
                costUSD: try keyed.decodeIfPresent(Double.self, forKey: .costUSD) ?? 0,
                unpriced: try number(.unpriced)))
        session = try keyed.decodeIfPresent(String.self, forKey: .session)
        conversation = try keyed.decodeIfPresent(String.self, forKey: .conversation)
        directory = try keyed.decodeIfPresent(String.self, forKey: .directory)
        model = try keyed.decodeIfPresent(String.self, forKey: .model)
        day = try keyed.decodeIfPresent(String.self, forKey: .day)
        week = try keyed.decodeIfPresent(String.self, forKey: .week)
        month = try keyed.decodeIfPresent(String.self, forKey: .month)
        block = try keyed.decodeIfPresent(Timestamp.self, forKey: .block)
    }

    /// To a millionth of a dollar.
    private static func rounded(_ cost: Double) -> Double { (cost * 1_000_000).rounded() / 1_000_000 }
}

/// The answer of `GET /v1/usage`.
package struct UsageReport: Sendable, Hashable, Codable {
    package var by: [UsageKey]
    package var since: Timestamp?
    package var until: Timestamp?
    package var rows: [UsageRow]
    package var total: UsageRow
    /// In the overview only; `rows` are then the sessions of this month that cost most.
    package var today: UsageRow?
    package var week: UsageRow?
    package var month: UsageRow?
    package var block: UsageBlock?
    /// Transcripts that were counted.
    package var files: Int
    /// Lines that were too long to be looked into.
    package var tooLong: Int?
    /// Models whose prices are not known.
    package var unpricedModels: [String]
    /// Of the shipped prices.
    package var pricesDate: String
    /// What could not be read, at most twenty.
    package var problems: [String]
    /// What people were told to wait for today, and why.
    package var budgets: [BudgetView]?

    package init(by: [UsageKey], rows: [UsageRow], total: UsageRow, files: Int) {
        self.by = by
        self.rows = rows
        self.total = total
        self.files = files
        unpricedModels = []
        pricesDate = UsagePrices.date
        problems = []
    }
}

/// Five hours of use.
package struct UsageBlock: Sendable, Hashable, Codable {
    package var start: Timestamp
    package var end: Timestamp
    /// Of its first and its last answer.
    package var first: Timestamp
    package var last: Timestamp
    package var soFar: UsageRow
    /// From its first answer to its last one, of at least five minutes.
    package var tokensPerHour: Double
    package var costPerHourUSD: Double?
    /// What it will have come to at its end, if it goes on so.
    package var projectedTokens: Int
    package var projectedCostUSD: Double?

    package init(
        start: Timestamp, end: Timestamp, first: Timestamp, last: Timestamp, figures: UsageFigures, now: Timestamp
    ) {
        self.start = start
        self.end = end
        self.first = first
        self.last = last
        soFar = UsageRow(figures)
        let hours = max(last.seconds(since: first), 300) / 3600
        let rest = max(0, end.seconds(since: max(now, last))) / 3600
        tokensPerHour = (Double(figures.tokens.total) / hours).rounded()
        costPerHourUSD = figures.knownCost.map { $0 / hours }
        projectedTokens = figures.tokens.total + Int(tokensPerHour * rest)
        projectedCostUSD = figures.knownCost.map { $0 + $0 / hours * rest }
    }
}

/// A budget as people see it.
package struct BudgetView: Sendable, Hashable, Codable {
    /// Nil for that of the whole fleet.
    package var name: SessionName?
    package var limitUSD: Double
    package var spentUSD: Double
    /// Prompts are held.
    package var isHolding: Bool
    /// A person said that it may go on today.
    package var isRaised: Bool

    package init(name: SessionName?, limitUSD: Double, spentUSD: Double, isHolding: Bool, isRaised: Bool) {
        self.name = name
        self.limitUSD = limitUSD
        self.spentUSD = spentUSD
        self.isHolding = isHolding
        self.isRaised = isRaised
    }
}

/// What a session used today.
package struct TodaysUsage: Sendable, Hashable, Codable {
    package var tokens: Int
    package var costUSD: Double?

    package init(_ figures: UsageFigures) {
        tokens = figures.tokens.total
        costUSD = figures.knownCost.map { ($0 * 1_000_000).rounded() / 1_000_000 }
    }
}

/// The answer of `POST /v1/usage/go-on`.
package struct BudgetList: Sendable, Hashable, Codable {
    package var budgets: [BudgetView]

    package init(budgets: [BudgetView]) { self.budgets = budgets }
}
