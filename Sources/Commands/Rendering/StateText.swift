package import Model

/// A session's state with all that is known beside it, as `show` and `explain` print it.
package enum StateText {
    /// `◐ permission •, since 12s`.
    package static func line(_ session: SessionView, _ clock: Clock, colour: Bool) -> String {
        let mark = StateMark(session)
        let age = session.since.map { ", since \(clock.age($0))" } ?? ""
        return mark.style.apply(mark.text, colour: colour) + SideMark.text { $0.holds(for: session) } + age
    }

    /// Rows of a key and a value, which may hold anything.
    package static func rows(_ session: SessionView, _ clock: Clock) -> [(String, String)] {
        var rows: [(String, String)] = []
        let detail = StateDetail(session).text(clock)
        if !detail.isEmpty { rows.append(("detail", detail)) }
        // Where a limit is not the state itself, it stands beside it.
        if let limit = session.limit, session.shownState != .limited {
            let until = limit.until.map { " until \(clock.short($0))" } ?? ""
            rows.append(("limit", StateDetail.name(limit.kind) + until))
        }
        if let error = session.error, session.shownState != .error { rows.append(("error", error.rawValue)) }
        for mark in SideMark.allCases where mark.holds(for: session) {
            rows.append((mark.key, mark.meaning))
        }
        return rows + (session.menu.map(menu) ?? [])
    }

    private static let subjectLines = 12

    private static func menu(_ menu: OpenMenu) -> [(String, String)] {
        var lines: [String] = []
        if let title = menu.title { lines.append(title) }
        if let subject = menu.subject {
            let parts = subject.split(separator: "\n", omittingEmptySubsequences: false)
            lines += parts.prefix(subjectLines).map { "  \($0)" }
            if parts.count > subjectLines { lines.append("  … \(parts.count - subjectLines) more lines") }
        }
        if let question = menu.question { lines.append(question) }
        lines += menu.options.map { option in
            let number = option.number.map { "\($0). " } ?? ""
            let explanation = option.explanation.map { "  (\($0))" } ?? ""
            return "\(option.isSelected ? "❯" : " ") \(number)\(option.label)\(explanation)"
        }
        return lines.enumerated().map { ($0.offset == 0 ? "menu" : "", $0.element) }
    }
}
