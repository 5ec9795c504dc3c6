package import Model

/// What was last told of a session's usage; kept, so that a daemon that begins anew neither forgets nor repeats it.
package struct UsageTold: Sendable, Hashable, Codable {
    /// The local date that the figures are of, `2026-11-21`.
    package var day: String
    package var tokens: TokenUsage
    package var costUSD: Double
    package var unpriced: Int
    package var messages: Int

    init(_ figures: UsageFigures, on day: String) {
        self.day = day
        tokens = figures.tokens
        costUSD = figures.costUSD
        unpriced = figures.unpriced
        messages = figures.messages
    }

    private var figures: UsageFigures {
        UsageFigures(tokens: tokens, messages: messages, costUSD: costUSD, unpriced: unpriced)
    }

    /// What is told after a look. Pure.
    ///
    /// - Parameters:
    ///   - spent: what the session has used on that day; it shrinks when a transcript is gone.
    ///   - isAtWork: a turn is going on, and is told of once it has ended.
    ///   - hasPast: the session came with a conversation that was used before, which is not told.
    /// - Returns: what to remember, and what was used since it was last told; nil where there is nothing to tell.
    package static func step(
        _ told: UsageTold?, spent: UsageFigures, day: String, isAtWork: Bool, hasPast: Bool = false
    ) -> (told: UsageTold?, used: UsageFigures?) {
        if told == nil, hasPast { return (UsageTold(spent, on: day), nil) }
        guard !isAtWork else { return (told, nil) }
        let known = told?.day == day ? told?.figures ?? UsageFigures() : UsageFigures()
        guard spent != known else { return (told, nil) }
        let used = UsageFigures(
            tokens: TokenUsage(
                input: spent.tokens.input - known.tokens.input, output: spent.tokens.output - known.tokens.output,
                cacheWrite5m: spent.tokens.cacheWrite5m - known.tokens.cacheWrite5m,
                cacheWrite1h: spent.tokens.cacheWrite1h - known.tokens.cacheWrite1h,
                cacheRead: spent.tokens.cacheRead - known.tokens.cacheRead),
            messages: spent.messages - known.messages, costUSD: spent.costUSD - known.costUSD,
            unpriced: spent.unpriced - known.unpriced)
        return (UsageTold(spent, on: day), used.tokens.total > 0 ? used : nil)
    }
}
