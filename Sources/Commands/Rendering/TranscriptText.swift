package import Model

/// A transcript for a terminal, turn after turn. What was printed already is not printed again, so that a turn that
/// goes on may be given again.
package struct TranscriptText {
    private let view: TranscriptView
    private let clock: Clock
    private let agent: String
    private let width: Int?
    private let colour: Bool
    /// The offset of the item that was asked for.
    private var place: Int?
    /// Of the turn that was printed last: its items, and whether their results were there.
    private var turn: String?
    private var printed: [Key: Bool] = [:]
    private var speaker: String?

    private struct Key: Hashable {
        var offset: Int
        /// Of the items of one record.
        var number: Int
        var kind: TranscriptItem.Kind
    }

    /// - Parameters:
    ///   - width: columns of the terminal; nil where lines have no end.
    ///   - place: the offset of the item that is marked.
    package init(
        source: TranscriptSource, view: TranscriptView, clock: Clock, width: Int?, colour: Bool, place: Int? = nil
    ) {
        self.place = place
        self.view = view
        self.clock = clock
        self.width = width.map { max(20, $0) }
        self.colour = colour
        agent = TranscriptWords.agent(source)
    }

    /// The lines of a turn that have not been printed.
    package mutating func lines(_ whole: TranscriptTurn) -> [String] {
        let shown = view.shown(whole)
        var lines: [String] = []
        if turn != shown.id {
            turn = shown.id
            printed = [:]
            speaker = nil
        }
        var numbers: [Int: Int] = [:]
        for item in shown.items {
            let number = numbers[item.offset, default: 0]
            numbers[item.offset] = number + 1
            let key = Key(offset: item.offset, number: number, kind: item.kind)
            let isDone = item.tool == nil || item.tool?.result != nil
            if let wasDone = printed[key], wasDone || !isDone { continue }
            printed[key] = isDone
            if let place, item.offset >= place {
                self.place = nil
                lines.append(Style.yellow.apply("▼ here", colour: colour))
            }
            lines += self.lines(item)
        }
        let ending = Key(offset: -1, number: 0, kind: .boundary)
        if let how = TranscriptWords.ending(shown), printed[ending] == nil {
            printed[ending] = true
            lines.append(Style.yellow.apply("  [the turn \(how)]", colour: colour))
        }
        return lines
    }

    private mutating func lines(_ item: TranscriptItem) -> [String] {
        switch item.kind {
        case .prompt: head("you", .green, item) + text(item) + attachments(item)
        case .said: head(agent, .blue, item) + text(item) + attachments(item)
        case .thinking: head(agent, .blue, item) + text(item, .faint, mark: "thinking: ")
        case .tool: head(agent, .blue, item) + tool(item)
        case .command:
            head("command", .green, item) + text(item, mark: item.label.map { SafeText.oneLine($0) + "  " } ?? "")
        case .notice: text(item, .yellow, mark: "! ") + attachments(item)
        case .boundary: boundary(item)
        default: text(item, .faint, mark: "[\(SafeText.oneLine(item.label ?? item.kind.rawValue))] ")
        }
    }

    /// Who speaks, where that is somebody else than before.
    private mutating func head(_ name: String, _ style: Style, _ item: TranscriptItem) -> [String] {
        let thread = item.thread.map { " (\(SafeText.oneLine($0)))" } ?? ""
        guard speaker != name + thread || item.kind == .prompt else { return [] }
        let isFirst = speaker == nil && printed.count <= 1
        speaker = name + thread
        let time = item.at.map { "  " + clock.short($0) } ?? ""
        let line = style.apply(name, colour: colour) + Style.faint.apply(thread + time, colour: colour)
        return isFirst ? ["", line] : [line]
    }

    private func text(_ item: TranscriptItem, _ style: Style = .plain, mark: String = "") -> [String] {
        var rows = item.text.isEmpty && mark.isEmpty ? [] : SafeText.lines(mark + item.text)
        while rows.last?.allSatisfy({ $0 == " " }) == true { rows.removeLast() }
        return indented(rows, by: 2, style) + cut(item.cutBytes, by: 2)
    }

    private func attachments(_ item: TranscriptItem) -> [String] {
        indented((item.attachments ?? []).map { SafeText.oneLine("[\($0)]") }, by: 2, .faint)
    }

    private func tool(_ item: TranscriptItem) -> [String] {
        guard let tool = item.tool else { return [] }
        let outcome = TranscriptWords.outcome(tool, since: item.at)
        let style: Style =
            switch outcome.word {
            case "ok": .faint
            case "error": .red
            default: .yellow
            }
        let end = outcome.word + (outcome.duration.map { " " + $0 } ?? "")
        // The line is one line: what the call is about gives way.
        let call = TranscriptWords.call(tool)
        let room = width.map { max(1, $0 - end.displayWidth - 6) }
        let line =
            "  ▸ " + (room.map { call.truncatedAtEnd(to: $0) } ?? call) + "  " + style.apply(end, colour: colour)
        guard view.tools else { return [line] }
        var lines = [line]
        if let input = tool.input, !input.isEmpty {
            lines += indented(SafeText.lines(input), by: 6, .faint) + cut(tool.inputCutBytes, by: 6)
        }
        if let result = tool.result, !result.isEmpty {
            lines += indented(["→"], by: 4, .faint)
            lines += indented(SafeText.lines(result), by: 6, tool.isError ? .red : .plain)
            lines += cut(tool.resultCutBytes, by: 6)
        }
        return lines
    }

    private mutating func boundary(_ item: TranscriptItem) -> [String] {
        speaker = nil
        let words = TranscriptWords.boundary(item) + (item.at.map { ", " + clock.short($0) } ?? "")
        let room = max(0, (width ?? 60) - 8)
        return [Style.faint.apply("─── " + words.truncatedAtEnd(to: room) + " ───", colour: colour)]
    }

    private func cut(_ bytes: Int?, by count: Int) -> [String] {
        TranscriptWords.cut(bytes).map { indented([$0], by: count, .faint) } ?? []
    }

    private func indented(_ rows: [String], by count: Int, _ style: Style) -> [String] {
        let indent = String(repeating: " ", count: count)
        return rows.flatMap { WordWrap.lines($0, width: width.map { max(10, $0 - count) }) }
            .map { $0.isEmpty ? "" : indent + style.apply($0, colour: colour) }
    }
}
