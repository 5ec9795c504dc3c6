package import Model
package import Platform

/// How a session's state was decided, as `ccmux explain` prints it.
package enum ExplanationText {
    /// - Parameters:
    ///   - local: the clock on the wall; ages are those at the moment of the explanation.
    ///   - width: columns of the terminal; nil when there is no limit.
    package static func lines(
        _ explanation: Explanation, local: @escaping @Sendable (Timestamp) -> LocalTime = { LocalTime($0) },
        width: Int?, colour: Bool
    ) -> [String] {
        let clock = Clock(now: explanation.at, local: local)
        let session = explanation.session
        var rows: [(key: String, value: String)] = [
            ("name", session.name.text), ("state", StateText.line(session, clock, colour: colour)),
        ]
        rows += StateText.rows(session, clock).map { (key: $0.0, value: $0.1) }
        rows += [("rule", explanation.rule), ("because", explanation.reason)]
        rows += DeliveryText.rows(explanation.outbox, clock).map { (key: $0.0, value: $0.1) }
        var lines = rows.map { row in
            // The state is made here, with its colour; everything else may come from anywhere.
            let shown = row.key == "state" ? row.value : SafeText.oneLine(row.value)
            return Style.faint.apply(row.key + String(repeating: " ", count: 12 - row.key.count), colour: colour)
                + shown
        }
        lines.append("")
        lines += evidence(explanation, clock, width, colour)
        if !explanation.contradictions.isEmpty {
            lines += ["", Style.faint.apply("What says otherwise:", colour: colour)]
            lines += explanation.contradictions.map { "- " + SafeText.oneLine($0) }
        }
        return lines
    }

    private static func evidence(
        _ explanation: Explanation, _ clock: Clock, _ width: Int?, _ colour: Bool
    ) -> [String] {
        guard !explanation.evidence.isEmpty else { return ["No source has said anything yet."] }
        let table = TextTable(
            columns: [.init("SOURCE"), .init("SINCE"), .init("SEEN"), .init("SAYS", minimum: 24)],
            rows: explanation.evidence.map { item in
                [
                    .init(SafeText.oneLine(item.source)), .init(clock.age(item.since)), .init(clock.age(item.seen)),
                    .init(SafeText.oneLine(item.says)),
                ]
            })
        var lines = table.lines(width: width, colour: colour)
        // What was read stands below what it says: a screen's rows are as long as the screen is wide.
        for (index, item) in explanation.evidence.enumerated().reversed() where index + 1 < lines.count {
            lines.insert(contentsOf: raw(item, width, colour), at: index + 2)
        }
        return lines
    }

    private static let rawRows = 5

    private static func raw(_ item: Explanation.Evidence, _ width: Int?, _ colour: Bool) -> [String] {
        let rows = (item.raw ?? "").split(separator: "\n").filter { !$0.allSatisfy { $0 == " " } }.suffix(rawRows)
        return rows.map { row in
            let text = "  │ " + SafeText.oneLine(String(row))
            return Style.faint.apply(text.truncatedAtEnd(to: width ?? 160), colour: colour)
        }
    }
}
