import Model

extension LimitedAccount {
    /// Takes a session in that says that the limit is reached, for the first time or again.
    mutating func park(_ sight: LimitSight, _ step: inout LimitStep, _ timing: LimitTiming, now: Timestamp) {
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
        if let before, before.state == .resumed || before.state == .resuming,
            now.seconds(since: before.moved) < Self.afterglow,
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
}
