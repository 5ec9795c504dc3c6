/// A shell's prompt, or an agent's parting words, at the very end of a screen: the agent is gone.
enum ShellPrompt {
    /// An agent's own last row is indented, a completion, or ends in none of a prompt's signs; the prompt is where a
    /// line begins.
    static func stands(at row: ScreenRow) -> Bool {
        guard !row.isBlank, row.indent == 0, row.cells <= 160, let sign = row.glyph, sign != "›",
            !MessageSign.all.contains(sign), !row.has("❯\u{A0}", at: 0), row.line() == nil
        else { return false }
        let text = row.text
        return isBare(text) || isTypedAt(text)
    }

    private static let signs: Set<Unicode.Scalar> = ["#", "$", "%", "❯", "➜", "λ", ">", "»"]

    /// `# `, `user@host:~$ `, `host% `: nothing is typed yet.
    private static func isBare(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        guard let last = scalars.last, signs.contains(last) else { return false }
        let before = scalars.dropLast()
        // `42%` is a share, `<b>` a tag, `->` an arrow.
        if let previous = before.last {
            if last == "%", previous.properties.numericType != nil { return false }
            if last == ">" || last == "»" { return !before.contains("<") && previous != "-" && previous != "=" }
        }
        return last != "»" || !before.isEmpty
    }

    /// `user@host:~/x$ ls`, `[user@host x]# ls`, `bash-5.2$ ls`: something is.
    private static func isTypedAt(_ text: String) -> Bool {
        let words = text.split(separator: " ", maxSplits: 2)
        for word in words.prefix(2) {
            guard let last = word.unicodeScalars.last, last == "#" || last == "$" || last == "%" else { continue }
            let before = word.unicodeScalars.dropLast()
            return before.contains("@") || before.contains(":") || before.last == "]"
                || before.starts(with: "bash-".unicodeScalars)
                || before.starts(with: "sh-".unicodeScalars)
        }
        return false
    }

    /// An agent that was killed leaves its screen behind, and the shell writes its prompt into it: the row. Nothing of an
    /// agent's own stands so at the left edge.
    static func written(over rows: ScreenRows) -> Int? {
        rows.indices.suffix(8).last { index in
            let row = rows[index]
            guard row.indent == 0, let (sign, next) = row.scalar(at: 0), sign == "#" || sign == "$" || sign == "%"
            else {
                return false
            }
            if next == row.bytes.count { return true }
            // What is left of the line that was there.
            guard row.isGap(at: next), let (stroke, _) = row.scalar(at: row.skipBlanks(next)) else { return false }
            return stroke == "─" && row.text.ends("────────")
        }
    }

    /// What the agents print when they end: how to come back.
    static func isFarewell(_ row: ScreenRow) -> Bool {
        guard row.indent <= 2 else { return false }
        let text = row.text
        return ["claude --resume ", "claude -r ", "codex resume ", "Stop the current turn: run codex agents"]
            .contains { text.begins($0) } || text.begins("To continue this session, run codex resume ")
    }
}
