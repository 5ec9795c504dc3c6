/// Columns that a scalar takes on a terminal. Where terminals disagree the larger figure is given: a
/// line that is thought too wide is cut early, but one that is thought too narrow would wrap.
func columns(of scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x300 { return 1 }
    switch value {
    case 0xFE0F: return 1  // asks for the wide picture of the character before
    case 0x200B...0x200D, 0x2060, 0xFE00...0xFE0E, 0xE0100...0xE01EF: return 0
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
        0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60,
        0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1F000...0x1FAFF, 0x20000...0x3FFFD:
        return 2
    default: break
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: return scalar.properties.isEmojiPresentation ? 2 : 1
    }
}

func columns(of text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + columns(of: $1) }
}

/// Text that is safe to write to a terminal: no control acts on it, whoever wrote the text. Newlines
/// stay (the caller splits on them), tabs become spaces, other controls become visible pictures.
func sanitised(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var isAfterReturn = false
    for scalar in text.unicodeScalars {
        if isAfterReturn, scalar != "\n" { result.append("\u{240D}") }
        isAfterReturn = scalar == "\r"
        switch scalar.value {
        case 0x0D: break
        case 0x0A: result.append(scalar)
        case 0x09: result.append(contentsOf: "    ".unicodeScalars)
        case 0x00...0x1F: result.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
        case 0x7F: result.append("\u{2421}")
        // C1 controls, direction overrides, line separators: what could reorder or break a line
        case 0x80...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF, 0xE0000...0xE007F:
            result.append("\u{FFFD}")
        default: result.append(scalar)
        }
    }
    if isAfterReturn { result.append("\u{240D}") }
    return String(result)
}
