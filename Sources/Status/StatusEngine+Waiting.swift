import Model

extension StatusEngine {
    /// The agent waits for a person: said at once, on the first evidence.
    func waiting() -> Verdict? {
        menuOnScreen() ?? asked() ?? fileWaits() ?? titleCalls()
    }

    /// The newest event that would have closed a menu which was open before it.
    private var closing: Signal<HookReading>? {
        // A tool that begins closes nothing: several may run, and one of them asks.
        [signals.hooks[.prompt], signals.hooks[.end], signals.hooks[.session]].compactMap { $0 }
            .max { $0.since < $1.since }
    }

    private var menu: OpenMenu? {
        if case .menu(let menu) = signals.screen?.value.scene { menu } else { nil }
    }

    private func menuOnScreen() -> Verdict? {
        guard let screen = signals.screen, let menu else { return nil }
        if let closing, closing.since > screen.seen { return nil }
        // The hook knows by name what the menu only paraphrases.
        let ask = ask(near: screen.since)
        let state = ask.map { menu.kind == .dialog || menu.kind == .permission ? $0.state : menu.kind } ?? menu.kind
        var status = AgentStatus(state, detail: ask?.subject ?? menu.subject ?? menu.question ?? menu.title, menu: menu)
        if state == .limited { status.limit = limit ?? UsageLimit(kind: .usage, until: nil) }
        if menu.options.isEmpty { status.menu = nil }
        let contradictions = Claim.all(signals, now: now).filter(\.isWorking).map {
            "\($0.words), but a menu that stands on the screen holds the turn up"
        }
        return Verdict(
            status, rule: .menuOnScreen,
            reason: menu.options.isEmpty
                ? "The screen asks for something before it goes on."
                : "A menu with \(menu.options.count) options stands on the screen.",
            contradictions: contradictions)
    }

    /// What a hook said of the dialog that opened about when the menu appeared, or since.
    private func ask(near moment: Timestamp) -> (state: AgentState, subject: String?)? {
        guard let ask = signals.hooks[.ask], case .asks(let state, _, let subject) = ask.value,
            ask.since.adding(seconds: 5) >= moment, closing.map({ $0.since <= ask.since }) ?? true
        else { return nil }
        return (state, subject)
    }

    private func asked() -> Verdict? {
        guard let ask = signals.hooks[.ask], case .asks(let state, let tool, let subject) = ask.value else {
            return nil
        }
        if let closing, closing.since > ask.since { return nil }
        // The agent went on: the dialog was answered.
        if let file = signals.sessionFile, file.since > ask.since {
            if case .waiting = file.value.status {} else { return nil }
        }
        if let screen = signals.screen, isReadable(screen) {
            if screen.seen >= ask.since.adding(seconds: Self.grace) { return nil }
            let settled = screen.seen.seconds(since: screen.since) >= Self.settling
            if screen.since > ask.since, settled { return nil }
        }
        return Verdict(
            AgentStatus(state, detail: subject ?? tool), rule: .asked,
            reason: "A hook told that a dialog opens for \(tool); the screen has not had the time to show it.",
            recheckAt: ask.since.adding(seconds: Self.grace))
    }

    private func fileWaits() -> Verdict? {
        guard let file = signals.sessionFile, case .waiting(let state, let words) = file.value.status else {
            return nil
        }
        let visible = signals.screen.map { isReadable($0) && $0.seen >= file.since.adding(seconds: Self.grace) }
        if visible == true { return nil }
        if let closing, closing.since > file.seen { return nil }
        let ask = ask(near: file.since)
        return Verdict(
            AgentStatus(ask?.state ?? state, detail: ask?.subject ?? words), rule: .fileWaits,
            reason: "Its session file says that it waits (\(words)); the screen does not show for what.",
            recheckAt: file.since.adding(seconds: Self.grace))
    }

    private func titleCalls() -> Verdict? {
        guard let title = signals.title, title.value == .needsPerson else { return nil }
        if let screen = signals.screen, isReadable(screen), screen.seen >= title.since.adding(seconds: Self.grace) {
            return nil
        }
        return Verdict(
            AgentStatus(.permission), rule: .titleCalls,
            reason: "The pane's title calls for a person; the screen does not show for what.",
            recheckAt: title.since.adding(seconds: Self.grace))
    }

    private func isReadable(_ screen: Signal<ScreenReading>) -> Bool {
        switch screen.value.scene {
        case .composer, .working, .compacting, .menu: true
        case .blank, .unclear, .gone: false
        }
    }
}
