package import Model

extension LimitedAccount {
    /// Seconds for which a session may be away, or its agent may go on by itself, when the limit is over.
    private static let patience = 600.0
    private static let itselfPatience = 300.0
    private static let tries = 5

    mutating func schedule(_ sights: [LimitSight], _ step: inout LimitStep, _ timing: LimitTiming, now: Timestamp) {
        guard isHolding else { return }
        if let at = resumesAt(timing) {
            phase = .waiting
            nextProbe = nil
            if at <= now { lift(now: now) }
            return
        }
        // Nobody named a later reset: then it is over in any case.
        if let last = limit.until, Self.end(of: last).adding(seconds: timing.margin) <= now { return lift(now: now) }
        // A hook tells of a limit before its record says until when.
        guard phase == .waiting, earliest != nil || now.seconds(since: since) >= Self.writing else { return }
        phase = .probing
        let first =
            earliest.map { Self.end(of: $0).adding(seconds: timing.margin) }
            ?? max(since, now.adding(seconds: -timing.probe)).adding(seconds: timing.probe)
        nextProbe = max(first, now)
        var data = facts(timing)
        data["reason"] = .string(
            earliest == nil ? "nothing says when the limit is reset" : "agents name different times for the reset")
        data["next"] = nextProbe.map { .string($0.rfc3339) }
        step.tell("limit.probing", nil, data)
    }

    package mutating func lift(now: Timestamp) {
        phase = .resuming
        liftedAt = now
        nextProbe = nil
        prober = nil
        nextSlot = now
        isBusy = true
    }

    // MARK: One by one

    mutating func resume(_ sights: [LimitSight], _ step: inout LimitStep, _ timing: LimitTiming, now: Timestamp) {
        for sight in sights where sessions[sight.session]?.state == .continuesItself {
            guard let parked = sessions[sight.session], let liftedAt else { continue }
            let due = max(liftedAt, parked.limit.until.map(Self.end(of:)) ?? liftedAt)
            if now.seconds(since: due) > Self.itselfPatience { sessions[sight.session]?.state = .parked }
        }
        let waiting = sights.filter { sessions[$0.session]?.state == .parked }
            .sorted { order($0.session) < order($1.session) }
        for sight in waiting {
            guard nextSlot.map({ $0 <= now }) ?? true else { break }
            if send(sight, &step, timing, now: now) { nextSlot = now.adding(seconds: timing.stagger) }
        }
        isBusy = sights.contains { sight in
            sessions[sight.session].map { $0.state == .parked && standing(sight, $0, now: now) == .parked } ?? false
        }
        guard !sessions.values.contains(where: { Self.open.contains($0.state) }) else { return }
        phase = .over
        overAt = now
        func count(_ state: ParkedSession.State) -> JSONValue {
            .integer(Int64(sessions.values.count { $0.state == state }))
        }
        step.tell(
            "limit.lifted", nil,
            [
                "account": .string(account.rawValue), "resumed": count(.resumed), "manual": count(.manual),
                "spent": count(.spent),
            ])
    }

    private func order(_ id: SessionID) -> (Timestamp, SessionID) {
        (sessions[id]?.since ?? Timestamp(milliseconds: 0), id)
    }

    /// Sends a session on if it is still parked. True when that was done.
    private mutating func send(
        _ sight: LimitSight, _ step: inout LimitStep, _ timing: LimitTiming, now: Timestamp
    ) -> Bool {
        let id = sight.session
        guard let parked = sessions[id] else { return false }
        switch standing(sight, parked, now: now) {
        case .parked: break
        case .gone(let reason):
            leave(id, reason, &step, now: now)
            return false
        case .unknown(let reason):
            if let liftedAt, now.seconds(since: liftedAt) > Self.patience { leave(id, reason, &step, now: now) }
            return false
        }
        // It is answered first; that is tried at most for half a minute.
        if sight.hasLimitMenu { return false }
        if sight.draft {
            leave(id, "a person's text stands in its composer", &step, now: now)
            return false
        }
        if sight.rules.mode == .off {
            leave(id, "resuming is switched off", &step, now: now)
            return false
        }
        return sight.hasPrompts ? release(sight, &step, now: now) : begin(sight, &step, now: now)
    }

