import Model

/// Codex's composer: rows that begin with `›` at the left edge, what goes on indented below it; a footer below that.
struct CodexScreenComposer {
    var text: Range<Int>
    /// The rows below it.
    var footer: Range<Int>

    static func find(in rows: ScreenRows) -> CodexScreenComposer? {
        for index in rows.indices.reversed().prefix(60) {
            let row = rows[index]
            if row.isBlank || row.indent >= 2 { continue }
            guard row.indent == 0, let (sign, next) = row.scalar(at: 0), row.isGap(at: next),
                sign == "›" || sign == "▌" || sign == "!"
            else { return nil }
            var end = index + 1
            var last = index
            // The footer is parted from the text by a blank row, and is the lowest paragraph.
            while end < rows.count {
                if rows[end].isBlank, rows[end...].drop(while: \.isBlank).allSatisfy({ !$0.isBlank }) { break }
                if !rows[end].isBlank { last = end }
                end += 1
            }
            if end == rows.count { last = index }
            return CodexScreenComposer(text: index..<last + 1, footer: last + 1..<rows.count)
        }
        return nil
    }

    func draft(_ rows: ScreenRows) -> String? {
        var lines: [String] = []
        for index in text {
            let row = rows[index]
            var start = row.indent
            if index == text.lowerBound, let (_, next) = row.scalar(at: row.indent) { start = row.skipBlanks(next) }
            lines.append(DraftText.typed(row, from: start))
        }
        // Written over its empty composer where several begin in a new home at once (0.163.0).
        if lines.first?.begins("state db backfill is running at ") == true { return nil }
        return DraftText.joined(
            lines, isColoured: rows.isColoured || rows[text].contains { $0.runs.contains { $0.style != ScreenStyle() } }
        )
    }
}

extension ScreenRows {
    subscript(_ range: PartialRangeFrom<Int>) -> ArraySlice<ScreenRow> {
        self[range.lowerBound..<max(range.lowerBound, count)]
    }
}
