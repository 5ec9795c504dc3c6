/// What the text of a row is.
extension ScreenRow {
    /// Without the blanks around it; NO-BREAK SPACEs are blanks here.
    var text: String { text(from: indent) }

    func text(from offset: Int) -> String {
        guard offset < bytes.count else { return "" }
        let slice = bytes[max(0, offset)...]
        var text = String(decoding: slice, as: UTF8.self)
        if slice.contains(0xC2) { text = text.replacingNoBreakSpaces() }
        return text.trimmedBlanks()
    }

    func has(_ prefix: StaticString, at offset: Int) -> Bool {
        let count = prefix.utf8CodeUnitCount
        guard offset >= 0, offset + count <= bytes.count else { return false }
        return bytes.withUnsafeBufferPointer { bytes in
            for index in 0..<count where bytes[offset + index] != prefix.utf8Start[index] { return false }
            return true
        }
    }

    /// A blank or a NO-BREAK SPACE, or the row's end.
    func isGap(at offset: Int) -> Bool {
        offset >= bytes.count || bytes[offset] == 0x20 || has("\u{A0}", at: offset)
    }

    /// The offset of the first byte from `offset` on that is no blank.
    func skipBlanks(_ offset: Int) -> Int {
        var at = offset
        while at < bytes.count {
            if bytes[at] == 0x20 {
                at += 1
            } else if has("\u{A0}", at: at) {
                at += 2
            } else {
                break
            }
        }
        return at
    }

    /// The scalar at an offset and the offset after it; nil at the end, and where the bytes are none.
    func scalar(at offset: Int) -> (scalar: Unicode.Scalar, next: Int)? {
        guard offset >= 0, offset < bytes.count else { return nil }
        let first = bytes[offset]
        if first < 0x80 { return (Unicode.Scalar(first), offset + 1) }
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 0
        guard length > 0, offset + length <= bytes.count else { return nil }
        var value = UInt32(first) & (0x7F >> UInt32(length))
        for index in 1..<length {
            let byte = bytes[offset + index]
            guard byte & 0xC0 == 0x80 else { return nil }
            value = value << 6 | UInt32(byte & 0x3F)
        }
        return Unicode.Scalar(value).map { ($0, offset + length) }
    }

    /// The first scalar of the text.
    var glyph: Unicode.Scalar? { scalar(at: indent)?.scalar }

    func style(at offset: Int) -> ScreenStyle {
        var style = ScreenStyle()
        for run in runs where run.start <= offset { style = run.style }
        return style
    }

    /// Cells that the text takes, about: wide letters count as two.
    var cells: Int { Self.cells(bytes[...]) }

    static func cells(_ bytes: ArraySlice<UInt8>) -> Int {
        var cells = 0
        for byte in bytes {
            if byte & 0xC0 != 0x80 { cells += 1 }
            // From U+3000 on, nearly all letters are wide.
            if byte >= 0xE3, byte != 0xEF { cells += 1 }
        }
        return cells
    }
}

extension String {
    fileprivate func replacingNoBreakSpaces() -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in unicodeScalars { scalars.append(scalar == "\u{A0}" || scalar == "\u{202F}" ? " " : scalar) }
        return String(scalars)
    }
}

extension StringProtocol {
    /// Without the blanks at both ends.
    func trimmedBlanks() -> String {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { $0 != " " }),
            let last = scalars.lastIndex(where: { $0 != " " })
        else { return "" }
        return String(self[first...last])
    }

    /// At most so many Unicode scalars.
    func shortened(to limit: Int) -> String {
        guard utf8.count > limit else { return String(self) }
        return String(String.UnicodeScalarView(unicodeScalars.prefix(limit)))
    }
}
