package import Model
import Platform

/// A transcript as Markdown.
package struct TranscriptMarkdown {
    private let agent: String
    private let clock: Clock

    package init(source: TranscriptSource, clock: Clock) {
        agent = TranscriptWords.agent(source)
        self.clock = clock
    }

    package func head(_ source: TranscriptSource) -> [String] {
        var lines = ["# " + Self.escaped(TranscriptWords.title(source)), ""]
        if let conversation = source.conversation { lines.append("- Conversation: \(Self.code(conversation))") }
        if let directory = source.directory { lines.append("- Directory: \(Self.code(directory))") }
        lines.append("- Agent: \(agent)")
        return lines + [""]
    }

    /// - Parameter turn: as a `TranscriptView` shows it.
    package func lines(_ turn: TranscriptTurn) -> [String] {
        var lines: [String] = []
        var speaker: String?
        for item in turn.items {
            let name = speakerName(item)
            if let name, name != speaker || item.kind == .prompt {
                let time = item.at.map { ", " + clock.local($0).full } ?? ""
                lines += ["## " + Self.escaped(name) + time, ""]
            }
            if let name { speaker = name }
            lines += self.lines(item)
        }
        if let how = TranscriptWords.ending(turn) { lines += ["*The turn \(how).*", ""] }
        return lines
    }

    private func speakerName(_ item: TranscriptItem) -> String? {
        let thread = item.thread.map { " (\(SafeText.oneLine($0)))" } ?? ""
        switch item.kind {
        case .prompt: return "You" + thread
        case .said, .thinking, .tool: return agent + thread
        case .command: return "Command"
        default: return nil
        }
    }

    private func lines(_ item: TranscriptItem) -> [String] {
        let attachments = (item.attachments ?? []).flatMap { ["", "*\(Self.escaped("[\($0)]"))*"] }
        let more = (TranscriptWords.cut(item.cutBytes).map { ["*\($0)*"] } ?? []) + attachments
        switch item.kind {
        case .said: return Self.closed(SafeText.lines(item.text)) + more + [""]
        case .prompt: return Self.quoted(item.text) + more + [""]
        case .thinking: return ["*Thinking:*", ""] + Self.quoted(item.text) + more + [""]
        case .tool: return item.tool.map { tool($0, at: item.at) } ?? []
        case .notice: return ["**\(Self.escaped(item.text))**"] + more + [""]
        case .boundary: return ["---", "", "*\(Self.escaped(TranscriptWords.boundary(item)))*", ""]
        default:
            let label = item.label.map { [Self.code($0), ""] } ?? []
            return label + (item.text.isEmpty ? [] : Self.fenced(item.text) + [""]) + more
        }
    }

    private func tool(_ tool: TranscriptTool, at start: Timestamp?) -> [String] {
        let outcome = TranscriptWords.outcome(tool, since: start)
        let subject = tool.subject.map { " " + Self.code($0) } ?? ""
        let end = outcome.word + (outcome.duration.map { ", \($0)" } ?? "")
        var lines = ["- **\(Self.escaped(tool.name))**\(subject) (\(end))", ""]
        if let input = tool.input, !input.isEmpty { lines += Self.fenced(input, tool.inputCutBytes) + [""] }
        if let result = tool.result, !result.isEmpty { lines += Self.fenced(result, tool.resultCutBytes) + [""] }
        return lines
    }

    // MARK: Text that cannot break out

    /// A block whose fence is longer than every run of backticks in it.
    static func fenced(_ text: String, _ cutBytes: Int? = nil) -> [String] {
        let fence = String(repeating: "`", count: max(3, longestRun(text) + 1))
        return [fence] + SafeText.lines(text) + (TranscriptWords.cut(cutBytes).map { [$0] } ?? []) + [fence]
    }

    /// Text in a line of prose that is code, whatever is in it.
    static func code(_ text: String) -> String {
        let line = SafeText.oneLine(text)
        let ticks = String(repeating: "`", count: longestRun(line) + 1)
        let pad = line.hasPrefix("`") || line.hasSuffix("`") ? " " : ""
        return ticks + pad + line + pad + ticks
    }

    private static func quoted(_ text: String) -> [String] {
        closed(SafeText.lines(text)).map { $0.isEmpty ? ">" : "> " + $0 }
    }

    /// Lines of Markdown with the fence closed that they leave open.
    private static func closed(_ lines: [String]) -> [String] {
        var open: (sign: Character, count: Int, line: String)?
        for line in lines {
            let text = line.drop { $0 == " " }
            guard let sign = text.first, sign == "`" || sign == "~" else { continue }
            let count = text.prefix { $0 == sign }.count
            guard count >= 3 else { continue }
            if let fence = open {
                let isEnd = text.dropFirst(count).allSatisfy { $0 == " " }
                if fence.sign == sign, count >= fence.count, isEnd { open = nil }
            } else {
                open = (sign, count, String(repeating: sign, count: count))
            }
        }
        return lines + (open.map { [$0.line] } ?? [])
    }

    private static func longestRun(_ text: String) -> Int {
        var longest = 0
        var run = 0
        for byte in text.utf8 {
            run = byte == UInt8(ascii: "`") ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }

    /// A line without what Markdown or HTML would act on.
    static func escaped(_ text: String) -> String {
        var result = ""
        for character in SafeText.oneLine(text) {
            if "\\`*_[]<>#|&".contains(character) { result.append("\\") }
            result.append(character)
        }
        return result
    }
}
