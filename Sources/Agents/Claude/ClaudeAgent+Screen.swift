package import Model
package import Status

extension ClaudeAgent {
    package func reading(of screen: ScreenText, at moment: Timestamp, zone: String?) -> ScreenReading {
        ClaudeScreen(rows: ScreenRows(screen), moment: moment, zone: zone).reading
    }

    /// `✳ Claude Code` at rest; a frame of a spinner before the name while it works. Before its first turn the title is
    /// the host's name, or a question to the terminal that tmux took for one.
    package func reading(ofTitle title: String) -> TitleReading {
        let scalars = title.unicodeScalars
        guard let first = scalars.first, scalars.count > 1, scalars[scalars.index(after: scalars.startIndex)] == " "
        else {
            return .silent
        }
        if first == "✳" { return .atRest }
        return SpinnerRow.isBraille(first) || "◐◓◑◒".unicodeScalars.contains(first) ? .working : .silent
    }
}

/// Claude's screen, read from the bottom up: the lowest structure is the live one, since whatever an answer quotes is
/// above the composer, and whatever a dialog quotes is above its options.
struct ClaudeScreen {
    let rows: ScreenRows
    let moment: Timestamp
    let zone: String?

    var reading: ScreenReading {
        guard let last = rows.last else { return ScreenReading(.blank) }
        let bottom = rows.count - 1
        if ShellPrompt.stands(at: last) || ShellPrompt.isFarewell(last) {
            return ScreenReading(.gone, rows: rows.evidence(max(0, bottom - 2)..<rows.count))
        }
        let composer = ClaudeScreenComposer.find(in: rows)
        if composer == nil, let prompt = ShellPrompt.written(over: rows) {
            return ScreenReading(.gone, rows: rows.evidence(prompt..<rows.count))
        }
        if let block = MenuBlock.find(in: rows), composer.map({ isMenu(block, below: $0) }) ?? true {
            return reading(block)
        }
        if let composer { return reading(composer) }
        return withoutStructure
    }

    /// A list of completions below the composer looks like a menu, but names no key that confirms.
    private func isMenu(_ block: MenuBlock, below composer: ClaudeScreenComposer) -> Bool {
        guard block.bottom > composer.bottom else { return false }
        guard block.top > composer.bottom else { return true }
        guard let row = block.entries.first?.row, let first = row.label.utf8.first else { return false }
        let isCompletion = first == UInt8(ascii: "/") || first == UInt8(ascii: "@")
        return !isCompletion && (row.number != nil || block.hints.contains(where: \.confirms))
    }

    // MARK: A menu

    private func reading(_ block: MenuBlock) -> ScreenReading {
        let (menu, top) = block.open(rows)
        var reading = ScreenReading(.menu(menu), rows: rows.evidence(top..<block.bottom + 4))
        if menu.kind == .limited {
            if let limit = limitAbove(top) ?? limitAmong(menu) { reading.notice = .limited(limit, isCertain: true) }
        } else {
            // The dialog's line stands between it and the message.
            let message = ClaudeScreenTail.message(rows, above: max(0, top - 1))
            reading.notice = ClaudeScreenNotice.read(rows, message, at: moment, zone: zone)
        }
        return reading
    }

    /// The message that opened the menu: the command that shows it, and a finished turn's row, stand between.
    private func limitAbove(_ top: Int) -> UsageLimit? {
        for index in stride(from: min(top, rows.count) - 1, through: max(0, top - 100), by: -1) {
            let row = rows[index]
            guard let (sign, next) = row.scalar(at: row.indent), sign == "⎿" || sign == "●" || sign == "⏺" else {
                continue
            }
            var text = row.text(from: next)
            if index + 1 < rows.count, rows[index + 1].indent > row.indent { text += " " + rows[index + 1].text }
            return LimitText.parse(text, after: moment, zone: zone)
        }
        return nil
    }

