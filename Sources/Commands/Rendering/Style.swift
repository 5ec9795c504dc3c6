/// How a piece of text stands out, where colours are wanted.
package enum Style: Sendable, Hashable {
    case plain
    case bold
    case faint
    case green
    case yellow
    case red
    case blue

    private var code: String? {
        switch self {
        case .plain: nil
        case .bold: "1"
        case .faint: "2"
        case .green: "32"
        case .yellow: "33"
        case .red: "31"
        case .blue: "34"
        }
    }

    /// `text` between this style's SGR sequences.
    package func apply(_ text: String, colour: Bool) -> String {
        guard colour, let code, !text.isEmpty else { return text }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }
}
