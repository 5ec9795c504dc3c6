/// Keeps the live region at the bottom of the terminal's main screen: finished lines are written above
/// it once and scroll away, the region itself is written over. Pure: it makes the bytes and remembers
/// what stands there.
///
/// One thing it cannot mend: tmux, made narrower, moves folded lines into the history at once, and what
/// of the region went there stays there.
struct Painter {
    var coloured = true
    /// The widths of the region's lines as they were written, and the cursor among them.
    private var widths: [Int] = []
    private var cursor = (row: 0, column: 0)
    private var last: Screen?

    init(coloured: Bool) { self.coloured = coloured }

    /// The bytes that bring the terminal from what was last painted to this; none where nothing changed.
    /// - Parameter columns: the width now. Where it is smaller than before, the terminal has folded
    ///   lines, and the region reaches further up.
    mutating func paint(_ finished: [Line], _ screen: Screen, columns: Int) -> String {
        if finished.isEmpty, screen == last { return "" }
        var text = "\u{1B}[?25l" + climb(columns: columns)
        for line in finished { text += "\r\u{1B}[K" + line.encoded(coloured: coloured) + "\r\n" }
        for (index, line) in screen.lines.enumerated() {
            // Erasing first: after a full line it would erase the last column.
            text += (index == 0 ? "" : "\r\n") + "\r\u{1B}[K" + line.encoded(coloured: coloured)
        }
        text += "\u{1B}[J"
        widths = screen.lines.map(\.width)
        cursor = (max(0, screen.lines.count - 1), widths.last ?? 0)
        if let wanted = screen.cursor {
            let up = cursor.row - wanted.row
            text += (up > 0 ? "\u{1B}[\(up)A" : "") + "\r"
            text += (wanted.column > 0 ? "\u{1B}[\(wanted.column)C" : "") + "\u{1B}[?25h"
            cursor = wanted
        }
        last = screen
        return text
    }

    /// Takes the region away and shows the cursor where it began.
    mutating func erase(columns: Int) -> String {
        let text = climb(columns: columns) + "\r\u{1B}[J\u{1B}[?25h"
        forget()
        return text
    }

    /// Something else may have written to the terminal: what stands there is not known any more.
    mutating func forget() {
        widths = []
        cursor = (0, 0)
        last = nil
    }

    /// Even the same content has to be written again, as after a change of size.
    mutating func invalidate() { last = nil }

    private func climb(columns: Int) -> String {
        let folded = widths.prefix(cursor.row).reduce(0) { $0 + max(1, ($1 + columns - 1) / columns) }
        let up = folded + cursor.column / columns
        return up > 0 ? "\u{1B}[\(up)A" : ""
    }
}
