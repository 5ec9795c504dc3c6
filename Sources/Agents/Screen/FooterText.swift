import Model

/// What an agent's footer and status rows say beside the state.
enum FooterText {
    /// `1 background task`, `2 shells running`, `1 background terminal running`.
    static func hasBackground(_ text: String) -> Bool {
        let words = text.asciiLowercased().utf8
            .split { !(0x61...0x7A).contains($0) && !(0x30...0x39).contains($0) }.map { Substring($0) }
        for (index, word) in words.enumerated() where Int(word).map({ $0 > 0 && $0 < 1000 }) == true {
            var next = index + 1
            while next < words.count, ["background", "local", "running", "active"].contains(words[next]) { next += 1 }
            guard next < words.count else { continue }
            if ["bash", "bashes", "shell", "shells", "terminal", "terminals", "monitor", "monitors"].contains(
                words[next])
            {
                return true
            }
            if next > index + 1, ["task", "tasks", "agent", "agents", "process", "processes"].contains(words[next]) {
                return true
            }
        }
        return false
    }

    /// `Context left until auto-compact: 8%`, `Context low (8% remaining)`, `92% context used`, `100% context left`.
    static func context(_ text: String) -> ContextUse? {
        let words = text.asciiLowercased()
        guard let mark = words.range(ofBytes: "context"), let percent = percent(words, near: mark) else { return nil }
        let around = words[
            max(
                words.startIndex,
                words.index(mark.lowerBound, offsetBy: -24, limitedBy: words.startIndex) ?? words.startIndex)...
        ]
        .prefix(80)
        let isRest = ["left", "remaining", "until auto-compact"].contains { around.has($0) }
        let isUsed = around.has("used") || around.has("full")
        // `context 42%` alone is what is used.
        guard isRest || isUsed || words[mark.upperBound...].dropFirst().first?.isNumber == true else { return nil }
        return ContextUse(percent: isRest ? 100 - percent : percent)
    }

    /// The share that stands nearest to the word, before or after it.
    private static func percent(_ words: String, near mark: Range<String.Index>) -> Int? {
        let after = words[mark.upperBound...].prefix(60)
        if let sign = after.firstIndex(of: "%"), let value = number(before: sign, in: after) { return value }
        let before = words[..<mark.lowerBound].suffix(12)
        if let sign = before.lastIndex(of: "%"), let value = number(before: sign, in: before) { return value }
        return nil
    }

    private static func number(before sign: Substring.Index, in text: Substring) -> Int? {
        let digits = text[..<sign].reversed().prefix { ("0"..."9").contains($0) }.reversed()
        guard let value = Int(String(digits)), value <= 100 else { return nil }
        return value
    }
}
