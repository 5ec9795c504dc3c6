import Model

extension LimitedAccount {
    /// Seconds within which one that was sent on to try says something.
    private static let verdict = 300.0
    /// Seconds of work after which it is believed that the limit is over: it is refused at once.
    private static let conviction = 60.0
    /// Seconds after which prompts are let go although nobody could be sent on to try.
    private static let longest = 5.0 * 3600

    mutating func probe(_ sights: [LimitSight], _ step: inout LimitStep, _ timing: LimitTiming, now: Timestamp) {
        if let prober {
            guard let sight = sights.first(where: { $0.session == prober }) else { return fail(timing, now: now) }
            return judge(sight, &step, timing, now: now)
        }
        guard let nextProbe, nextProbe <= now else { return }
        var candidates = sights.filter { sight in
            guard let parked = sessions[sight.session], parked.state == .parked, !sight.draft, !sight.hasLimitMenu,
                sight.rules.mode != .off
            else { return false }
            return standing(sight, parked, now: now) == .parked
        }
        // One that has no prompts of its own; of those the one that was sent on least today.
        candidates.sort { rank($0, now) < rank($1, now) }
        for sight in candidates where sight.hasPrompts ? release(sight, &step, now: now) : begin(sight, &step, now: now)
        {
            prober = sight.session
            probedAt = now
            step.tell(
                "limit.probing", sight.session,
                ["account": .string(account.rawValue), "try": .integer(Int64(probes + 1))])
            return
        }
        let isOpen = sessions.values.contains { $0.state == .parked || $0.state == .continuesItself }
        if !isOpen || now.seconds(since: since) > Self.longest { lift(now: now) } else { fail(timing, now: now) }
    }

    private func rank(_ sight: LimitSight, _ now: Timestamp) -> (Int, Int, SessionID) {
        (sight.hasPrompts ? 1 : 0, sight.memory.budget.used(at: now), sight.session)
    }

    private mutating func judge(
        _ sight: LimitSight, _ step: inout LimitStep, _ timing: LimitTiming, now: Timestamp
    ) {
        guard let probedAt, let parked = sessions[sight.session] else { return fail(timing, now: now) }
        switch parked.state {
        case .resuming:
            if now.seconds(since: probedAt) > Self.verdict { fail(timing, now: now) }
        case .resumed:
            let isConvinced = now.seconds(since: parked.moved) >= Self.conviction
            switch sight.word {
            case .spoke(let at) where at > probedAt: lift(now: now)
            case .unknown, .other:
                let works = sight.state == .working || sight.state == .compacting
                let rests = sight.word == .unknown && sight.state == .idle
                if isConvinced, works || rests { lift(now: now) }
            default: break
            }
            if phase == .probing, now.seconds(since: probedAt) > Self.verdict { fail(timing, now: now) }
        default: fail(timing, now: now)
        }
    }

    private mutating func fail(_ timing: LimitTiming, now: Timestamp) {
        probes += 1
        prober = nil
        probedAt = nil
        nextProbe = now.adding(seconds: timing.backoff(probes))
    }
}
