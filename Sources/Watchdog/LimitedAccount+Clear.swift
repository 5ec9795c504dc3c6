package import Model

extension LimitedAccount {
    /// A person says that the limit is over.
    ///
    /// - Parameter resuming: its sessions are sent on, one after the other; otherwise they are left to the person.
    package mutating func clear(resuming: Bool, now: Timestamp) -> LimitStep {
        var step = LimitStep()
        if resuming {
            lift(now: now)
            return step
        }
        for id in sessions.keys.sorted() where isOpen(id) {
            leave(id, "the limit was cleared", &step, now: now)
        }
        phase = .over
        overAt = now
        (nextProbe, prober) = (nil, nil)
        step.tell("limit.lifted", nil, ["account": .string(account.rawValue), "by": "user"])
        return step
    }
}
