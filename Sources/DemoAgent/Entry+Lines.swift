extension Entry {
    /// How it looks in the conversation, with an empty line above, by Claude's marks: `❯` what a person said, `●` an
    /// answer or a tool, `⎿` what came of it.
    func lines(width: Int) -> [Line] {
        switch self {
        case .header(let name, let model, let directory, let sessionID):
            let rows = [("name", name ?? "-"), ("model", model), ("dir", directory), ("uuid", sessionID)]
            return [Line(truncated("┌ ccmux demo agent \(DemoAgent.version)", width: width), .strong)]
                + rows.flatMap { title, value in
                    let label = title + String(repeating: " ", count: 6 - title.count)
                    return Entry.marked("│ \(label)", "│       ", value, .dim, .plain, width)
                }
                + [Line("└", .dim)]
        case .prompt(let text): return [Line()] + Entry.marked("❯ ", "  ", text, .accent, .strong, width)
        case .answer(let text): return [Line()] + Entry.marked("● ", "  ", text, .accent, .plain, width)
        case .tool(let text): return [Line()] + Entry.marked("● ", "  ", text, .accent, .plain, width)
        case .result(let text, let isError):
            return Entry.marked("  ⎿  ", "     ", Entry.head(of: text), .dim, isError ? .alarm : .dim, width)
        case .failure(let text): return [Line()] + Entry.marked("  ⎿  ", "     ", text, .dim, .alarm, width)
        case .notice(let text): return [Line()] + Entry.marked("  ⎿  ", "     ", text, .dim, .dim, width)
        }
    }

    /// A mark, then the text beside it.
    static func marked(
        _ first: String, _ rest: String, _ text: String, _ markStyle: Line.Style, _ style: Line.Style, _ width: Int
    ) -> [Line] {
        wrapped(text, width: width - columns(of: first)).enumerated().map { index, part in
            Line(index == 0 ? first : part.isEmpty ? "" : rest, markStyle, part, style)
        }
    }

    /// The first lines of a tool's output: the whole of it is in the transcript.
    private static func head(of text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let shown = lines.last?.isEmpty == true ? lines.dropLast() : lines[...]
        if shown.isEmpty { return "(no output)" }
        guard shown.count > 12 else { return shown.joined(separator: "\n") }
        return shown.prefix(12).joined(separator: "\n") + "\n… \(shown.count - 12) more lines"
    }
}
