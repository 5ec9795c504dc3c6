import Model
import Status

/// What the last message above Claude's composer says, where Claude itself says it and not the model.
enum ClaudeScreenNotice {
    /// - Parameters:
    ///   - cell: the rows of the last message.
    ///   - isConfirmed: something beside the message shows that a limit is reached: a menu, the footer.
    ///   - isAnswered: the row of a turn that is done stands below the message. The versions that say `done` (2.1.329)
    ///     draw none below a limit; in older ones the two cannot be told apart.
    static func read(
        _ rows: ScreenRows, _ cell: Range<Int>, at moment: Timestamp, zone: String?, isConfirmed: Bool = false,
        isAnswered: Bool = false
    ) -> ScreenReading.Notice? {
        guard let part = lastPart(rows, cell) else { return nil }
        let row = rows[part.row]
        let style = row.style(at: part.start)
        let text = joined(rows, part, cell)
        // The model's own words have the standard colour. Without colours they look like Claude's.
        let isOwn = !rows.isColoured || style.foreground.isVivid
        if part.isResult, isOwn || style.isFaint, text.begins("Interrupted") || text.begins("[Request interrupted") {
            return .interrupted
        }
        if let limit = LimitText.parse(text, after: moment, zone: zone) {
            let isGrey = rows.isColoured && style.isFaint
            guard isOwn || isGrey || isConfirmed else { return .limited(limit, isCertain: false) }
            return .limited(limit, isCertain: isConfirmed || (!isAnswered && (namesZone(text) || text.has("/upgrade"))))
        }
        guard isOwn || style.isFaint, let kind = ErrorText.kind(text) ?? retried(text) else { return nil }
        let shown = text.shortened(to: 600)
        if isRetried(text) { return .retrying(kind, shown) }
        return isOwn ? .failed(kind, shown) : nil
    }

    /// `resets 10:23am (UTC)`: Claude adds the zone where it writes the row itself. A model that is made to begin its
    /// answer with the same words, whose rows Claude then draws the same, has no reason to.
    private static func namesZone(_ text: String) -> Bool {
        guard let reset = text.range(ofBytes: "reset") else { return false }
        guard let open = text[reset.upperBound...].firstIndex(of: "("), let close = text[open...].firstIndex(of: ")")
        else {
            return false
        }
        let name = text[text.index(after: open)..<close]
        return name == "UTC" || name == "GMT" || name.has("/") || (name.count <= 5 && name == name.uppercased())
    }

    /// `✻ API error · retrying in 1s · attempt 1/10`.
    static func retried(_ spinner: SpinnerRow?) -> ScreenReading.Notice? {
        guard let spinner, let kind = retried(spinner.text) else { return nil }
        return .retrying(kind, spinner.text.shortened(to: 300))
    }

    static func isRetried(_ text: String) -> Bool {
        text.has("etrying in ") || text.has("etrying…") || text.has("(attempt ") || text.has("· attempt ")
    }

    private static func retried(_ text: String) -> AgentErrorKind? {
        guard isRetried(text) else { return nil }
        // A failed connection is named; of the service's own failures only the number of the attempt is shown.
        let kind = ErrorText.kind(ofWords: text.shortened(to: 2000).asciiLowercased())
        return kind == .other ? .overloaded : kind
    }

    // MARK: The part of the message that is its last word

    private struct Part {
        var row: Int
        /// Offset of the text after the sign.
        var start: Int
        /// It hangs below another row: `⎿ …`.
        var isResult: Bool
    }

    private static func lastPart(_ rows: ScreenRows, _ cell: Range<Int>) -> Part? {
        for index in cell.reversed() {
            let row = rows[index]
            guard let (sign, next) = row.scalar(at: row.indent) else { continue }
            // All versions indent it by two; farther in an answer quotes it.
            if sign == "⎿", row.indent <= 2 { return Part(row: index, start: row.skipBlanks(next), isResult: true) }
            if index == cell.lowerBound, row.indent <= 1, ["●", "⏺", "⚠", "✗"].contains(sign) {
                return Part(row: index, start: row.skipBlanks(next), isResult: false)
            }
        }
        return nil
    }

    private static func joined(_ rows: ScreenRows, _ part: Part, _ cell: Range<Int>) -> String {
        var text = rows[part.row].text(from: part.start)
        for index in part.row + 1..<max(part.row + 1, cell.upperBound) where !rows[index].isBlank {
            guard text.utf8.count < 2000 else { break }
            text += " " + rows[index].text
        }
        return text
    }
}
