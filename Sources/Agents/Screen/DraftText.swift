/// What a person typed into a composer.
enum DraftText {
    private static let limit = 1000

    /// The parts of a row that are not dim. The cell under the cursor is drawn inverse, whatever it is a part of: right
    /// before something dim it is the first letter of a suggestion.
    static func typed(_ row: ScreenRow, from start: Int) -> String {
        var parts: [UInt8] = []
        var underCursor: [UInt8] = []
        for (index, run) in row.runs.enumerated() {
            // Blanks at the end of the row are cut off, and the cursor may stand behind them.
            let next = index + 1 < row.runs.count ? row.runs[index + 1].start : row.bytes.count
            let end = min(next, row.bytes.count)
            let from = max(run.start, start)
            guard from < end else { continue }
            let bytes = row.bytes[from..<end]
            if run.style.isDim {
                underCursor = []
                if isAttachment(bytes) { parts += bytes }
                continue
            }
            parts += underCursor
            underCursor = []
            if run.style.isInverse, bytes.count <= 4 { underCursor = Array(bytes) } else { parts += bytes }
        }
        return String(decoding: parts + underCursor, as: UTF8.self)
    }

    /// Text that was pasted stands there by name.
    private static func isAttachment(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.starts(with: "[Pasted text".utf8) || bytes.starts(with: "[Image".utf8)
            || bytes.starts(with: "[Pasted Content".utf8)
    }

    /// - Parameter isColoured: a screen without attributes does not tell suggestions from drafts: those that are known
    ///   are none.
    static func joined(_ lines: [String], isColoured: Bool) -> String? {
        var scalars = String.UnicodeScalarView()
        for scalar in lines.joined(separator: "\n").unicodeScalars.prefix(limit * 4) {
            scalars.append(scalar == "\u{A0}" ? " " : scalar)
        }
        let lines = String(scalars).split(separator: "\n", omittingEmptySubsequences: false).map { $0.trimmedBlanks() }
        guard let first = lines.firstIndex(where: { !$0.isEmpty }), let last = lines.lastIndex(where: { !$0.isEmpty })
        else { return nil }
        let text = lines[first...last].joined(separator: "\n").shortened(to: limit)
        return !isColoured && isPlaceholder(text) ? nil : text
    }

    private static func isPlaceholder(_ text: String) -> Bool {
        if text.begins("Try \""), text.ends("\"") { return true }
        return [
            "Ask Codex to do anything", "Once fixed, resend your message", "Press up to edit queued messages",
            "Explain this codebase", "Summarize recent commits", "Implement {feature}",
            "Find and fix a bug in @filename",
            "Write tests for @filename", "Improve documentation in @filename", "Run /review on my current changes",
            "Use /skills to list available skills",
        ].contains(text)
    }
}
