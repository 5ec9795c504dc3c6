package import Model

/// The sentence with which an agent says that the account's limit is reached.
///
/// `You've hit your 5-hour limit · resets 10:23am (UTC)`, `You’ve hit your usage limit. … try again at 1:08 PM.`,
/// `5-hour limit reached ∙ resets 3pm`, `Claude AI usage limit reached|1736900000`. Warnings before the limit
/// (`Approaching usage limit`) are none.
package enum LimitText {
    /// - Parameters:
    ///   - text: a message from its beginning; the announcement is expected in its first sentence.
    ///   - after: when it was said.
    ///   - zone: as in `ResetTime.parse`.
    package static func parse(_ text: some StringProtocol, after: Timestamp, zone: String?) -> UsageLimit? {
        let message = plain(text)
        guard announces(message) else { return nil }
        return UsageLimit(kind: kind(message), until: ResetTime.parse(message, after: after, zone: zone))
    }

    /// One kind of apostrophe and of blank, at most 1,000 characters.
    private static func plain(_ text: some StringProtocol) -> String {
        var plain = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(1000) {
            switch scalar {
            case "\u{2019}", "\u{2018}", "\u{02BC}": plain.append("'")
            case "\u{00A0}", "\u{202F}", "\u{2009}", "\n", "\t": plain.append(" ")
            default: plain.append(scalar)
            }
        }
        return String(plain)
    }

    private static func announces(_ message: String) -> Bool {
        let start = message.prefix(160).asciiLowercased().drop { !$0.isLetter && !$0.isNumber }
        let first = start.prefix { $0 != "." && $0 != "·" && $0 != "∙" && $0 != "|" && $0 != "\n" }
        if start.begins("you're out of extra usage") || start.begins("you're out of usage") { return true }
        if let rest = [
            "you've hit your", "you've reached your", "you have hit your", "you have reached your",
            "you hit your", "you reached your",
        ].first(where: { first.begins($0) }).map({ first.dropFirst($0.count) }) {
            return rest.has("limit")
        }
        // `5-hour limit reached`, `Claude usage limit reached`, `Opus weekly limit reached`: the words before are few.
        guard
            let end = ["limit reached", "limit exceeded", "limit has been reached"]
                .lazy.compactMap({ words in first.range(ofBytes: words)?.lowerBound }).first
        else { return false }
        return first[..<end].split(separator: " ").allSatisfy(names.contains)
            && !first[..<end].isEmpty
    }

    private static let names: Set<Substring> = [
        "claude", "ai", "code", "codex", "pro", "max", "opus", "sonnet", "haiku", "fable", "usage", "weekly", "5-hour",
        "five-hour", "session", "daily", "monthly", "your", "the", "7-day", "plan", "model", "extra", "account",
        "organization", "team",
    ]

    private static func kind(_ message: String) -> UsageLimit.Kind {
        let head = message.prefix(120).asciiLowercased().prefix { $0 != "." && $0 != "·" && $0 != "∙" && $0 != "|" }
        if head.has("opus") { return .opus }
        if head.has("5-hour") || head.has("five-hour") || head.has("session") { return .fiveHour }
        if head.has("week") || head.has("7-day") { return .weekly }
        return .usage
    }
}
