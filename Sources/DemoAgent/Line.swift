/// One line of the screen: safe text in a few styles, no wider than the screen.
struct Line: Equatable {
    enum Style: Equatable {
        case plain, dim, strong, accent, alarm

        fileprivate var code: String {
            switch self {
            case .plain: ""
            case .dim: "\u{1B}[2m"
            case .strong: "\u{1B}[1m"
            case .accent: "\u{1B}[36m"
            case .alarm: "\u{1B}[31m"
            }
        }
    }

    struct Span: Equatable {
        var text: String
        var style: Style
    }

    var spans: [Span]

    init(_ text: String = "", _ style: Style = .plain) {
        spans = text.isEmpty ? [] : [Span(text: text, style: style)]
    }

    init(_ mark: String, _ markStyle: Style, _ text: String, _ style: Style = .plain) {
        spans = [Span(text: mark, style: markStyle), Span(text: text, style: style)]
    }

    var plain: String { spans.map(\.text).joined() }
    var width: Int { columns(of: plain) }

    /// The line without what goes beyond a width.
    func clipped(to width: Int) -> Line {
        guard self.width > width else { return self }
        var line = Line()
        var room = width
        for span in spans where room > 0 {
            let text = truncated(span.text, width: room)
            line.spans.append(Span(text: text, style: span.style))
            room -= columns(of: text)
        }
        return line
    }

    /// The text for the terminal; plain where colours are not wanted.
    func encoded(coloured: Bool) -> String {
        guard coloured else { return plain }
        return spans.map { $0.style == .plain ? $0.text : $0.style.code + $0.text + "\u{1B}[0m" }.joined()
    }
}
