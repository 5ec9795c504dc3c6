/// What a model's tokens cost, in USD per million.
package struct UsagePrice: Sendable, Hashable, Codable {
    package var input: Double
    package var output: Double
    package var cacheWrite5m: Double
    package var cacheWrite1h: Double
    package var cacheRead: Double

    /// What is not given follows from the input's price as with Anthropic: 1.25 times, twice, and a tenth of it.
    package init(
        _ input: Double, _ output: Double, cacheWrite5m: Double? = nil, cacheWrite1h: Double? = nil,
        cacheRead: Double? = nil
    ) {
        self.input = input
        self.output = output
        self.cacheWrite5m = cacheWrite5m ?? input * 1.25
        self.cacheWrite1h = cacheWrite1h ?? input * 2
        self.cacheRead = cacheRead ?? input / 10
    }

    package func cost(of tokens: TokenUsage) -> Double {
        let sum =
            Double(tokens.input) * input + Double(tokens.output) * output + Double(tokens.cacheWrite5m) * cacheWrite5m
            + Double(tokens.cacheWrite1h) * cacheWrite1h + Double(tokens.cacheRead) * cacheRead
        return sum / 1_000_000
    }
}

/// `[prices."MODEL"]` of `config.toml`: what is said of a model; the rest is as shipped.
package struct UsagePriceSettings: Sendable, Hashable, Codable {
    package var input: Double?
    package var output: Double?
    package var cacheWrite5m: Double?
    package var cacheWrite1h: Double?
    package var cacheRead: Double?

    package init() {}

    /// Nil where neither this nor what is shipped says what input and output cost.
    func price(over shipped: UsagePrice?) -> UsagePrice? {
        guard let input = input ?? shipped?.input, let output = output ?? shipped?.output else { return nil }
        // Prices of the cache that were shipped for another input do not fit.
        let shipped = self.input == nil ? shipped : nil
        return UsagePrice(
            input, output, cacheWrite5m: cacheWrite5m ?? shipped?.cacheWrite5m,
            cacheWrite1h: cacheWrite1h ?? shipped?.cacheWrite1h, cacheRead: cacheRead ?? shipped?.cacheRead)
    }
}

/// The table of prices: what is shipped, and what the user says.
package struct UsagePrices: Sendable, Hashable {
    /// Of the public lists that the shipped prices are from.
    package static let date = "2025-11-24"

    private static func openAI(_ input: Double, _ output: Double, _ cached: Double) -> UsagePrice {
        UsagePrice(input, output, cacheWrite5m: input, cacheWrite1h: input, cacheRead: cached)
    }

    package static let shipped: [String: UsagePrice] = [
        "claude-opus-4": UsagePrice(15, 75),
        "claude-opus-4-5": UsagePrice(5, 25),
        "claude-sonnet-4": UsagePrice(3, 15),
        "claude-haiku-4-5": UsagePrice(1, 5),
        "claude-3-7-sonnet": UsagePrice(3, 15),
        "claude-3-5-sonnet": UsagePrice(3, 15),
        "claude-3-5-haiku": UsagePrice(0.8, 4),
        "claude-3-opus": UsagePrice(15, 75),
        "claude-3-haiku": UsagePrice(0.25, 1.25, cacheWrite5m: 0.3, cacheRead: 0.03),
        "gpt-5": openAI(1.25, 10, 0.125),
        "gpt-5.1": openAI(1.25, 10, 0.125),
        "gpt-5-mini": openAI(0.25, 2, 0.025),
        "gpt-5.1-codex-mini": openAI(0.25, 2, 0.025),
        "gpt-5-codex-mini": openAI(0.25, 2, 0.025),
        "gpt-5-nano": openAI(0.05, 0.4, 0.005),
        "gpt-5-pro": openAI(15, 120, 15),
        "gpt-4.1": openAI(2, 8, 0.5),
        "gpt-4.1-mini": openAI(0.4, 1.6, 0.1),
        "gpt-4.1-nano": openAI(0.1, 0.4, 0.025),
        "gpt-4o": openAI(2.5, 10, 1.25),
        "gpt-4o-mini": openAI(0.15, 0.6, 0.075),
        "o3": openAI(2, 8, 0.5),
        "o4-mini": openAI(1.1, 4.4, 0.275),
        "codex-mini": openAI(1.5, 6, 0.375),
    ]

    /// By the beginning of a model's name.
    package let table: [String: UsagePrice]
    /// Which of them the user has set.
    package let overridden: Set<String>

    package init(_ settings: [String: UsagePriceSettings] = [:]) {
        var table = Self.shipped
        var overridden: Set<String> = []
        for (name, said) in settings {
            guard let price = said.price(over: Self.find(name, in: Self.shipped)) else { continue }
            table[name] = price
            overridden.insert(name)
        }
        self.table = table
        self.overridden = overridden
    }

    /// The price of the longest beginning of the model's name that is in the table; nil where none is.
    package func price(of model: String) -> UsagePrice? { Self.find(model, in: table) }

    private static func find(_ model: String, in table: [String: UsagePrice]) -> UsagePrice? {
        if let price = table[model] { return price }
        var name = model[...]
        // Where a service puts words before it, as Bedrock does: us.anthropic.claude-…
        for word in ["claude-", "gpt-"] {
            if let start = find(word, in: model) { name = model[start...] }
        }
        let fitting = table.keys.filter { key in
            guard name.hasPrefix(key) else { return false }
            // gpt-5 is neither gpt-5.2 nor gpt-50.
            guard let next = name.dropFirst(key.count).first, key.last?.isNumber == true else { return true }
            return !next.isNumber && next != "."
        }
        return fitting.max { $0.count < $1.count }.flatMap { table[$0] }
    }

    private static func find(_ word: String, in text: String) -> String.Index? {
        var index = text.startIndex
        while index < text.endIndex {
            if text[index...].hasPrefix(word) { return index }
            index = text.index(after: index)
        }
        return nil
    }
}

/// The answer of `GET /v1/usage/prices`.
package struct UsagePriceList: Sendable, Hashable, Codable {
    package struct Entry: Sendable, Hashable, Codable {
        /// The beginning of the model's name.
        package var model: String
        package var price: UsagePrice
        /// From the configuration.
        package var isOverridden: Bool
    }

    /// Of the shipped ones.
    package var date: String
    /// USD per million tokens.
    package var prices: [Entry]

    package init(_ prices: UsagePrices) {
        date = UsagePrices.date
        self.prices = prices.table.sorted { $0.key < $1.key }.map { model, price in
            Entry(model: model, price: price, isOverridden: prices.overridden.contains(model))
        }
    }
}

/// `[budget]` and `[prices]` of `config.toml`.
package struct UsageSettings: Sendable, Hashable {
    /// USD a day (the daemon's time zone); 0 is without end.
    package var fleetPerDay = 0.0
    package var sessionPerDay = 0.0
    package var prices: [String: UsagePriceSettings] = [:]

    package init() {}
}
