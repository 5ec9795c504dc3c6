/// A row as a menu may have it: `❯ 1. Yes`, `  2. [ ] Blue`, `› Yes, continue`.
struct MenuRow {
    /// The cell of the cursor's sign; nil where the row has none.
    var cursor: Int?
    var number: Int?
    /// The cell of the number.
    var numberColumn: Int?
    /// The box of an option that can be ticked.
    var isTicked: Bool?
    /// The cell at which the label begins, a box before it not counted.
    var labelColumn: Int
    /// Offset in the row's bytes.
    var labelOffset: Int
    var label: String
    /// What stands in a column of its own to the right of the label.
    var remark: String?

    /// Nil for a row without text.
    init?(_ row: ScreenRow) {
        guard !row.isBlank, row.bytes.count <= 4096 else { return nil }
        var at = row.indent
        if let (sign, next) = row.scalar(at: at), Self.isCursor(sign) || sign == "↓" || sign == "↑",
            row.isGap(at: next),
            next < row.bytes.count
        {
            if Self.isCursor(sign) { cursor = row.column(of: at) }
            at = row.skipBlanks(next)
        }
        if let (value, next) = Self.number(row, at: at) {
            number = value
            numberColumn = row.column(of: at)
            at = row.skipBlanks(next)
        }
        // The choice that is in force is marked before its label, or after it.
        if let (sign, next) = row.scalar(at: at), sign == "✔" || sign == "✓", row.isGap(at: next),
            next < row.bytes.count
        {
            at = row.skipBlanks(next)
        }
        labelColumn = row.column(of: at)
        if let (ticked, next) = Self.box(row, at: at) {
            isTicked = ticked
            at = row.skipBlanks(next)
        }
        labelOffset = at
        (label, remark) = Self.columns(row, from: at)
        guard !label.isEmpty else { return nil }
    }

    static func isCursor(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "❯", "›", ">", "▶", "▸", "►", "→", "»", "➤", "➜": true
        default: false
        }
    }

    /// `12.` or `3)` and a gap after it.
    private static func number(_ row: ScreenRow, at offset: Int) -> (Int, next: Int)? {
        var value = 0
        var at = offset
        while at < row.bytes.count, at - offset < 2, (0x30...0x39).contains(row.bytes[at]) {
            value = value * 10 + Int(row.bytes[at] - 0x30)
            at += 1
        }
        guard at > offset, at < row.bytes.count,
            row.bytes[at] == UInt8(ascii: ".") || row.bytes[at] == UInt8(ascii: ")")
        else { return nil }
        // A pane that is too narrow squeezes the gap out: `2.Yes`.
        let isSqueezed = at + 1 < row.bytes.count && (0x41...0x5A).contains(row.bytes[at + 1])
        guard row.isGap(at: at + 1) || isSqueezed else { return nil }
        return (value, at + 1)
    }

    /// Two blanks or more part the label from a second column.
    private static func columns(_ row: ScreenRow, from offset: Int) -> (label: String, remark: String?) {
        var end = offset
        while end + 1 < row.bytes.count, row.bytes[end] != 0x20 || row.bytes[end + 1] != 0x20 { end += 1 }
        guard end + 1 < row.bytes.count, end > offset else { return (row.text(from: offset).withoutTick, nil) }
        let label = String(decoding: row.bytes[offset..<end], as: UTF8.self).trimmedBlanks()
        return (label.withoutTick, row.text(from: end))
    }

    private static func box(_ row: ScreenRow, at offset: Int) -> (Bool, next: Int)? {
        if row.has("[ ]", at: offset) { return (false, offset + 3) }
        for sign: StaticString in ["[x]", "[X]", "[✓]", "[✔]", "[*]", "[•]"] where row.has(sign, at: offset) {
            return (true, offset + sign.utf8CodeUnitCount)
        }
        guard let (sign, next) = row.scalar(at: offset), row.isGap(at: next) else { return nil }
        switch sign {
        case "☐", "◯", "○", "□": return (false, next)
        case "☑", "☒", "◉", "■": return (true, next)
        default: return nil
        }
    }
}

extension String {
    fileprivate var withoutTick: String {
        for tick in [" ✔", " ✓"] where hasSuffix(tick) { return String(dropLast(2)).trimmedBlanks() }
        return self
    }
}

extension ScreenRow {
    /// The cell at which a byte stands.
    func column(of offset: Int) -> Int { Self.cells(bytes[..<min(offset, bytes.count)]) }

    /// The cell at which the text begins.
    var textColumn: Int { indent }
}
