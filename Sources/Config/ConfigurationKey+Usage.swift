import Model

extension ConfigurationKey {
    static let budget: [ConfigurationKey] = [
        ConfigurationKey(
            section: ["budget"], leaf: "fleetPerDay",
            summary: "USD a day that all sessions may cost; 0 is without end.",
            value: .decimal(\.usage.fleetPerDay, 0...1_000_000)),
        ConfigurationKey(
            section: ["budget"], leaf: "sessionPerDay",
            summary: "USD a day that one session may cost; 0 is without end. Prices are set in [prices.\"MODEL\"].",
            value: .decimal(\.usage.sessionPerDay, 0...1_000_000)),
    ]

    private static let priceLeaves:
        [(leaf: String, target: any WritableKeyPath<UsagePriceSettings, Double?> & Sendable)] =
            [
                ("input", \.input), ("output", \.output), ("cacheWrite5m", \.cacheWrite5m),
                ("cacheWrite1h", \.cacheWrite1h), ("cacheRead", \.cacheRead),
            ]

    /// `prices.MODEL.input` and its like.
    static func price(_ path: [String]) -> ConfigurationKey? {
        guard path.count == 3, isPriceSection(Array(path.prefix(2))),
            priceLeaves.contains(where: { $0.leaf == path[2] })
        else { return nil }
        return ConfigurationKey(
            section: Array(path.prefix(2)), leaf: path[2],
            summary: "USD per million tokens of models whose names begin with \(path[1]).",
            value: .decimal(\.[price: path[1], path[2]], 0...100_000))
    }

    static func isPriceSection(_ path: [String]) -> Bool {
        guard path.first == "prices", path.count <= 2 else { return false }
        guard path.count == 2 else { return true }
        let isPlain = path[1].utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "\"") }
        return !path[1].isEmpty && path[1].utf8.count <= 100 && isPlain
    }

    /// The prices that a configuration sets.
    static func prices(in configuration: Configuration) -> [ConfigurationKey] {
        configuration.usage.prices.sorted { $0.key < $1.key }.flatMap { model, said in
            priceLeaves.filter { said[keyPath: $0.target] != nil }.compactMap { price(["prices", model, $0.leaf]) }
        }
    }

    fileprivate static func target(
        _ leaf: String
    ) -> (any WritableKeyPath<UsagePriceSettings, Double?> & Sendable)? {
        priceLeaves.first { $0.leaf == leaf }?.target
    }
}

extension Configuration {
    /// One price of a model; one that is not said is what follows from the others, 0 where nothing does.
    subscript(price model: String, leaf: String) -> Double {
        get {
            guard let target = ConfigurationKey.target(leaf) else { return 0 }
            if let said = usage.prices[model]?[keyPath: target] { return said }
            guard let price = UsagePrices(usage.prices).price(of: model) else { return 0 }
            switch leaf {
            case "input": return price.input
            case "output": return price.output
            case "cacheWrite5m": return price.cacheWrite5m
            case "cacheWrite1h": return price.cacheWrite1h
            default: return price.cacheRead
            }
        }
        set {
            guard let target = ConfigurationKey.target(leaf) else { return }
            usage.prices[model, default: UsagePriceSettings()][keyPath: target] = newValue
        }
    }
}
