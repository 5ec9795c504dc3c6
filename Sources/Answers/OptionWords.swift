/// What an option's words mean, whatever its place and number: versions exchange both.
package struct OptionWords: Sendable, Hashable {
    /// Lower case, without marks and hints at the end: `(esc)`, `(recommended)`, `✔`.
    package let plain: String

    package init(_ label: String) {
        var text = Self.trimmed(label.lowercased())
        while text.hasSuffix(")"), let open = text.lastIndex(of: "("), open > text.startIndex {
            text = Self.trimmed(String(text[..<open]))
        }
        while let last = text.last, last == "." || last == "✔" || last == "✓" || last == "!" { text.removeLast() }
        plain = Self.trimmed(text).split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    }

    private static func trimmed(_ text: String) -> String {
        var rest = text[...]
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return String(rest)
    }

    /// Yes to this one thing, and to nothing more.
    package var isPlainYes: Bool {
        [
            "yes", "yes, proceed", "yes, continue", "allow", "allow once", "yes, allow once", "yes, allow", "approve",
            "approve once", "accept", "yes, i accept", "run", "run once", "yes, run it", "proceed", "ok", "continue",
            "yes, just this once",
        ].contains(plain)
    }

    /// It begins as a yes does; it may allow more than what is asked.
    package var isSomeYes: Bool { Self.begins(plain, with: ["yes", "allow", "approve", "accept"]) }

    package var isNo: Bool {
        Self.begins(
            plain, with: ["no", "deny", "reject", "decline", "don't", "cancel", "keep planning", "exit", "stay"])
    }

    /// A refusal that is given in words: the option itself is where they are typed.
    package var isRefusalInWords: Bool {
        Self.begins(plain, with: ["type here to tell", "tell claude what", "tell codex what"])
    }

    /// It allows more than this once.
    package var isWider: Bool {
        [
            "don't ask", "always", "all edits", "auto mode", "auto-accept", "automatically", "bypass",
            "for this session",
            "during this session", "future", "default mode", "accept edits", "similar",
        ].contains { plain.contains($0) }
    }

    package var trusts: Bool {
        plain.contains("trust") && !isNo && !plain.contains("don't trust") && !plain.contains("without trust")
            && !plain.contains("not trust")
    }

    private static func begins(_ text: String, with words: [String]) -> Bool {
        words.contains { word in
            guard text.hasPrefix(word) else { return false }
            return text.dropFirst(word.count).first.map { !$0.isLetter && !$0.isNumber } ?? true
        }
    }
}
