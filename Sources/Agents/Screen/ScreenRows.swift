import Model

/// The rows of a screen that a reader looks at: the lower end of it, from the last row that is not blank upward.
struct ScreenRows: Sendable {
    private(set) var rows: [ScreenRow] = []
    /// Cells.
    var width: Int
    /// Something is drawn in a colour: then the lack of colour says something too.
    let isColoured: Bool

    /// As high as the highest panes that are promised; what is above decides nothing.
    private static let height = 120

    init(_ screen: ScreenText) {
        var style = ScreenStyle()
        rows.reserveCapacity(min(screen.lines.count, Self.height))
        for line in screen.lines.suffix(Self.height) { rows.append(ScreenRow(line, style: &style)) }
        while let last = rows.last, last.isBlank { rows.removeLast() }
        width = screen.width
        isColoured = rows.contains { $0.runs.contains { $0.style.foreground != .standard } }
    }

    var count: Int { rows.count }
    var indices: Range<Int> { rows.indices }
    /// The last one that is not blank.
    var last: ScreenRow? { rows.last }

    subscript(_ index: Int) -> ScreenRow { rows[index] }

    /// As evidence: at most ten rows, from the top of the range on, blank ones left out.
    func evidence(_ range: Range<Int>) -> [String] {
        let shown = range.clamped(to: rows.indices).filter { !rows[$0].isBlank }.suffix(10)
        return shown.map { rows[$0].text.shortened(to: 200) }
    }
}
