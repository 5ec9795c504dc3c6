package import Model
package import Status

extension CodexAgent {
    package func reading(of screen: ScreenText, at moment: Timestamp, zone: String?) -> ScreenReading {
        CodexScreen(rows: ScreenRows(screen), moment: moment, zone: zone).reading
    }

    /// `⠙ dir` while it works, `[ . ] Action Required | dir` at an approval. At rest it is the folder's name, which says
    /// nothing. A spinner before a `|` (`⠧ | dir`, beside the first one `⠙ ⠧ | dir`) is that of a part of the status row
    /// which is being fetched: after an interruption it turns on through turns and rests.
    package func reading(ofTitle title: String) -> TitleReading {
        if title.has("Action Required") { return .needsPerson }
        let words = title.split(separator: " ", maxSplits: 2)
        guard let first = words.first?.unicodeScalars, first.count == 1, first.allSatisfy(SpinnerRow.isBraille) else {
            return .silent
        }
        return words.dropFirst().first == "|" ? .silent : .working
    }
}

/// Codex's screen, read from the bottom up.
struct CodexScreen {
    let rows: ScreenRows
    let moment: Timestamp
    let zone: String?

    var reading: ScreenReading {
        guard let last = rows.last else { return ScreenReading(.blank) }
        if ShellPrompt.stands(at: last) || ShellPrompt.isFarewell(last) {
            return ScreenReading(.gone, rows: rows.evidence(max(0, rows.count - 5)..<rows.count))
        }
        // A draft that is a list looks like a menu, but no keys are named below it.
        if let block = MenuBlock.find(in: rows), block.hints.contains(where: { $0.confirms || $0.leaves }) {
            let (menu, top) = block.open(rows)
            return ScreenReading(.menu(menu), rows: rows.evidence(top..<block.bottom + 4))
        }
        if let composer = CodexScreenComposer.find(in: rows) { return reading(composer) }
        let evidence = rows.evidence(max(0, rows.count - 10)..<rows.count)
        if CodexScreenTail(rows, below: rows.count).status != nil { return ScreenReading(.working, rows: evidence) }
        guard let hint = HintRow(last), hint.confirms || hint.leaves else {
            return ScreenReading(.unclear, rows: evidence)
        }
        let head = MenuHead(rows, above: rows.count - 1)
        let kind = MenuMeaning.state(head: head.words, labels: [], isMultiple: false, confirms: true)
        let menu = OpenMenu(
            kind: kind == .login || kind == .trust ? kind : .dialog, title: head.title, question: head.question,
            subject: nil, options: [])
        return ScreenReading(.menu(menu), rows: evidence)
    }

    private func reading(_ composer: CodexScreenComposer) -> ScreenReading {
        let tail = CodexScreenTail(rows, below: composer.text.lowerBound)
        let footer = rows[composer.footer].filter { !$0.isBlank }
        let notice = notice(tail.cell)
        var reading = ScreenReading(
            .composer, notice: notice, draft: composer.draft(rows),
            rows: rows.evidence(tail.top..<rows.count))
        // While an answer streams in, only the title spins; what spins in the footer (`· ⠇`) is a part of it that is being
        // fetched.
        if let status = tail.status {
            reading.scene = status.asciiLowercased().begins("compacting") ? .compacting : .working
            reading.background = FooterText.hasBackground(status)
        } else if tail.queued > 0 || footer.contains(where: { $0.text.begins("tab to queue message") }) {
            reading.scene = .working
        }
        reading.queued = tail.queued
        if reading.scene != .composer { reading.notice = retrying(tail) }
        reading.background = reading.background || tail.hasBackground
        for row in footer {
            let text = row.text
            reading.background = reading.background || FooterText.hasBackground(text)
            if reading.context == nil { reading.context = FooterText.context(text) }
            if reading.model == nil { reading.model = Self.model(row) }
        }
        return reading
    }

    // MARK: The last cell

    /// `■` is Codex's own sign: an answer's rows begin with `•` or are indented.
    private func notice(_ cell: Range<Int>) -> ScreenReading.Notice? {
        guard let first = cell.first, let (sign, next) = rows[first].scalar(at: 0), rows[first].indent == 0 else {
            return nil
        }
        guard sign == "■" || sign == "⚠" else { return nil }
        var text = rows[first].text(from: next)
        for index in cell.dropFirst() where !rows[index].isBlank && text.utf8.count < 2000 {
            text += " " + rows[index].text
        }
        if let limit = LimitText.parse(text, after: moment, zone: zone) { return .limited(limit, isCertain: true) }
        guard sign == "■" else { return nil }
        let words = text.asciiLowercased()
        if words.begins("conversation interrupted") || words.begins("tell the model what to do differently") {
            return .interrupted
        }
        return .failed(ErrorText.kind(ofWords: words), text.shortened(to: 600))
    }

    /// `Reconnecting... 2/5 (3s • esc to interrupt)`.
    private func retrying(_ tail: CodexScreenTail) -> ScreenReading.Notice? {
        guard let status = tail.status else { return nil }
        let words = status.asciiLowercased()
        guard words.begins("reconnecting") || words.begins("retrying") || words.begins("stream error") else {
            return nil
        }
        let text = tail.detail.isEmpty ? status : "\(status) \(tail.detail)"
        return .retrying(Self.retriedKind(text.asciiLowercased()), text.shortened(to: 300))
    }

    private static func retriedKind(_ words: String) -> AgentErrorKind {
        let kind = ErrorText.kind(ofWords: words)
        return kind == .other ? .network : kind
    }

    // MARK: The footer

    /// The first word of the row that names a folder too.
    private static func model(_ row: ScreenRow) -> String? {
        let parts = row.text.split(separator: "·").map { $0.trimmedBlanks() }
        guard parts.count >= 2, parts.dropFirst().contains(where: { $0.begins("~") || $0.begins("/") }) else {
            return nil
        }
        guard let name = parts[0].split(separator: " ").first, name.has("-") || name.has("gpt") else { return nil }
        return String(name).shortened(to: 100)
    }
}
