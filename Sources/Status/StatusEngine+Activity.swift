import Model

extension StatusEngine {
    /// Works or rests.
    func activity() -> Verdict? {
        guard var verdict = compacting() ?? workOrRest() else { return nil }
        if let end = lastEnd, signals.screen?.value.scene == .working {
            let late = end.since.adding(seconds: Self.settling)
            if late > now { verdict.recheckAt = min(verdict.recheckAt ?? late, late) }
        }
        return verdict
    }

    private func workOrRest() -> Verdict? {
        let claims = Claim.all(signals, now: now).filter { !isAfterimage($0) && !(isStarting && $0.source == .screen) }
        let working = claims.filter(\.isWorking)
        let resting = claims.filter { !$0.isWorking }
        guard let lastResting = resting.map(\.since).max(), resting.contains(where: isPositive) else {
            return working.isEmpty ? nil : works(.works, working, against: resting)
        }
        let began = working.map(\.since).max()
        let weight = working.reduce(0) { $0 + $1.weight }
        let witnesses = resting.filter { rest in began.map { rest.since > $0 } ?? true }
        // A composer by itself may be a screen that is half drawn.
        let settlesAt = lastResting.adding(seconds: Self.settling)
        let isFresh = now < settlesAt && (previous == .working || previous == .compacting)
        if isFresh, !hasOutcome, working.isEmpty || witnesses.count >= 2, let previous {
            return Verdict(
                AgentStatus(previous), rule: .unsettled,
                reason: "The turn seems to be over, but nothing says yet how it ended.", recheckAt: settlesAt)
        }
        if working.isEmpty {
            let isAlone = resting.count == 1 && resting[0].source == .screen && !isRecorded
            if isAlone, isFresh, let previous {
                return Verdict(
                    AgentStatus(previous), rule: .unsettled,
                    reason: "The screen no longer shows a turn, but it has only just changed.", recheckAt: settlesAt)
            }
            return rests(.rests, resting, against: [])
        }
        if witnesses.count >= 2 { return rests(.turnEnded, witnesses, against: working) }
        // An end that was told, and what says otherwise is from before it and comes late.
        if let end = lastEnd, let began, began < end.since, let previous, previous != .working, previous != .compacting,
            now < end.since.adding(seconds: Self.grace)
        {
            return rests(.turnEnded, resting, against: working)
        }
        if let began, witnesses.isEmpty, now < began.adding(seconds: Self.grace) {
            return works(.turnBegan, working, against: resting, recheckAt: began.adding(seconds: Self.grace))
        }
        if resting.reduce(0, { $0 + $1.weight }) > weight {
            if now < settlesAt { return works(.works, working, against: resting, recheckAt: settlesAt) }
            return rests(.rests, resting, against: working)
        }
        return works(.works, working, against: resting, recheckAt: settlesAt)
    }

    /// A composer stands there before it is read from, and may be that of the launch before.
    private var isStarting: Bool {
        awaitsReady && launched.map { now.seconds(since: $0) < Self.patience } ?? false
    }

    /// A screen that shows a turn just after its end was told is late: what it shows counts when it lasts.
    private func isAfterimage(_ claim: Claim) -> Bool {
        guard claim.isWorking, claim.source == .screen || claim.source == .title, let end = lastEnd,
            previous != .working, previous != .compacting
        else { return false }
        return claim.since >= end.since && now < end.since.adding(seconds: Self.settling)
    }

    /// The transcript has an answer that is as new as the screen.
    private var isRecorded: Bool {
        guard let screen = signals.screen, let transcript = signals.transcript, case .answer = transcript.value.last
        else { return false }
        return transcript.since.adding(seconds: 2) >= screen.since
    }

    /// A title rests at a menu too, and after a turn's end a menu may have opened that nobody can read.
    private func isPositive(_ claim: Claim) -> Bool {
        switch claim.source {
        case .screen, .sessionFile: true
        case .title: false
        case .event: signals.screen?.value.scene != .unclear
        }
    }

    private func compacting() -> Verdict? {
        if signals.screen?.value.scene == .compacting {
            return Verdict(
                AgentStatus(.compacting), rule: .compacting, reason: "The screen shows that it makes room.")
        }
        guard let told = signals.hooks[.compaction] else { return nil }
        let later = [Signals.HookTopic.prompt, .end, .session, .tool].contains { topic in
            signals.hooks[topic].map { $0.since > told.since } ?? false
        }
        if later { return nil }
        let until = told.since.adding(seconds: Self.grace)
        if let screen = signals.screen, screen.seen >= until, screen.value.scene != .unclear { return nil }
        return Verdict(
            AgentStatus(.compacting), rule: .compacting, reason: "A hook told that it makes room.", recheckAt: until)
    }

    private func works(
        _ rule: StatusRule, _ claims: [Claim], against others: [Claim], recheckAt: Timestamp? = nil
    ) -> Verdict {
        var status = AgentStatus(.working)
        if case .toolBegins(let name, let subject) = signals.hooks[.tool]?.value, isCurrent(signals.hooks[.tool]) {
            status.detail = subject.map { "\(name): \($0)" } ?? name
        }
        return Verdict(
            status, rule: rule, reason: sentence(claims),
            contradictions: others.map { "\($0.words), which counts less than what says that it works" },
            recheckAt: recheckAt)
    }

    /// Nothing of the turn has been told after it.
    private func isCurrent(_ signal: Signal<HookReading>?) -> Bool {
        guard let signal else { return false }
        return [signals.hooks[.prompt], signals.hooks[.end], signals.hooks[.session]].allSatisfy {
            $0.map { $0.since <= signal.since } ?? true
        }
    }

    /// At rest: by itself, at a limit, or because the turn failed.
    private func rests(_ rule: StatusRule, _ claims: [Claim], against others: [Claim]) -> Verdict {
        var contradictions = others.map { "\($0.words), which is older or counts less" }
        if let limit, limit.until.map({ $0 > now }) ?? true {
            return Verdict(
                AgentStatus(.limited, limit: limit), rule: .limit,
                reason: "It rests, and its last word is that a usage limit is reached.",
                contradictions: contradictions, recheckAt: limit.until)
        }
        if let failure {
            return Verdict(
                AgentStatus(.error, detail: failure.text, error: failure.kind), rule: .failure,
                reason: "It rests, and its last turn ended in an error.", contradictions: contradictions)
        }
        switch signals.screen?.value.notice {
        case .limited:
            contradictions.append("the screen speaks of a limit, but as an answer might, or of one that is over")
        case .failed: contradictions.append("the screen speaks of an error, but the transcript has it as an answer")
        default: break
        }
        return Verdict(
            AgentStatus(.idle), rule: rule, reason: sentence(claims), contradictions: contradictions)
    }

    private func sentence(_ claims: [Claim]) -> String {
        let words = claims.map(\.words).joined(separator: "; ")
        return words.prefix(1).uppercased() + words.dropFirst() + "."
    }
}
