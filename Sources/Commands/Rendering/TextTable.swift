/// A table of left-aligned columns that fits itself into a width.
package struct TextTable: Sendable {
    package struct Column: Sendable {
        package var title: String
        /// The width below which the column is left out rather than narrowed further.
        package var minimum: Int
        /// Which column goes first when there is no room: the highest. Nil stays.
        package var dropOrder: Int?
        package var cutsStart: Bool

        package init(_ title: String, minimum: Int = .max, dropOrder: Int? = nil, cutsStart: Bool = false) {
            self.title = title
            self.minimum = minimum
            self.dropOrder = dropOrder
            self.cutsStart = cutsStart
        }
    }

    package struct Cell: Sendable {
        package var text: String
        package var style: Style

        package init(_ text: String, _ style: Style = .plain) {
            self.text = text
            self.style = style
        }
    }

    package var columns: [Column]
    package var rows: [[Cell]]

    package init(columns: [Column], rows: [[Cell]]) {
        self.columns = columns
        self.rows = rows
    }

    /// The lines, the titles first; columns without any content are left out.
    ///
    /// - Parameter width: columns of the terminal; nil when there is no limit.
    package func lines(width: Int?, colour: Bool) -> [String] {
        let taken = rows.map { row in row.map(\.text.displayWidth) }
        let widths = widths(in: width, taken: taken)
        var lines = [line(columns.map { Cell($0.title, .faint) }, columns.map(\.title.displayWidth), widths, colour)]
        for index in rows.indices { lines.append(line(rows[index], taken[index], widths, colour)) }
        return lines
    }

    /// - Parameter taken: the display width of each cell's text, which is not found out twice.
    private func line(_ cells: [Cell], _ taken: [Int], _ widths: [Int?], _ colour: Bool) -> String {
        var line = ""
        var owed = 0
        for index in cells.indices {
            guard let room = widths[index] else { continue }
            var used = taken[index]
            // Blanks are written once something stands behind them, so that no line ends with them.
            if used > 0 {
                var text = cells[index].text
                if used > room {
                    text = columns[index].cutsStart ? text.truncatedAtStart(to: room) : text.truncatedAtEnd(to: room)
                    used = text.displayWidth
                }
                line += String(repeating: " ", count: owed)
                line += cells[index].style.apply(text, colour: colour)
                owed = 0
            }
            owed += room - used + 2
        }
        return line
    }

    /// The width of each column, nil for those left out: first the wide ones give, then the least important go.
    private func widths(in width: Int?, taken: [[Int]]) -> [Int?] {
        var natural = columns.map { _ in 0 }
        for row in taken {
            for index in row.indices { natural[index] = max(natural[index], row[index]) }
        }
        let titles = columns.map(\.title.displayWidth)
        var shown = columns.indices.filter { natural[$0] > 0 || columns[$0].dropOrder == nil }
        func full(_ index: Int) -> Int { max(natural[index], titles[index]) }
        func result(_ narrowed: [Int: Int]) -> [Int?] {
            columns.indices.map { shown.contains($0) ? narrowed[$0] ?? full($0) : nil }
        }
        guard let width else { return result([:]) }
        while true {
            let gaps = 2 * max(0, shown.count - 1)
            var excess = shown.reduce(gaps) { $0 + full($1) } - width
            var narrowed: [Int: Int] = [:]
            for index in shown.reversed() where excess > 0 && columns[index].minimum < full(index) {
                let given = min(excess, full(index) - columns[index].minimum)
                narrowed[index] = full(index) - given
                excess -= given
            }
            if excess <= 0 { return result(narrowed) }
            let droppable = shown.filter { columns[$0].dropOrder != nil }
            guard let next = droppable.max(by: { (columns[$0].dropOrder ?? 0) < (columns[$1].dropOrder ?? 0) }) else {
                // Nothing more can go: the first column takes what there is.
                guard let first = shown.first else { return result([:]) }
                narrowed[first] = max(1, (narrowed[first] ?? full(first)) - excess)
                return result(narrowed)
            }
            shown.removeAll { $0 == next }
        }
    }
}
