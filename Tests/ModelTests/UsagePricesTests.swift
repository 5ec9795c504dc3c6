import Model
import Testing

@Suite struct UsagePricesTests {
    @Test(arguments: [
        ("claude-opus-4-1-20250805", 15.0), ("claude-opus-4-5-20251101", 5), ("claude-opus-4", 15),
        ("us.anthropic.claude-sonnet-4-5-20250929-v1:0", 3), ("claude-sonnet-4-5@20250929", 3),
        ("gpt-5-codex", 1.25), ("gpt-5-mini", 0.25), ("gpt-5.1-codex-mini", 0.25),
    ])
    func `The longest beginning of a name has its price`(_ model: String, _ input: Double) {
        #expect(UsagePrices().price(of: model)?.input == input)
    }

    @Test(arguments: ["claude-opus-5-5", "gpt-5.9", "gpt-50", "gpt-6", "unknown", "", "<synthetic>"])
    func `A model that is not in the table has no price`(_ model: String) {
        #expect(UsagePrices().price(of: model) == nil)
    }

    @Test func `The configuration says more, and what it does not say follows`() {
        var opus = UsagePriceSettings()
        opus.input = 10
        var other = UsagePriceSettings()
        other.input = 1
        var cached = UsagePriceSettings()
        cached.cacheRead = 0.7
        let prices = UsagePrices(["claude-opus-4-5": opus, "mine": other, "claude-sonnet-4": cached])
        #expect(
            prices.price(of: "claude-opus-4-5-x")
                == UsagePrice(10, 25, cacheWrite5m: 12.5, cacheWrite1h: 20, cacheRead: 1))
        // Without an output's price there is none.
        #expect(prices.price(of: "mine") == nil)
        #expect(prices.price(of: "claude-sonnet-4-5") == UsagePrice(3, 15, cacheRead: 0.7))
        #expect(prices.overridden == ["claude-opus-4-5", "claude-sonnet-4"])
    }

    @Test func `A cost is the sum over kinds of tokens`() {
        let tokens = TokenUsage(
            input: 1_000_000, output: 100_000, cacheWrite5m: 10_000, cacheWrite1h: 10_000, cacheRead: 1_000_000)
        #expect(abs(UsagePrice(5, 25).cost(of: tokens) - (5 + 2.5 + 0.0625 + 0.1 + 0.5)) < 1e-9)
    }

    @Test func `What has no price is unknown, never nothing`() {
        let tokens = TokenUsage(input: 5, output: 5)
        #expect(UsageFigures(tokens: tokens, unpriced: 10).knownCost == nil)
        #expect(UsageFigures(tokens: tokens, costUSD: 1, unpriced: 5).knownCost == 1)
        #expect(UsageFigures().knownCost == 0)
    }
}
