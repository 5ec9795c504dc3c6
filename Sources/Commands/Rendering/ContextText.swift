package import Model

/// How full a model's context is.
package enum ContextText {
    /// `42%`, or the tokens where no percentage is known; empty where nothing is.
    package static func short(_ context: ContextUse?) -> String {
        guard let context else { return "" }
        return context.percent.map { "\($0)%" } ?? context.used.map(tokens) ?? ""
    }

    /// `42% (84k of 200k tokens)`.
    package static func long(_ context: ContextUse) -> String {
        guard let used = context.used else { return short(context) }
        let amount = context.limit.map { "\(tokens(used)) of \(tokens($0)) tokens" } ?? "\(tokens(used)) tokens"
        return context.percent.map { "\($0)% (\(amount))" } ?? amount
    }

    /// One that is nearly full stands out: soon it will be compacted.
    package static func style(_ context: ContextUse?) -> Style {
        (context?.percent ?? 0) >= 80 ? .yellow : .plain
    }

    private static func tokens(_ count: Int) -> String {
        switch count {
        case ..<1000: "\(count / 1000).\(count / 100)k"
        case ..<1_000_000: "\(count / 1000)k"
        default: "\(count / 1_000_000).\(count / 100_000 % 10)M"
        }
    }
}
