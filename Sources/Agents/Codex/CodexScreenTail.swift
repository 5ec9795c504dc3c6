import Model
import Status

/// The region right above Codex's composer: its status row while a turn goes on, and the last cell of the history.
struct CodexScreenTail {
    /// `Working (3s • esc to interrupt) · …`.
    var status: String?
    /// The highest row that counts.
    private(set) var top: Int
    /// `1 background terminal running · /ps to view · /stop to close`, in a row of its own.
    var hasBackground = false
    /// Prompts that wait for the turn's end.
    var queued = 0
    /// What hangs below the status row.
    var detail = ""
    /// A turn's end is written below the last cell.
    private var isFinished = false
    /// The rows of the last cell.
    var cell: Range<Int>

    init(_ rows: ScreenRows, below: Int) {
        cell = below..<below
        top = below
        defer { top = min(top, cell.lowerBound) }
        var index = below - 1
        var end = 0
        while index >= end {
            let row = rows[index]
            if row.isBlank || Self.isFinished(row) {
                isFinished = isFinished || !row.isBlank
                index -= 1
                continue
            }
            // On a high pane the last cell may stand far above: what is not blank counts.
            end = max(end, index - 60)
            // A cell is a paragraph; its first row has the sign, what it says may go on at the left edge.
            var first = index
            while first > end, !rows[first - 1].isBlank { first -= 1 }
            let sign = (first...index).last { Self.isSigned(rows[$0]) }
            if status == nil, !isFinished, cell.isEmpty, let sign, let text = Self.running(rows[sign]) {
                status = text
                top = sign
                detail = (sign + 1..<index + 1).map { rows[$0].text }.joined(separator: " ")
                index = sign - 1
                continue
            }
            if let sign, status == nil, rows[sign].text.begins("• Queued follow-up") {
                queued = (sign + 1..<index + 1).filter { rows[$0].glyph == "↳" }.count
                index = sign - 1
                continue
            }
            // Indented paragraphs belong to the cell above them.
            guard let sign else {
                let text = rows[index].text
                if first == index, cell.isEmpty, FooterText.hasBackground(text), text.has("/ps") || text.has("/stop") {
                    hasBackground = true
                    index -= 1
                    continue
                }
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
        let words = text.asciiLowercased()
        // An answer may quote it: the agent's own is a few words, the clock in parentheses, and nothing or ` · …` after.
        guard let open = words.firstIndex(of: "("), words[..<open].utf8.count <= 48,
            words[..<open].unicodeScalars.allSatisfy({
                $0.properties.isAlphabetic || " .…/-:'0123456789".unicodeScalars.contains($0)
            })
        else { return nil }
        let rest = words[words.index(after: open)...]
        let clock = rest.prefix { $0 != ")" }
        guard let digit = clock.unicodeScalars.first, ("0"..."9").contains(digit) || clock.begins("esc"),
            clock.has("esc to in") || clock.ends("…")
        else { return nil }
        let after = rest[clock.endIndex...].dropFirst().trimmedBlanks()
        return after.isEmpty || after.begins("·") || after.begins("•") ? text : nil
    }

    /// `Worked for 6s • 10:32`, also within a line: `─ Worked for 6s ─────`.
    private static func isFinished(_ row: ScreenRow) -> Bool {
        if row.line(indent: 2) != nil { return true }
        let text = row.text
        guard row.indent >= 1, text.begins("Worked for ") else { return false }
        return text.dropFirst(11).unicodeScalars.first.map { $0 == "<" || ("0"..."9").contains($0) } ?? false
    }
}
