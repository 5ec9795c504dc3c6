/// The row of a turn that goes on: `✻ Hyperspacing… (esc to interrupt)`, `· Noodling… (3s · ↓ 5 tokens)`, `• Working (3s •
/// esc to interrupt)`. A finished turn's row is in the past and has no ellipsis: `✻ Baked for 13s`.
struct SpinnerRow {
    /// Without the sign: `Noodling… (3s · ↓ 5 tokens)`, `API error · retrying in 1s · attempt 1/10`.
    var text: String
    /// The turn goes on.
    var isRunning: Bool
    /// The conversation is being summarised.
    var isCompacting: Bool

    /// Nil where the row does not begin with a spinner's sign at the left edge.
    init?(_ row: ScreenRow) {
        guard row.indent <= 1, let (sign, next) = row.scalar(at: row.indent), row.isGap(at: next),
            next < row.bytes.count,
            Self.isSign(sign) || Self.mayBeSign(sign)
        else { return nil }
        text = row.text(from: next)
        let words = text.asciiLowercased()
        // A sign that nobody has seen yet spins where the row names the key that interrupts, or counts tokens.
        guard Self.isSign(sign) || words.ends("esc to interrupt)") || (words.has("… (") && words.ends("tokens)"))
        else { return nil }
        let head = words.utf8.prefix { $0 != UInt8(ascii: "(") }
        let heading = Substring(head).trimmedBlanks()
        let hasEllipsis = heading.has("…") || heading.ends("...")
        let isPast = Self.isPast(words)
        isRunning = !isPast && (hasEllipsis || words.has("esc to interrupt") || words.has("· retrying in "))
        isCompacting = isRunning && words.begins("compacting")
    }

    /// `worked for 13s`: a verb, `for`, and a duration.
    private static func isPast(_ words: String) -> Bool {
        let parts = words.split(separator: " ", maxSplits: 3)
        guard parts.count >= 3, parts[1] == "for", let first = parts[2].unicodeScalars.first else { return false }
        return first == "<" || ("0"..."9").contains(first)
    }

    private static func mayBeSign(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value > 0x7F && !scalar.properties.isAlphabetic && !MessageSign.all.contains(scalar)
            && !MessageSign.prompts.contains(scalar)
    }

    static func isSign(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "·", "✢", "*", "✳", "✶", "✻", "✽", "∗", "✺", "✷", "✸", "✹", "◐", "◓", "◑", "◒", "◴", "◷", "◶", "◵": true
        default: isBraille(scalar)
        }
    }

    /// Frames such as `⠇`.
    static func isBraille(_ scalar: Unicode.Scalar) -> Bool { (0x2801...0x28FF).contains(scalar.value) }
}
