import Model
import Status

/// The region right above Codex's composer: its status row while a turn goes on, and the last cell of the history.
struct CodexScreenTail {
    /// `Working (3s • esc to interrupt) · …`.
    var status: String?
    /// The rows of the last cell.
    var cell: Range<Int>

    init(_ rows: ScreenRows, below: Int) {
        cell = below..<below
        var index = below - 1
        let end = max(0, below - 60)
        while index >= end {
            let row = rows[index]
            if row.isBlank || Self.isFinished(row) {
                index -= 1
                continue
            }
            // A cell is a paragraph; its first row has the sign, what it says may go on at the left edge.
            var first = index
            while first > end, !rows[first - 1].isBlank { first -= 1 }
            let sign = (first...index).last { Self.isSigned(rows[$0]) }
            if status == nil, let sign, let text = Self.running(rows[sign]) {
                status = text
                index = sign - 1
                continue
            }
            // Indented paragraphs belong to the cell above them.
            guard let sign else {
                if cell.isEmpty { cell = first..<index + 1 } else { cell = first..<cell.upperBound }
                index = first - 1
                continue
            }
            cell = sign..<(cell.isEmpty ? index + 1 : cell.upperBound)
            return
        }
    }

    private static func isSigned(_ row: ScreenRow) -> Bool {
        guard row.indent == 0, let (sign, next) = row.scalar(at: 0), row.isGap(at: next) else { return false }
        return ["•", "◦", "■", "⚠", "✔", "✗", "›", "▌", "●"].contains(sign) || SpinnerRow.isBraille(sign)
    }

    private static func running(_ row: ScreenRow) -> String? {
        guard let (sign, next) = row.scalar(at: row.indent), sign != "›", sign != "■" else { return nil }
        let text = row.text(from: next)
        let words = text.lowercased()
        // An answer of one row may quote it, but only the agent's own begins with a word and the clock in parentheses.
        guard let open = words.firstIndex(of: "("), words.distance(from: words.startIndex, to: open) <= 60 else { return nil }
        let clock = words[words.index(after: open)...]
        guard let digit = clock.unicodeScalars.first, ("0"..."9").contains(digit) || clock.hasPrefix("esc") else { return nil }
        return clock.contains("to interrupt") || clock.contains("to in…") || clock.contains("esc to") ? text : nil
    }

    /// `Worked for 6s • 10:32`, also within a line: `─ Worked for 6s ─────`.
    private static func isFinished(_ row: ScreenRow) -> Bool {
        if row.line(indent: 2) != nil { return true }
        let text = row.text
        guard row.indent >= 1, text.hasPrefix("Worked for ") else { return false }
        return text.dropFirst(11).unicodeScalars.first.map { $0 == "<" || ("0"..."9").contains($0) } ?? false
    }
}
