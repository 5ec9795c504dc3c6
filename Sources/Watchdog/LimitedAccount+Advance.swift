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
    func isDue(_ parked: Parked, now: Timestamp) -> Bool {
        parked.limit.until.map { $0.adding(seconds: -10) <= now } ?? false
    }

    func leave(
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
}

extension LimitedAccount.Parked {
    mutating func move(to state: ParkedSession.State, at moment: Timestamp, _ reason: String?) {
        self.state = state
        self.reason = reason
        moved = moment
    }
}
