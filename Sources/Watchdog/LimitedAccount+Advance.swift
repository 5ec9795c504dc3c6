package import Model

/// What came of looking at an account: what is to be done, and what is to be remembered of its sessions.
package struct LimitStep: Sendable, Hashable {
    package internal(set) var actions: [LimitAction] = []
    package internal(set) var memories: [SessionID: LimitMemory] = [:]

    mutating func tell(_ kind: String, _ session: SessionID? = nil, _ data: [String: JSONValue] = [:]) {
        actions.append(.tell(LimitNote(kind, session, data)))
    }

    mutating func remember(_ sight: LimitSight, _ change: (inout LimitMemory) -> Void) {
        change(&memories[sight.session, default: sight.memory])
    }

    func memory(_ sight: LimitSight) -> LimitMemory { memories[sight.session] ?? sight.memory }
}

extension LimitedAccount {
    /// The account that such a claim begins; nil where it claims nothing.
    package static func begin(_ account: AccountID, _ sights: [LimitSight], now: Timestamp) -> LimitedAccount? {
        let claims = sights.compactMap { sight in
            sight.newClaim(now: now).map { (sight.session, $0) }
        }
        guard let first = claims.min(by: { ($0.1.since, $0.0) < ($1.1.since, $1.0) })?.1 else { return nil }
        var limited = LimitedAccount(account: account, limit: first.limit, since: first.since)
        limited.isNew = true
        return limited
    }

    /// - Parameter sights: of its sessions that there still are, and of those that claim a limit of this account.
    package mutating func advance(_ sights: [LimitSight], _ timing: LimitTiming, now: Timestamp) -> LimitStep {
        var step = LimitStep()
        let sights = sights.sorted { $0.session < $1.session }
        let present = Set(sights.map(\.session))
        for id in sessions.keys where !present.contains(id) { sessions[id] = nil }
        for sight in sights { park(sight, &step, timing, now: now) }
        if isNew {
            isNew = false
            step.actions.insert(.tell(LimitNote("limit.reached", nil, facts(timing))), at: 0)
        }
        for sight in sights { follow(sight, &step, now: now) }
        for sight in sights { settle(sight, &step, timing, now: now) }
        schedule(sights, &step, timing, now: now)
        switch phase {
        case .probing: probe(sights, &step, timing, now: now)
        case .resuming: resume(sights, &step, timing, now: now)
        default: break
        }
        return step
    }

    func facts(_ timing: LimitTiming) -> [String: JSONValue] {
        var data: [String: JSONValue] = ["account": .string(account.rawValue), "limit": .string(limit.kind.rawValue)]
        if let until = limit.until { data["until"] = .string(until.rfc3339) }
        if let at = resumesAt(timing) { data["resumesAt"] = .string(at.rfc3339) }
        return data
    }

    // MARK: Parking

    private mutating func park(_ sight: LimitSight, _ step: inout LimitStep, _ timing: LimitTiming, now: Timestamp) {
        let before = sessions[sight.session]
        guard let claim = before == nil ? sight.newClaim(now: now) : sight.claim(now: now) else { return }
        if let before {
            if sight.word == .unknown ? !isAnew(sight, before, now: now) : claim.since <= before.since {
                // The same again: its time may be told only now.
                if before.state == .parked || before.state == .continuesItself {
                    sessions[sight.session]?.limit = claim.limit
                    if isHolding { merge(claim.limit, now: now) }
                }
                return
            }
            // What the hook told a moment ago, now with the time of the record.
            let isSame = claim.since.seconds(since: before.since) < 10 && before.state == .parked && before.key == nil
            guard !isSame else {
                sessions[sight.session]?.since = claim.since
                sessions[sight.session]?.limit = claim.limit
                step.remember(sight) { $0.handled = claim.since }
                if isHolding { merge(claim.limit, now: now) }
                return
            }
        }
        var limit = claim.limit
        // One that comes back at once, and is over already, says nothing that can be believed.
        if let before, before.state == .resumed, now.seconds(since: before.moved) < Self.afterglow,
            limit.until.map({ Self.end(of: $0).adding(seconds: timing.margin) <= now }) == true
        {
            limit.until = nil
        }
        let isPast = limit.until.map { Self.end(of: $0).adding(seconds: timing.margin) <= now } ?? false
        if phase == .over || (!isHolding && !isPast) {
            begin(limit, since: claim.since, now: now)
            isNew = true
        } else if isHolding {
            // The one that was sent on to try knows better than what was said before.
            if sight.session == prober, let until = limit.until, until > now { earliest = nil }
            merge(limit, now: now)
        }
        let continues = limit.continuesItself == true
        sessions[sight.session] = Parked(
            limit: limit, since: claim.since, state: continues ? .continuesItself : .parked, moved: now,
            conversation: sight.conversation, launched: sight.launched)
        step.remember(sight) { $0.handled = claim.since }
        var data: [String: JSONValue] = [
            "account": .string(account.rawValue), "limit": .string(limit.kind.rawValue),
        ]
        if let until = limit.until { data["until"] = .string(until.rfc3339) }
        if continues { data["continuesItself"] = true }
        step.tell("limit.parked", sight.session, data)
    }