    /// Its own prompts send it on: they stand before any of ours.
    mutating func release(_ sight: LimitSight, _ step: inout LimitStep, now: Timestamp) -> Bool {
        sessions[sight.session]?.move(to: .resumed, at: now, "prompts waited for it")
        released.insert(sight.session)
        step.tell("limit.resumed", sight.session, ["account": .string(account.rawValue), "by": "outbox"])
        return true
    }

    /// Uses the budget, and asks for the prompt to be written down.
    mutating func begin(_ sight: LimitSight, _ step: inout LimitStep, now: Timestamp) -> Bool {
        let id = sight.session
        guard let parked = sessions[id] else { return false }
        let used = step.memory(sight).budget.used(at: now)
        if !parked.isPaid, let cap = sight.rules.cap, used >= cap {
            let reason = "it was sent on \(used) of \(cap) times today"
            sessions[id]?.move(to: .spent, at: now, reason)
            step.tell(
                "limit.budget", id,
                ["account": .string(account.rawValue), "used": .integer(Int64(used)), "budget": .integer(Int64(cap))])
            return false
        }
        if !parked.isPaid { step.remember(sight) { $0.budget.use(at: now) } }
        let key = Self.key(account, parked)
        sessions[id]?.move(to: .resuming, at: now, nil)
        sessions[id]?.key = key
        sessions[id]?.tries = 0
        sessions[id]?.isPaid = true
        step.actions.append(.resume(id, text: sight.rules.text, key: key))
        return true
    }

    /// One prompt for each time that an agent said that its limit is reached, over all crashes.
    static func key(_ account: AccountID, _ parked: Parked) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in account.rawValue.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let until = parked.limit.until.map { String($0.milliseconds / 1000) } ?? "-"
        return "limit:\(String(hash, radix: 16)):\(until):\(parked.since.milliseconds)"
            + (parked.rounds > 0 ? ":\(parked.rounds)" : "")
    }

    /// What became of the prompt.
    mutating func settle(_ sight: LimitSight, _ step: inout LimitStep, _ timing: LimitTiming, now: Timestamp) {
        let id = sight.session
        guard let parked = sessions[id], parked.state == .resuming, let key = parked.key else { return }
        guard let delivery = sight.delivery else {
            // Not written down: a crash came in between, or it was refused.
            guard phase != .waiting, now.seconds(since: parked.moved) >= max(timing.stagger, 1) else { return }
            if case .gone(let reason) = standing(sight, parked, now: now) {
                return leave(id, reason, &step, now: now)
            }
            guard parked.tries < Self.tries else {
                return leave(id, "its prompt could not be written down", &step, now: now)
            }
            sessions[id]?.tries += 1
            sessions[id]?.moved = now
            step.actions.append(.resume(id, text: sight.rules.text, key: key))
            return
        }
        if delivery.isDelivered {
            sessions[id]?.move(to: .resumed, at: now, nil)
            released.insert(id)
            step.tell(
                "limit.resumed", id,
                [
                    "account": .string(account.rawValue), "by": "ccmux",
                    "today": .integer(Int64(step.memory(sight).budget.used(at: now))),
                ])
        } else if delivery == .expired, parked.rounds < Self.tries, standing(sight, parked, now: now) == .parked {
            // It could not be typed in time, as when the daemon was away; it is looked at anew.
            sessions[id]?.move(to: .parked, at: now, nil)
            sessions[id]?.key = nil
            sessions[id]?.rounds += 1
        } else if delivery.isFinal {
            leave(id, "its prompt was not delivered (\(delivery.rawValue))", &step, now: now)
        }
    }
}
