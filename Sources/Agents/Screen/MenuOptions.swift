import Model

extension MenuBlock {
    /// Several options can be chosen: each has a box to tick.
    var isMultiple: Bool { entries.filter { $0.row.isTicked != nil }.count >= 2 }

    func options(_ rows: ScreenRows) -> [OpenMenu.Option] {
        entries.prefix(50).map { entry in
            var label = entry.row.label
            var explanation = entry.row.remark.map { [$0] } ?? []
            var before = entry.index
            for index in entry.further {
                let text = rows[index].unboxed.text
                if explanation.isEmpty, Self.isWrapped(rows, from: before, to: index) {
                    label += " " + text
                } else {
                    explanation.append(text)
                }
                before = index
            }
            return OpenMenu.Option(
                number: entry.row.number, label: label.shortened(to: 500),
                explanation: explanation.isEmpty ? nil : explanation.joined(separator: " ").shortened(to: 1000),
                isSelected: entry.row.cursor != nil)
        }
    }

    /// A row goes on in the next where the next one's first word would not have fitted. An explanation begins below a
    /// label that had room, or is fainter than the label.
    private static func isWrapped(_ rows: ScreenRows, from upper: Int, to lower: Int) -> Bool {
        let above = rows[upper]
        let below = rows[lower].unboxed
        if below.style(at: below.indent).isFaint, !above.style(at: above.bytes.count - 1).isFaint { return false }
        let word = below.bytes[below.indent...].prefix { $0 != 0x20 }
        return above.cells + 1 + ScreenRow.cells(word) > rows.width - 4
    }
}
