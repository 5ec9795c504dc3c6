import Model

/// Claude's composer: a line across, rows that begin with `❯` and a NO-BREAK SPACE, a line across. 1.x draws a box
/// with `>` in it.
struct ClaudeScreenComposer {
    /// The upper line, or the first row where it is cut off.
    var top: Int
    /// The rows of the text.
    var text: Range<Int>
    /// The lower line, or the last row.
    var bottom: Int

    static func find(in rows: ScreenRows) -> ClaudeScreenComposer? {
        let bottom = rows.count - 1
        guard bottom >= 0 else { return nil }
        for lower in stride(from: bottom, through: max(0, bottom - 40), by: -1) where rows[lower].line() == .solid {
            if let composer = above(lower, rows) { return composer }
        }
        return unframed(rows)
    }

    private static func above(_ lower: Int, _ rows: ScreenRows) -> ClaudeScreenComposer? {
        var index = lower - 1
        while index >= 0, rows[index].line() != .solid { index -= 1 }
        let first = index + 1
        guard first < lower else { return nil }
        if index >= 0 {
            // A long draft scrolls in it: `──── ↑ 2 more ────`.
            let isScrolled =
                rows[index].text.has("↑")
                && (first..<lower).allSatisfy { rows[$0].isBlank || rows[$0].indent >= 2 }
            guard isPrompt(rows[first]) || isScrolled else { return nil }
            return ClaudeScreenComposer(top: index, text: first..<lower, bottom: lower)
        }
        // The upper line was cut off with what is above it. What goes on in the composer is indented below its sign, and
        // the NO-BREAK SPACE tells it from a prompt in the history above a dialog's line.
        for first in first..<lower where rows[first].has("❯\u{A0}", at: 0) {
            let isWhole = (first + 1..<lower).allSatisfy { rows[$0].isBlank || rows[$0].indent >= 2 }
            return isWhole ? ClaudeScreenComposer(top: first, text: first..<lower, bottom: lower) : nil
        }
        return nil
    }

    /// Without lines, the NO-BREAK SPACE tells a composer from a prompt in the history; below it are only indented rows.
    private static func unframed(_ rows: ScreenRows) -> ClaudeScreenComposer? {
        for index in rows.indices.reversed().prefix(12) {
            let row = rows[index]
            if row.has("❯\u{A0}", at: 0) {
                return ClaudeScreenComposer(top: index, text: index..<index + 1, bottom: index)
            }
            guard row.isBlank || row.indent >= 2 else { return nil }
        }
        return nil
    }

    private static func isPrompt(_ row: ScreenRow) -> Bool {
        let row = row.unboxed
        guard row.indent <= 2, let (sign, next) = row.scalar(at: row.indent), row.isGap(at: next) else { return false }
        return MessageSign.prompts.contains(sign) || sign == "#" || sign == "&"
    }

    // MARK: What stands in it

    /// The text that a person typed, lines joined; nil for none, a placeholder or a suggestion, which are dim.
    func draft(_ rows: ScreenRows) -> String? {
        var lines: [String] = []
        for index in text {
            let row = rows[index].unboxed
            var start = row.indent
            if index == text.lowerBound, Self.isPrompt(rows[index]), let (_, next) = row.scalar(at: row.indent) {
                start = row.skipBlanks(next)
            }
            lines.append(DraftText.typed(row, from: start))
        }
        return DraftText.joined(lines, isColoured: rows.isColoured)
    }

    /// What is drawn dim in it.
    func suggestion(_ rows: ScreenRows) -> String {
        text.map { rows[$0].unboxed.text }.joined(separator: " ")
    }
}
