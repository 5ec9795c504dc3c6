/// What a row is to the eye, before it is read.
extension ScreenRow {
    /// A line across: `────`, `▔▔▔▔`, `╭───╮`, also with a name in it (`──── my session ──`).
    enum Line {
        /// Parts a dialog or the composer from what is above.
        case solid
        /// Parts the sections of one dialog.
        case dashed
    }

    /// The line that stands at an indentation of at most `indent` blanks; nil where the row is none.
    func line(indent limit: Int = 0) -> Line? {
        guard indent <= limit, let (first, _) = scalar(at: indent) else { return nil }
        let kind: Line
        switch first {
        case "─", "━", "▔", "═", "╭", "╰", "┌", "└", "▁", "▂": kind = .solid
        case "╌", "┄", "┈", "╴": kind = .dashed
        default: return nil
        }
        var strokes = 0
        var others = 0
        var at = indent
        var lastIsStroke = false
        while at < bytes.count, let (scalar, next) = scalar(at: at) {
            lastIsStroke = Self.isStroke(scalar)
            if lastIsStroke { strokes += 1 } else if scalar != " " { others += 1 }
            at = next
        }
        // A tree's branch (`└ src`) has no strokes to speak of.
        return strokes >= 8 && lastIsStroke && strokes > others ? kind : nil
    }

    private static func isStroke(_ scalar: Unicode.Scalar) -> Bool {
        (0x2500...0x257F).contains(scalar.value) && scalar != "│" && scalar != "┃"
            || (0x2580...0x2588).contains(scalar.value)
            || (0x2594...0x2595).contains(scalar.value)
    }

    /// The row of a box, `│ text │`, without its sides; itself where it is none.
    var unboxed: ScreenRow {
        guard indent <= 2, let (first, next) = scalar(at: indent), first == "│" || first == "┃" || first == "▌" else {
            return self
        }
        var row = self
        row.blank(from: indent, to: next)
        for side in ["│", "┃"] where row.text(from: row.bytes.count - 3) == side {
            row.blank(from: row.bytes.count - 3, to: row.bytes.count)
        }
        return row
    }
}
