package import Model

/// Decides what an agent is doing from all that its sources say. Pure: the same evidence at the same moment gives the
/// same verdict, whatever the order in which it came in.
///
/// Three ideas: what is *seen* (screen, title, session file) lasts and is current; what is *told* (hooks) announces a
/// change that is not to be seen yet, and counts against what is seen only for a moment; and rest needs positive
/// evidence, which no half-drawn screen is.
package struct StatusEngine: Sendable {
    /// Nil where nothing is known of the process: a capture that somebody handed in.
    package var process: ProcessReading?
    package var signals: Signals
    /// When the agent was launched.
    package var launched: Timestamp?
    /// It tells by a hook when it is ready, and has not yet.
    package var awaitsReady: Bool
    /// What was last said of it.
    package var previous: AgentState?
    package var now: Timestamp

    /// Seconds for which what was told counts although it is not to be seen.
    package static let grace = 1.5
    /// Seconds within which a title that spins turns.
    package static let turning = 3.0
    /// Seconds after which a screen is not half drawn.
    package static let settling = 0.6
    /// Seconds that an agent may take to draw its screen anew, as when its pane was resized.
    package static let redrawing = 1.2
    /// Seconds for which a launched agent may say nothing.
    package static let patience = 20.0

    package init(
        process: ProcessReading?, signals: Signals, launched: Timestamp? = nil, awaitsReady: Bool = false,
        previous: AgentState? = nil, now: Timestamp
    ) {
        self.process = process
        self.signals = signals
        // A turn that an earlier launch left behind neither goes on nor fails; a limit outlives it.
        if let launched, let transcript = signals.transcript, transcript.since < launched {
            self.signals.keepLimit(ofTranscript: transcript)
        }
        self.launched = launched
        self.awaitsReady = awaitsReady
        self.previous = previous
        self.now = now
    }

    package static func verdict(
        process: ProcessReading?, signals: Signals, launched: Timestamp? = nil, awaitsReady: Bool = false,
        previous: AgentState? = nil, now: Timestamp
    ) -> Verdict {
        StatusEngine(
            process: process, signals: signals, launched: launched, awaitsReady: awaitsReady, previous: previous,
            now: now
        ).verdict()
    }

    package func verdict() -> Verdict {
        if let verdict = processVerdict() { return verdict }
        var verdict = waiting() ?? unreadable() ?? activity() ?? silence()
        describe(&verdict.status)
        if let title = signals.title, title.value == .working {
            let stops = title.seen.adding(seconds: Self.turning)
            verdict.recheckAt = min(verdict.recheckAt ?? stops, stops)
        }
        if verdict.recheckAt.map({ $0 <= now }) == true { verdict.recheckAt = nil }
        return verdict
    }

    // MARK: The process

    private func processVerdict() -> Verdict? {
        func verdict(_ status: AgentStatus, _ reason: String) -> Verdict {
            Verdict(status, rule: .process, reason: reason)
        }
        switch process {
        case .stopped: return verdict(.init(.stopped), "Its end is wanted, and it has ended.")
        case .hibernated:
            return verdict(.init(.hibernated), "Its process was put away; it is launched again when it is wanted.")
        case .blocked(let reason):
            return verdict(.init(.blocked, detail: reason), "It cannot be launched: \(reason)")
        case .starting: return verdict(.init(.starting), "Its pane or its agent is being started.")
        case .backingOff(let exit, _):
            return verdict(
                .init(.crashed, detail: exit), "The agent ended (\(exit ?? "nobody saw how")); it is launched again.")
        case .exited(let exit):
            return verdict(.init(.exited, detail: exit), "The agent ended, and nobody launches it again.")
        case .running: return nil
        case nil:
            guard signals.screen?.value.scene == .gone else { return nil }
            return Verdict(.init(.exited), rule: .gone, reason: "Below what the agent drew, a shell waits.")
        }
    }

    // MARK: Nothing to go by

    /// A screen that has just become unreadable may be half drawn; so may one that was just cleared.
    private func unreadable() -> Verdict? {
        guard let screen = signals.screen, screen.value.scene == .unclear || screen.value.scene == .blank,
            let previous, Self.lasting.contains(previous)
        else { return nil }
        let settlesAt = screen.since.adding(seconds: Self.redrawing)
        guard now < settlesAt else { return nil }
        return Verdict(
            AgentStatus(previous), rule: .unsettled,
            reason: "The screen cannot be read, but it has only just changed.", recheckAt: settlesAt)
    }

    /// States that a moment's unreadable screen does not end.
    private static let lasting: Set<AgentState> = [
        .working, .compacting, .idle, .limited, .error, .permission, .question, .plan, .trust, .dialog, .resume, .login,
    ]

    private func silence() -> Verdict {
        if let launched, now.seconds(since: launched) < Self.patience {
            return Verdict(
                .init(.starting), rule: .launched, reason: "It was launched a moment ago and has said nothing yet.",
                recheckAt: launched.adding(seconds: Self.patience))
        }
        return Verdict(
            .init(.unknown), rule: .silence,
            reason: "Nothing that can be read says what it is doing, and nothing is guessed.")
    }

    // MARK: Beside the state

    private func describe(_ status: inout AgentStatus) {
        let screen = signals.screen?.value
        status.draft = screen?.draft?.isEmpty == false
        status.background = screen?.background == true || endedWithBackground
        status.model = signals.statusLine?.value.model ?? signals.transcript?.value.model ?? screen?.model
        status.context = context
        if status.error == nil, status.state == .working, case .retrying(let kind, let text) = screen?.notice {
            status.error = kind
            status.detail = Self.withoutCountdown(text)
        }
    }

    /// `Retrying in … (attempt 4/10)`: seconds that run down are not told anew each second.
    static func withoutCountdown(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let first = rest.first {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            let after = rest[digits.endIndex...]
            if digits.isEmpty {
                result.append(first)
                rest.removeFirst()
            } else if let unit = ["seconds", "second", " seconds", " second", "s", "m", "h"].first(
                where: after.hasPrefix),
                after.dropFirst(unit.count).first?.isLetter != true
            {
                result += "…"
                rest = after.dropFirst(unit.count)
            } else {
                result += digits
                rest = after
            }
        }
        return result
    }

    /// Told at the end of a turn, and true until something else begins.
    private var endedWithBackground: Bool {
        guard let end = signals.hooks[.end], case .turnEnded(background: true) = end.value else { return false }
        return [signals.hooks[.prompt], signals.hooks[.session]].allSatisfy { $0.map { $0.since < end.since } ?? true }
    }

    /// The status line knows the model's own limit; the transcript is there when no line is drawn.
    private var context: ContextUse? {
        let line = signals.statusLine
        let transcript = signals.transcript
        if let line, let context = line.value.context {
            guard let transcript, transcript.since > line.seen, let used = transcript.value.context?.used,
                let limit = context.limit
            else { return context }
            return ContextUse(used: used, limit: limit)
        }
        guard var context = transcript?.value.context ?? signals.screen?.value.context else { return nil }
        if context.percent == nil, let percent = signals.screen?.value.context?.percent {
            context = ContextUse(used: context.used, limit: context.limit, percent: percent)
        }
        return context
    }
}
