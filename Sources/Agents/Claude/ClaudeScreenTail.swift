import Model

/// The live region right above Claude's composer (or menu): a spinner's row where a turn goes on, and the last message.
struct ClaudeScreenTail {
    var spinner: SpinnerRow?
    /// Prompts that stand below the spinner.
    var queued = 0
    /// The rows of the last message, from top to bottom.
    var cell: Range<Int>
    /// Of rows at the right edge and below messages: no part of one.
    var asides: [String] = []
    /// Below the last message stands the row of a turn that finished by itself: `✻ Baked for 3s · done 10:18 AM`.
    var isDone = false
    /// A finished turn's row says that work goes on: `✻ Crunched for 0s · 1 shell still running`.
    var hasBackground = false

    /// Rows that are not blank; on a high pane the last message may stand far above.
    private static let reach = 60

    /// - Parameter below: the row under the region, the composer's upper line.
    init(_ rows: ScreenRows, below: Int) {
        cell = below..<below
        var prompts = 0
        var waiting = 0
        var lowest: Int?
        var index = below - 1
        var seen = 0
        while index >= 0, seen < Self.reach {
            let row = rows[index]
            defer { index -= 1 }
            if row.isBlank { continue }
            seen += 1
            if Self.isAside(row, rows.width) {
                asides.append(row.text)
                continue
            }
            if let found = SpinnerRow(row) {
                if lowest == nil { isDone = isDone || (!found.isRunning && found.text.has("· done ")) }
                if lowest == nil { hasBackground = hasBackground || FooterText.hasBackground(found.text) }
                if found.isRunning, lowest == nil || !Self.isInterrupted(rows, index..<(lowest ?? index) + 1) {
                    spinner = found
                    queued = prompts + waiting
                    cell = Self.message(rows, above: index)
                    return
                }
                // A finished turn's row; what stands below it is no part of the message above.
                if lowest != nil, row.glyph != "*" {
                    cell = index..<(lowest ?? index) + 1
                    return
                }
                continue
            }
            if Self.isPrompt(row) {
                if let lowest, rows[index + 1..<lowest + 1].contains(where: Self.isAnswer) {
                    cell = index..<lowest + 1
                    return
                }
                if lowest == nil { lowest = index }
                prompts += 1
                continue
            }
            if lowest == nil { lowest = index }
            guard row.indent <= 1 else {
                if row.indent == 2, Self.isWaiting(row) { waiting += 1 }
                continue
            }
            // Below a prompt that waits in the queue, a message is not the last word.
            cell = index..<(lowest ?? index) + 1
            if prompts > 0 { cell = index..<index }
            return
        }
        if let lowest, prompts == 0 { cell = max(0, index + 1)..<lowest + 1 }
    }

    /// The last message above a row: a spinner's, a menu's upper line.
    static func message(_ rows: ScreenRows, above: Int) -> Range<Int> {
        var lowest: Int?
        var seen = 0
        for index in stride(from: above - 1, through: 0, by: -1) where seen < reach {
            let row = rows[index]
            if row.isBlank || isAside(row, rows.width) { continue }
            seen += 1
            if lowest == nil, SpinnerRow(row) != nil { continue }
            if lowest == nil { lowest = index }
            if row.indent <= 1 { return index..<(lowest ?? index) + 1 }
        }
        return above..<above
    }

    /// Something small at the right edge, such as `◐ medium · /effort`.
    private static func isAside(_ row: ScreenRow, _ width: Int) -> Bool {
        row.indent >= 20 && row.indent * 3 >= width
    }

    private static func isPrompt(_ row: ScreenRow) -> Bool {
        guard row.indent == 0, let (sign, next) = row.scalar(at: 0), row.isGap(at: next) else { return false }
        return MessageSign.prompts.contains(sign)
    }

    /// Some versions indent the prompts that wait: `  ❯ and then the tests`. Completions have the same cursor.
    private static func isWaiting(_ row: ScreenRow) -> Bool {
        guard let (sign, next) = row.scalar(at: row.indent), sign == "❯", row.isGap(at: next) else { return false }
        let text = row.bytes[row.skipBlanks(next)...].first
        return text != nil && text != UInt8(ascii: "/") && text != UInt8(ascii: "@")
    }

    private static func isAnswer(_ row: ScreenRow) -> Bool { row.glyph == "⎿" }

    private static func isInterrupted(_ rows: ScreenRows, _ range: Range<Int>) -> Bool {
        range.contains { rows[$0].glyph == "⎿" && rows[$0].text.has("Interrupted") }
    }
}

extension ScreenRows {
    subscript(_ range: Range<Int>) -> ArraySlice<ScreenRow> { rows[range.clamped(to: rows.indices)] }
}
