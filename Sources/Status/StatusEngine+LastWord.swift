import Model

extension StatusEngine {
    /// The limit that the agent's last word speaks of.
    var limit: UsageLimit? {
        let told = toldLimit
        if let told, told.until != nil { return told }
        guard case .limited(let shown, let isCertain) = signals.screen?.value.notice else { return told }
        // An answer may quote the words of a limit, to the letter: then the transcript has it as an answer.
        if told == nil, isQuoted { return nil }
        guard isCertain || told != nil else { return nil }
        return shown
    }

    /// The transcript ends with an answer that is as new as what the screen shows.
    private var isQuoted: Bool {
        guard let screen = signals.screen, let transcript = signals.transcript, case .answer = transcript.value.last
        else {
            return false
        }
        return transcript.since.adding(seconds: 3) >= screen.since
    }

    /// From sources that cannot mistake a quotation for a limit.
    private var toldLimit: UsageLimit? {
        if case .limited(let limit) = signals.transcript?.value.last { return limit }
        if case .turnFailed(_, isLimit: true, _) = lastEnd?.value { return UsageLimit(kind: .usage, until: nil) }
        return nil
    }

    /// The error that the last turn ended in.
    var failure: (kind: AgentErrorKind, text: String?)? {
        if case .failed(let kind, let text) = signals.transcript?.value.last { return (kind, text) }
        if case .failed(let kind, let text) = signals.screen?.value.notice {
            // An answer may quote an error.
            if case .answer = signals.transcript?.value.last { return nil }
            return (kind, text)
        }
        if case .turnFailed(let kind, isLimit: false, let text) = lastEnd?.value { return (kind, text) }
        return nil
    }

    /// The end of the turn that a hook told of, unless something began after it.
    private var lastEnd: Signal<HookReading>? {
        guard let end = signals.hooks[.end] else { return nil }
        let began = [signals.hooks[.prompt], signals.hooks[.session], signals.hooks[.tool]].compactMap { $0?.since }
            .max()
        return began.map { $0 > end.since } == true ? nil : end
    }
}
