extension Composer {
    /// The visible rows of the draft and where the cursor stands in them.
    struct Layout: Equatable {
        var rows: [String]
        var cursorRow: Int
        var cursorColumn: Int
        /// Whether rows above or below are out of sight.
        var isCutAbove = false
        var isCutBelow = false
    }

    /// Lays out at most `height` rows of `width` columns around the cursor. Only the text near the
    /// cursor is looked at: a draft of megabytes must not be laid out at every key.
    func layout(width: Int, height: Int) -> Layout {
        let near = width * (height + 1)
        let head = Composer.rows(String(before.unicodeScalars.suffix(near)), width: width)
        var rows = head
        var column = columns(of: head.last ?? "")
        var row = head.count - 1
        if column >= width {
            rows.append("")
            (row, column) = (row + 1, 0)
        }
        let current = rows.removeLast()
        rows += Composer.rows(String(after.unicodeScalars.prefix(near)), width: width, startingWith: current)
        var layout = Layout(rows: rows, cursorRow: row, cursorColumn: column)
        layout.isCutAbove = before.unicodeScalars.count > near
        layout.isCutBelow = after.unicodeScalars.count > near
        let top = max(0, row - height + 1)
        if top > 0 {
            layout.rows.removeFirst(top)
            layout.cursorRow -= top
            layout.isCutAbove = true
        }
        if layout.rows.count > height {
            layout.rows.removeLast(layout.rows.count - height)
            layout.isCutBelow = true
        }
        return layout
    }

    /// Breaks at the very column, not at spaces, so that the cursor's place follows from the text.
    private static func rows(_ text: String, width: Int, startingWith start: String = "") -> [String] {
        var rows: [String] = []
        var row = start.unicodeScalars
        var used = columns(of: start)
        for scalar in sanitised(text).unicodeScalars {
            let step = columns(of: scalar)
            if scalar == "\n" || used + step > width {
                rows.append(String(row))
                row = String.UnicodeScalarView()
                used = 0
            }
            if scalar != "\n" {
                row.append(scalar)
                used += step
            }
        }
        return rows + [String(row)]
    }
}
