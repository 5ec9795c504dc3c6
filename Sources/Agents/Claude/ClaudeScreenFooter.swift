import Model

/// The rows below Claude's composer: its hints, its mode, the user's own status line, or a list of completions.
struct ClaudeScreenFooter {
    var isWorking = false
    var hasBackground = false
    var limit: UsageLimit?
    var context: ContextUse?
    /// `Not logged in · Run /login`.
    var login: String?

    /// `Continuing automatically at 1:13pm · Esc to cancel`, after the reset `Continuing shortly · …`: it goes on by
    /// itself.
    private var continues = false

    /// - Parameter composer: its lower line.
    init(_ rows: ScreenRows, below composer: Int, at moment: Timestamp, zone: String?) {
        for index in composer + 1..<max(composer + 1, rows.count) {
            let row = rows[index]
            // Completions and files begin at the left edge.
            guard row.indent >= 1, row.cells <= 400 else { continue }
            let text = row.text
            guard text.utf8.first != UInt8(ascii: "/") else { continue }
            isWorking = isWorking || Self.saysWorking(text)
            hasBackground = hasBackground || FooterText.hasBackground(text)
            if limit == nil { limit = LimitText.parse(text, after: moment, zone: zone) }
            if text.begins("Continuing automatically") || text.begins("Continuing shortly") { continues = true }
            if login == nil, text.ends("un /login") { login = Self.lastPart(text).shortened(to: 200) }
            if context == nil { context = FooterText.context(text) }
        }
        if continues { limit?.continuesItself = true }
    }

    /// What stands at the right of a row, behind a gap.
    private static func lastPart(_ text: String) -> String {
        guard let gap = text.ranges(of: "   ").last else { return text }
        return text[gap.upperBound...].trimmedBlanks()
    }

    /// `esc to interrupt`, also where a narrow pane cuts it off (`esc to inter…`).
    private static func saysWorking(_ text: String) -> Bool {
        guard let range = text.range(ofBytes: "esc to in") else { return false }
        let rest = text[range.upperBound...].prefix {
            $0 != " " && $0 != "…" && $0 != "·" && $0 != ")" && $0 != "\u{A0}"
        }
        return "terrupt".begins(rest)
    }
}
