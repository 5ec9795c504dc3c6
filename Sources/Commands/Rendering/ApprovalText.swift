package import Model
import Platform

/// What agents ask, as `ccmux approvals` and `ccmux answer` print it.
package enum ApprovalText {
    /// Rows of a command or a plan that a list shows.
    private static let listedRows = 5

    /// A block for each: what, who, since when, and the exact text.
    ///
    /// - Parameter whole: everything of the text; a list shows its first rows.
    package static func lines(
        _ approvals: [Approval], now: Timestamp, whole: Bool, colour: Bool
    ) -> [String] {
        guard !approvals.isEmpty else { return ["Nothing waits for an answer."] }
        var lines: [String] = []
        for approval in approvals {
            if !lines.isEmpty { lines.append("") }
            lines += block(approval, now: now, whole: whole, colour: colour)
        }
        return lines
    }

    private static func block(_ approval: Approval, now: Timestamp, whole: Bool, colour: Bool) -> [String] {
        let age = Age.text(seconds: Int(now.seconds(since: approval.since)))
        let id = approval.id.isEmpty ? "" : approval.id + "  "
        let tool = approval.tool.map { " \($0)" } ?? ""
        let head = SafeText.oneLine("\(id)\(approval.name)  \(approval.kind.rawValue)\(tool)  \(age)")
        let mark = StateMark(approval.kind)
        var lines = [mark.style.apply(String(mark.sign), colour: colour) + " " + head]
        if !approval.questions.isEmpty {
            for question in approval.questions { lines += self.question(question) }
            return lines
        }
        lines += text(approval.subject ?? "", whole: whole)
        if let question = approval.question { lines.append("    " + SafeText.oneLine(question)) }
        for (index, option) in approval.options.enumerated() where whole {
            lines.append("    \(option.number ?? index + 1). " + SafeText.oneLine(option.label))
        }
        return lines
    }

    private static func question(_ question: Approval.Question) -> [String] {
        let several = question.isMultiple ? " (several, with commas)" : ""
        return ["    " + SafeText.oneLine(question.text) + several]
            + question.options.enumerated().map { "    \($0.offset + 1). " + SafeText.oneLine($0.element) }
    }

    private static func text(_ text: String, whole: Bool) -> [String] {
        guard !text.isEmpty else { return [] }
        let rows = SafeText.lines(text)
        let shown = whole ? rows[...] : rows.prefix(listedRows)
        return shown.map { "    " + $0 }
            + (shown.count < rows.count
                ? ["    … \(rows.count - shown.count) more lines: --json, or ccmux answer NAME"] : [])
    }

    /// What was answered, in one line.
    package static func line(_ response: AnswerResponse) -> String {
        let how = response.channel == .hook ? "through its hook" : "by keys"
        return SafeText.oneLine("\(response.approval.name): answered \(response.answer) (\(how)).")
    }
}