    private func limitAmong(_ menu: OpenMenu) -> UsageLimit? {
        let until = menu.options.lazy.compactMap { ResetTime.parse($0.label, after: moment, zone: zone) }.first
        return UsageLimit(kind: .usage, until: until)
    }

    // MARK: The composer

    private func reading(_ composer: ClaudeScreenComposer) -> ScreenReading {
        let tail = ClaudeScreenTail(rows, below: composer.top)
        let footer = ClaudeScreenFooter(rows, below: composer.bottom, at: moment, zone: zone)
        var reading = ScreenReading(
            .composer, draft: composer.draft(rows),
            rows: rows.evidence(tail.cell.lowerBound..<composer.bottom + 4))
        if tail.spinner?.isCompacting == true {
            reading.scene = .compacting
        } else if tail.spinner != nil || footer.isWorking {
            reading.scene = .working
        }
        let notice = ClaudeScreenNotice.read(
            rows, tail.cell, at: moment, zone: zone, isConfirmed: footer.limit != nil, isAnswered: tail.isDone)
        reading.notice =
            reading.scene == .composer ? notice : ClaudeScreenNotice.retried(tail.spinner) ?? retrying(notice)
        if let limit = footer.limit { reading.notice = .limited(merged(limit, notice, composer), isCertain: true) }
        reading.queued = tail.queued
        if reading.queued == 0, composer.suggestion(rows).has("edit queued messages") { reading.queued = 1 }
        reading.background = footer.hasBackground || tail.hasBackground
        if reading.scene == .composer, reading.notice == nil, let login = footer.login {
            reading.scene = .menu(OpenMenu(kind: .login, title: login, options: []))
        }
        reading.context = footer.context ?? tail.asides.lazy.compactMap(FooterText.context).first
        return reading
    }

    /// While a turn goes on, an error above is either tried again or over.
    private func retrying(_ notice: ScreenReading.Notice?) -> ScreenReading.Notice? {
        if case .retrying = notice { notice } else { nil }
    }

    /// The footer has the time of day; the message, which limit it is, and the zone.
    private func merged(
        _ footer: UsageLimit, _ notice: ScreenReading.Notice?, _ composer: ClaudeScreenComposer
    ) -> UsageLimit {
        let above = limitInHistory(composer.top)
        var limit = footer
        if limit.kind == .usage, let above { limit.kind = above.kind }
        if let until = above?.until { limit.until = until }
        return limit
    }

    private func limitInHistory(_ top: Int) -> UsageLimit? {
        for index in stride(from: top - 1, through: max(0, top - 100), by: -1) {
            let row = rows[index]
            guard let (sign, next) = row.scalar(at: row.indent) else { continue }
            if row.indent == 0, MessageSign.prompts.contains(sign), row.isGap(at: next) { return nil }
            if sign == "⎿" { return LimitText.parse(row.text(from: next), after: moment, zone: zone) }
        }
        return nil
    }

    // MARK: Neither

    /// A dialog without options still names its keys at the very bottom; a turn without a composer still spins.
    private var withoutStructure: ScreenReading {
        let tail = ClaudeScreenTail(rows, below: rows.count)
        let evidence = rows.evidence(max(0, rows.count - 10)..<rows.count)
        if let spinner = tail.spinner {
            return ScreenReading(spinner.isCompacting ? .compacting : .working, rows: evidence)
        }
        guard let last = rows.last, let hint = HintRow(last), hint.confirms || hint.leaves,
            !last.text.has("to interrupt")
        else { return ScreenReading(.unclear, rows: evidence) }
        return ScreenReading(.menu(dialog), rows: evidence)
    }

    private var dialog: OpenMenu {
        let head = MenuHead(rows, above: rows.count - 1)
        let kind = MenuMeaning.state(head: head.words, labels: [], isMultiple: false, confirms: true)
        return OpenMenu(
            kind: kind == .login || kind == .trust ? kind : .dialog, title: head.title, question: head.question,
            subject: nil, options: [])
    }
}
