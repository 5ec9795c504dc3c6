import Model

extension StatusEngine {
    /// The limit that the agent's last word speaks of.
    var limit: UsageLimit? {
        var told = toldLimit
        // Only the screen says whether it goes on by itself.
        if case .limited(let shown, _) = signals.screen?.value.notice { told?.continuesItself = shown.continuesItself }
        if let told, told.until != nil { return told }
        guard case .limited(let shown, let isCertain) = signals.screen?.value.notice else { return told }
        // An answer may quote the words of a limit, to the letter: then the transcript has it as an answer.
        if told == nil, isQuoted { return nil }
        guard isCertain || told != nil else { return nil }
        return shown
    }

    /// What the transcript ends with, if it is of the turn that began last: it is written a little later than all is
    /// seen, so it may still be an older one's.
    private var recorded: TranscriptReading.Last? {
        guard let transcript = signals.transcript else { return nil }
        if let prompt = signals.hooks[.prompt], transcript.since.adding(seconds: 1) < prompt.since { return nil }
        return transcript.value.last
    }

    /// The transcript has what the screen shows as an answer.
    private var isQuoted: Bool {
        guard case .answer = recorded, let screen = signals.screen, let transcript = signals.transcript else {
            return false
        }
        return signals.hooks[.prompt] != nil || transcript.since.adding(seconds: 3) >= screen.since
    }

    /// How the turn ended is known, or there is nobody who would tell.
    var hasOutcome: Bool {
        if lastEnd != nil || signals.screen?.value.isEnd == true { return true }
        guard signals.transcript != nil || signals.hooks[.prompt] != nil else { return true }
        switch recorded {
        case .answer, .failed, .limited, .interrupted, .turnEnded: return true
        case .input, .toolUse, nil: return false
        }
    }

    /// From sources that cannot mistake a quotation for a limit.
    private var toldLimit: UsageLimit? {
        if case .limited(let limit) = recorded { return limit }
        if case .turnFailed(_, isLimit: true, _) = lastEnd?.value { return UsageLimit(kind: .usage, until: nil) }
        return nil
    }

    /// The error that the last turn ended in.
    var failure: (kind: AgentErrorKind, text: String?)? {
        if case .turnFailed(let kind, isLimit: false, let text) = lastEnd?.value { return (kind, text) }
        if case .failed(let kind, let text) = recorded { return (kind, text) }
        if case .failed(let kind, let text) = signals.screen?.value.notice, !isQuoted { return (kind, text) }
        return nil
    }

    /// The end of the turn that a hook told of, unless something began after it.
    var lastEnd: Signal<HookReading>? {
        guard let end = signals.hooks[.end] else { return nil }
        let began = [signals.hooks[.prompt], signals.hooks[.session], signals.hooks[.tool]].compactMap { $0?.since }
            .max()
        return began.map { $0 > end.since } == true ? nil : end
    }
}
