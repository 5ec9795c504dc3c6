import Model

extension LimitedAccount {
    /// Seconds by which two agents may differ that mean the same reset.
    private static let agreement = 120.0

    /// Takes what one more agent, or the same again, says of the limit.
    mutating func merge(_ claim: UsageLimit, now: Timestamp) {
        guard let told = claim.until else { return }
        guard let known = limit.until else { return adopt(claim) }
        if told == known, earliest == nil || claim.kind == limit.kind { return sharpen(claim) }
        if Self.end(of: known) <= now, told > known, earliest == nil { return adopt(claim) }
        if abs(told.seconds(since: known)) <= Self.agreement {
            // The one that tells seconds, else the later.
            let isExact = told.milliseconds % 60_000 != 0
            let wasExact = known.milliseconds % 60_000 != 0
            if isExact == wasExact ? told > known : isExact { limit.until = told }
            return sharpen(claim)
        }
        if claim.kind != limit.kind, claim.kind != .usage, limit.kind != .usage {
            // Two limits at once: the one that lasts longer counts.
            if told > known { adopt(claim) }
            return
        }
        earliest = [earliest, told, known].compactMap { $0 }.min()
        if told > known { limit.until = told }
    }

    private mutating func adopt(_ claim: UsageLimit) {
        limit = UsageLimit(kind: claim.kind == .usage ? limit.kind : claim.kind, until: claim.until)
        earliest = nil
        if phase == .probing {
            phase = .waiting
            nextProbe = nil
        }
    }

    private mutating func sharpen(_ claim: UsageLimit) {
        if limit.kind == .usage { limit.kind = claim.kind }
    }

    /// A limit that comes after the last one was over, or while its sessions are being resumed.
    mutating func begin(_ claim: UsageLimit, since moment: Timestamp, now: Timestamp) {
        limit = UsageLimit(kind: claim.kind, until: claim.until)
        since = moment
        phase = .waiting
        earliest = nil
        probes = 0
        nextProbe = nil
        prober = nil
        liftedAt = nil
        overAt = nil
        nextSlot = nil
        released = []
        isBusy = false
    }
}
