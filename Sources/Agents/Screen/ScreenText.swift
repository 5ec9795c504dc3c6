/// A pane's screen as `capture-pane -e` gives it: rows of text with the attributes that matter to a reader.
package struct ScreenText: Sendable, Hashable {
    /// The rows from top to bottom, blank ones at the end left out; UTF-8 with SGR sequences.
    package var lines: [[UInt8]]
    /// Cells.
    package var width: Int

    package init(lines: [[UInt8]], width: Int) {
        self.lines = lines
        self.width = width
    }

    /// - Parameters:
    ///   - capture: what `capture-pane -p -e` printed, whole: rows that end in line feeds.
    ///   - width: cells; nil where nobody knows, and then the longest row's.
    package init(capture: [UInt8], width: Int?) {
        var lines = capture.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
            Array(line.last == 0x0D ? line.dropLast() : line)
        }
        while let last = lines.last, last.allSatisfy({ $0 == 0x20 }) { lines.removeLast() }
        var style = ScreenStyle()
        self.init(lines: lines, width: width ?? lines.map { ScreenRow($0, style: &style).cells }.max() ?? 0)
    }

    package var isBlank: Bool { lines.allSatisfy { $0.allSatisfy { $0 == 0x20 } } }
}
