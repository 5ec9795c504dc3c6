package import Model

/// The moment that an agent means by "resets 10:23am (UTC)".
package enum ResetTime {
    /// A moment that far back is still the one meant: the limit has just ended.
    static let grace = 600.0

    /// The first such moment after `after`, in the words that agents have been seen to use: `10:23am (UTC)`,
    /// `Nov 23, 10:36am (UTC)`, `3pm`, `in 2 hours`, `1:08 PM`, `Nov 23rd, 2026 11:08 AM`, `tomorrow at 9am`,
    /// `Monday at 9am`, seconds since 1970.
    ///
    /// - Parameters:
    ///   - text: a sentence with the time in it, or the time alone.
    ///   - after: when it was said. A time up to ten minutes before still means that past moment. A date without a year
    ///     means the nearest one: what is half a year back is over, since no limit lasts that long.
    ///   - zone: where the text names none; nil for the machine's own.
    package static func parse(_ text: some StringProtocol, after: Timestamp, zone: String?) -> Timestamp? {
        let words = ResetWords(text)
        // The word that announces it stands right before the time; at the beginning stands a time alone. `at` comes
        // last: it may stand between a day and its hour.
        let starts = words.words.indices.filter { announcing.contains(words.words[$0]) }
        let weak = words.words.indices.filter { words.word(at: $0) == "at" }
        for start in starts.map({ $0 + 1 }) + [0] + weak {
            var phrase = ResetPhrase(words, at: start)
            if let moment = phrase.moment(after: after, zone: zone) { return moment }
        }
        return nil
    }

    private static let announcing: Set<ResetWords.Word> = [
        .word("resets"), .word("reset"), .word("again"), .word("until"), .word("on"), .word("after"),
        .word("available"), .word("automatically"), .word("renews"), .mark("|"),
    ]
}
