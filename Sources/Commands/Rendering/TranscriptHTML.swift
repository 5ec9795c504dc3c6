package import Model
import Platform

/// A transcript as one page that needs nothing from elsewhere and runs nothing.
package struct TranscriptHTML {
    private let agent: String
    private let clock: Clock
    private var number = 0

    package init(source: TranscriptSource, clock: Clock) {
        agent = TranscriptWords.agent(source)
        self.clock = clock
    }

    package func head(_ source: TranscriptSource) -> [String] {
        let title = Self.escaped(TranscriptWords.title(source))
        var facts = [("Agent", agent)]
        if let conversation = source.conversation { facts.append(("Conversation", conversation)) }
        if let directory = source.directory { facts.append(("Directory", directory)) }
        if let origin = source.forkedFrom { facts.append(("Forked from", origin)) }
        return [
            "<!doctype html>", "<html lang=\"en\">", "<head>", "<meta charset=\"utf-8\">",
            "<meta http-equiv=\"Content-Security-Policy\" content=\"\(Self.policy)\">",
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">",
            "<meta name=\"referrer\" content=\"no-referrer\">", "<meta name=\"robots\" content=\"noindex\">",
            "<title>\(title)</title>", "<style>", TranscriptPageStyle.css, "</style>", "</head>", "<body>",
            "<header>", "<h1>\(title)</h1>", "<dl>",
        ] + facts.map { "<dt>\($0)</dt><dd>\(Self.escaped(SafeText.oneLine($1)))</dd>" } + ["</dl>", "</header>"]
    }

    /// Nothing but the page's own style.
    private static let policy =
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

    /// - Parameter turn: as a `TranscriptView` shows it.
    package mutating func lines(_ turn: TranscriptTurn) -> [String] {
        guard !turn.items.isEmpty else { return [] }
        number += 1
        var lines = ["<section id=\"turn-\(number)\">"]
        var speaker: String?
        for item in turn.items {
            if let name = speakerName(item) {
                if name != speaker || item.kind == .prompt { lines.append(heading(name, item.at)) }
                speaker = name
            }
            lines += self.lines(item)
        }
        if let how = TranscriptWords.ending(turn) { lines.append("<p class=\"notice\">The turn \(how).</p>") }
        return lines + ["</section>"]
    }

    /// - Parameter note: what is said of the page itself.
    package func foot(_ note: [String]) -> [String] {
        ["<footer>"] + note.map { "<p>\(Self.escaped(SafeText.oneLine($0)))</p>" } + [
            "</footer>", "</body>", "</html>",
        ]
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

    private func heading(_ name: String, _ moment: Timestamp?) -> String {
        let time = moment.map { " <time datetime=\"\($0.rfc3339)\">\(clock.local($0).full)</time>" } ?? ""
        return "<h2><b>\(Self.escaped(name))</b>\(time)</h2>"
    }

    private func lines(_ item: TranscriptItem) -> [String] {
        let more =
            Self.cut(item.cutBytes)
            + (item.attachments ?? []).map { "<p class=\"meta\">[\(Self.escaped(SafeText.oneLine($0)))]</p>" }
        switch item.kind {
        case .prompt: return ["<div class=\"prompt\">"] + Self.prose(item.text) + more + ["</div>"]
        case .said: return Self.prose(item.text) + more
        case .thinking:
            return ["<details><summary class=\"meta\">Thinking</summary>"]
                + Self.prose(item.text, style: "text thinking") + more + ["</details>"]
        case .tool: return item.tool.map { tool($0, at: item.at) } ?? []
        case .command:
            let name = item.label.map { "<code>\(Self.escaped(SafeText.oneLine($0)))</code> " } ?? ""
            return ["<div class=\"text meta\">\(name)\(Self.escaped(Self.safe(item.text)))</div>"] + more
        case .notice: return ["<div class=\"text notice\">\(Self.escaped(Self.safe(item.text)))</div>"] + more
        case .boundary: return ["<p class=\"boundary\">\(Self.escaped(TranscriptWords.boundary(item)))</p>"]
        default:
            let name = Self.escaped(SafeText.oneLine(item.label ?? item.kind.rawValue))
            return ["<details><summary class=\"meta\">\(name)</summary>"] + Self.block(item.text) + more
                + ["</details>"]
        }
    }

    private func tool(_ tool: TranscriptTool, at start: Timestamp?) -> [String] {
        let outcome = TranscriptWords.outcome(tool, since: start)
        let end = outcome.word + (outcome.duration.map { " \($0)" } ?? "")
        let subject = tool.subject.map { " <code>\(Self.escaped(SafeText.oneLine($0)))</code>" } ?? ""
        let name = Self.escaped(SafeText.oneLine(tool.name))
        let summary = "<b>\(name)</b>\(subject) <span class=\"\(outcome.word)\">\(end)</span>"
        let input = tool.input.map { Self.block($0) + Self.cut(tool.inputCutBytes) } ?? []
        let result = tool.result.map { Self.block($0) + Self.cut(tool.resultCutBytes) } ?? []
        guard !input.isEmpty || !result.isEmpty else { return ["<p class=\"meta\">\(summary)</p>"] }
        return ["<details><summary>\(summary)</summary>"] + input + result + ["</details>"]
    }

    // MARK: Text

    /// Prose, with blocks of code between fences as such.
    static func prose(_ text: String, style: String = "text") -> [String] {
        var result: [String] = []
        var rows: [String] = []
        var fence: String?
        func flush(_ isCode: Bool) {
            defer { rows = [] }
            while !isCode, rows.last?.isEmpty == true { rows.removeLast() }
            while !isCode, rows.first?.isEmpty == true { rows.removeFirst() }
            guard !rows.isEmpty else { return }
            let text = escaped(rows.joined(separator: "\n"))
            result.append(isCode ? "<pre>\(text)</pre>" : "<div class=\"\(style)\">\(text)</div>")
        }
        for row in SafeText.lines(text) {
            let start = row.drop { $0 == " " }
            let ticks = start.prefix { $0 == "`" }
            if let open = fence {
                if ticks.count >= open.count, start.dropFirst(ticks.count).allSatisfy({ $0 == " " }) {
                    flush(true)
                    fence = nil
                } else {
                    rows.append(row)
                }
            } else if ticks.count >= 3, !start.dropFirst(ticks.count).contains("`") {
                flush(false)
                fence = String(ticks)
            } else {
                rows.append(row)
            }
        }
        flush(fence != nil)
        return result
    }

    private static func block(_ text: String) -> [String] {
        text.isEmpty ? [] : ["<pre>\(escaped(safe(text)))</pre>"]
    }

    private static func cut(_ bytes: Int?) -> [String] {
        TranscriptWords.cut(bytes).map { ["<p class=\"cut\">\($0)</p>"] } ?? []
    }

    /// Control characters and invisible ones out, lines kept.
    private static func safe(_ text: String) -> String { SafeText.lines(text).joined(separator: "\n") }

    /// Text that is nothing but text, between tags and in attributes.
    static func escaped(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes += Array("&amp;".utf8)
            case UInt8(ascii: "<"): bytes += Array("&lt;".utf8)
            case UInt8(ascii: ">"): bytes += Array("&gt;".utf8)
            case UInt8(ascii: "\""): bytes += Array("&quot;".utf8)
            case UInt8(ascii: "'"): bytes += Array("&#39;".utf8)
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