    /// Of an agent without a transcript: it was seen to go on, and is limited again.
    private func isAnew(_ sight: LimitSight, _ parked: Parked, now: Timestamp) -> Bool {
        parked.state != .parked && parked.state != .continuesItself && parked.state != .resuming
            && sight.since > parked.moved
    }

    // MARK: While it waits

    private mutating func follow(_ sight: LimitSight, _ step: inout LimitStep, now: Timestamp) {
        guard var parked = sessions[sight.session], parked.state == .parked || parked.state == .continuesItself else {
            return
        }
        defer { sessions[sight.session] = parked }
        if parked.launched != sight.launched, sight.isKnown {
            // What it said about going on, and its menu, went with its process.
            parked.launched = sight.launched
            (parked.menuSince, parked.menuTries, parked.menuTried, parked.quietSince) = (nil, 0, nil, nil)
            if parked.state == .continuesItself, sight.limit?.continuesItself != true { parked.state = .parked }
        }
        if case .gone(let reason) = standing(sight, parked, now: now) {
            if parked.state == .continuesItself, liftedAt != nil || isDue(parked, now: now) {
                parked.move(to: .resumed, at: now, "it went on by itself")
                step.tell("limit.resumed", sight.session, ["account": .string(account.rawValue), "by": "itself"])
            } else {
                leave(sight.session, &parked, reason, &step, now: now)
            }
            return
        }
        menu(sight, &parked, &step, now: now)
        itself(sight, &parked, &step, now: now)
    }

    /// Its own reset has come, or will in a moment.
    private func isDue(_ parked: Parked, now: Timestamp) -> Bool {
        parked.limit.until.map { $0.adding(seconds: -10) <= now } ?? false
    }

    private func leave(
        _ id: SessionID, _ parked: inout Parked, _ reason: String, _ step: inout LimitStep, now: Timestamp
    ) {
        parked.move(to: .manual, at: now, reason)
        step.tell("limit.manual", id, ["account": .string(account.rawValue), "reason": .string(reason)])
    }

    mutating func leave(_ id: SessionID, _ reason: String, _ step: inout LimitStep, now: Timestamp) {
        guard var parked = sessions[id] else { return }
        leave(id, &parked, reason, &step, now: now)
        sessions[id] = parked
    }

    /// Seconds: a menu takes no Enter in the first one or two.
    private static let menuRests = 2.0
    private static let menuPause = 4.0
    private static let menuTries = 6

    private func menu(_ sight: LimitSight, _ parked: inout Parked, _ step: inout LimitStep, now: Timestamp) {
        guard sight.isKnown else { return }
        if case .limit(let isAnswerable) = sight.menu {
            let since = parked.menuSince ?? now
            parked.menuSince = since
            guard now.seconds(since: since) >= Self.menuRests,
                parked.menuTried.map({ now.seconds(since: $0) >= Self.menuPause }) ?? true
            else { return }
            guard isAnswerable else {
                return leave(sight.session, &parked, "its menu has no option to stop and wait", &step, now: now)
            }
            guard parked.menuTries < Self.menuTries else {
                return leave(sight.session, &parked, "its menu cannot be answered", &step, now: now)
            }
            parked.menuTries += 1
            parked.menuTried = now
            step.actions.append(.answer(sight.session))
        } else if parked.menuSince != nil, sight.menu == .none, sight.state == .limited || sight.state == .idle {
            parked.menuSince = nil
            guard parked.menuTries > 0 else {
                // Nobody but a person was there. Where it now says that it goes on by itself, it does.
                if sight.limit?.continuesItself == true { return }
                return leave(sight.session, &parked, "a person answered its menu", &step, now: now)
            }
            parked.menuTries = 0
            parked.menuTried = nil
            step.tell(
                "limit.answered", sight.session,
                ["account": .string(account.rawValue), "option": "stop and wait"])
        }
    }

    /// Seconds for which it must be missed.
    private static let quiet = 10.0

    private func itself(_ sight: LimitSight, _ parked: inout Parked, _ step: inout LimitStep, now: Timestamp) {
        guard sight.isKnown, parked.state == .parked || parked.state == .continuesItself else { return }
        if sight.limit?.continuesItself == true {
            parked.quietSince = nil
            if parked.state == .parked { parked.move(to: .continuesItself, at: now, nil) }
        } else if parked.state == .continuesItself, sight.state == .limited, sight.menu == .none,
            !isDue(parked, now: now)
        {
            let since = parked.quietSince ?? now
            parked.quietSince = since
            if now.seconds(since: since) >= Self.quiet {
                leave(sight.session, &parked, "a person told it not to go on by itself", &step, now: now)
            }
        }
    }
}

extension LimitedAccount.Parked {
    mutating func move(to state: ParkedSession.State, at moment: Timestamp, _ reason: String?) {
        self.state = state
        self.reason = reason
        moved = moment
    }
}
