/// The options of an open menu: rows around the one cursor, with nothing below them but what a menu has below.
struct MenuBlock {
    /// An option and the rows that belong to it.
    struct Entry {
        var row: MenuRow
        var index: Int
        /// Rows of its wrapped label or its explanation.
        var further: [Int] = []
    }

    /// From top to bottom.
    var entries: [Entry]
    var cursor: Int
    /// The rows that name keys, below.
    var hints: [HintRow]
    /// The last row that is an option's.
    var bottom: Int { entries.last.map { $0.further.last ?? $0.index } ?? 0 }
    var top: Int { entries.first?.index ?? 0 }

    /// The lowest menu of a screen; nil where none is open. A menu that is quoted has an answer's rows below it.
    static func find(in rows: ScreenRows) -> MenuBlock? {
        for index in rows.indices.reversed().prefix(60) {
            let shown = rows[index].unboxed
            guard let sign = shown.glyph, MenuRow.isCursor(sign), let row = MenuRow(shown), let cursor = row.cursor
            else {
                if isHistory(rows[index]) { return nil }
                continue
            }
            if let block = MenuBlock(rows, at: index, row, cursor: cursor) { return block }
        }
        return nil
    }

    /// What is above a message's first row is history.
    private static func isHistory(_ row: ScreenRow) -> Bool {
        guard row.indent == 0, let (sign, next) = row.scalar(at: 0), row.isGap(at: next) else { return false }
        return ["●", "⏺", "•", "■"].contains(sign)
    }

    private init?(_ rows: ScreenRows, at index: Int, _ row: MenuRow, cursor: Int) {
        entries = [Entry(row: row, index: index)]
        self.cursor = cursor
        hints = []
        guard takeBelow(rows, from: index + 1) else { return nil }
        takeAbove(rows, from: index - 1)
        if row.number == nil {
            // Prompts in a history look like a row with a cursor: without numbers the keys must be named.
            guard !hints.isEmpty, entries.count > 1 || hints.contains(where: \.confirms) else { return nil }
        } else {
            guard entries.count > 1 || !hints.isEmpty else { return nil }
        }
    }

    // MARK: Below the cursor

    /// False where a row stands there that no menu has.
    private mutating func takeBelow(_ rows: ScreenRows, from start: Int) -> Bool {
        var afterGap = false
        var afterLine = false
        for index in start..<max(start, rows.count) {
            let row = rows[index].unboxed
            if row.isBlank || Self.isScrollMark(row) {
                afterGap = true
                continue
            }
            if rows[index].line(indent: 6) != nil {
                afterLine = true
                continue
            }
            if let next = MenuRow(row), next.cursor == nil, isSibling(next, afterBreak: afterGap || afterLine) {
                entries.append(Entry(row: next, index: index))
                (afterGap, afterLine) = (false, false)
            } else if !afterGap, !afterLine, row.textColumn > cursor + 1, HintRow(row) == nil || !isLowest(index, rows)
            {
                takeFurther(row, index)
            } else {
                return takeHints(rows, from: index)
            }
        }
        return true
    }

    /// An arrow alone: there are more options than rows.
    private static func isScrollMark(_ row: ScreenRow) -> Bool { ["↓", "↑", "…", "▼", "▲"].contains(row.text) }

    /// A row that belongs to the option above: or, in a list of boxes to tick, the row that ends the ticking.
    private mutating func takeFurther(_ row: ScreenRow, _ index: Int) {
        let last = entries[entries.count - 1].row
        if last.isTicked != nil, last.number == nil, let action = MenuRow(row), action.isTicked == nil {
            entries.append(Entry(row: action, index: index))
        } else if !["Submit", "Next", "Done"].contains(row.text) {
            entries[entries.count - 1].further.append(index)
        }
    }

    /// The rows from here on are the menu's foot.
    private mutating func takeHints(_ rows: ScreenRows, from start: Int) -> Bool {
        var shown = 0
        for index in start..<rows.count {
            let row = rows[index].unboxed
            if row.isBlank || rows[index].line(indent: 6) != nil { continue }
            if let hint = HintRow(row) {
                hints.append(hint)
            } else {
                guard row.indent > 0 || cursor == 0 || row.textColumn >= cursor else { return false }
                // A message's sign stands at the left edge; farther in it is the dialog's own (`● High effort`).
                guard let sign = row.glyph, row.indent > 1 || !MessageSign.all.contains(sign),
                    MenuRow(row)?.cursor == nil
                else { return false }
            }
            shown += 1
        }
        return shown <= 12 && (entries[0].row.number != nil || !hints.isEmpty)
    }

    private func isLowest(_ index: Int, _ rows: ScreenRows) -> Bool { index == rows.count - 1 }

    private func isSibling(_ next: MenuRow, afterBreak: Bool) -> Bool {
        guard let last = entries.last?.row else { return false }
        if let number = last.number, let column = last.numberColumn {
            guard let nextNumber = next.number, let nextColumn = next.numberColumn else { return false }
            return nextNumber == number + 1 && abs(nextColumn - column) <= 2
        }
        return next.number == nil && next.labelColumn == last.labelColumn && !afterBreak
    }

    // MARK: Above it

    private mutating func takeAbove(_ rows: ScreenRows, from start: Int) {
        var pending: [Int] = []
        for index in stride(from: start, through: 0, by: -1) {
            let row = rows[index].unboxed
            let first = entries[0].row
            if first.number == 1 { return }
            if row.isBlank || Self.isScrollMark(row) || rows[index].line(indent: 6) != nil {
                if first.number == nil { return }
                continue
            }
            guard let next = MenuRow(row), next.cursor == nil else { return }
            if isSibling(above: next) {
                entries.insert(Entry(row: next, index: index, further: pending.reversed()), at: 0)
                pending = []
            } else if row.textColumn > (first.number == nil ? first.labelColumn : cursor + 1), pending.count < 12 {
                pending.append(index)
            } else {
                return
            }
        }
    }

    private func isSibling(above next: MenuRow) -> Bool {
        guard let first = entries.first?.row else { return false }
        if let number = first.number, let column = first.numberColumn {
            guard let nextNumber = next.number, let nextColumn = next.numberColumn else { return false }
            return nextNumber == number - 1 && abs(nextColumn - column) <= 2
        }
        return next.number == nil && next.labelColumn == first.labelColumn
    }
}
