package import Model

/// An account that has reached a limit, and each session that it stopped: all that must survive a restart.
///
/// It is advanced with each change of its sessions and each second; what it does depends on nothing but what is seen
/// and the clock, so that after a crash it goes on from what was saved.
package struct LimitedAccount: Sendable, Hashable, Codable {
    package let account: AccountID
    package internal(set) var limit: UsageLimit
    /// When the first of its agents said so.
    package internal(set) var since: Timestamp
    package internal(set) var phase = AccountLimit.Phase.waiting
    /// Where agents disagree, the earliest reset that one named.
    package internal(set) var earliest: Timestamp?
    package internal(set) var probes = 0
    package internal(set) var nextProbe: Timestamp?
    /// The session that is being sent on to try, and since when.
    var prober: SessionID?
    var probedAt: Timestamp?
    /// The next may be sent on from then.
    var nextSlot: Timestamp?
    /// It was begun a moment ago, and nobody was told.
    var isNew = false
    /// Sessions are still to be sent on: prompts of others come after them.
    var isBusy = false
    /// Sessions whose prompts go again.
    var released: Set<SessionID> = []
    /// When resuming began, and when it was over.
    var liftedAt: Timestamp?
    package internal(set) var overAt: Timestamp?
    package internal(set) var sessions: [SessionID: Parked] = [:]

    /// A session that the limit stopped.
    package struct Parked: Sendable, Hashable, Codable {
        package var limit: UsageLimit
        /// When its agent said so: of its transcript's record, where it has one.
        package var since: Timestamp
        package var state = ParkedSession.State.parked
        /// When it came to this state.
        package var moved: Timestamp
        package var reason: String?
        var conversation: ConversationID?
        var launched: Timestamp?
        /// When its menu opened, and what was tried about it.
        var menuSince: Timestamp?
        var menuTries = 0
        var menuTried: Timestamp?
        /// It no longer says that it goes on by itself.
        var quietSince: Timestamp?
        /// Of the prompt that sends it on.
        package var key: String?
        var tries = 0
        /// Prompts of it that were given up untyped, and whether today's budget was used for it.
        var rounds = 0
        var isPaid = false
    }

    package init(account: AccountID, limit: UsageLimit, since: Timestamp) {
        self.account = account
        self.limit = limit
        self.since = since
    }

    /// Nothing of it need be remembered any more.
    package func isForgotten(_ sights: [LimitSight], now: Timestamp) -> Bool {
        guard phase == .over, let overAt, now.seconds(since: overAt) > Self.afterglow else { return false }
        return !sights.contains { $0.state == .limited && sessions[$0.session] != nil }
    }

    /// Seconds for which an account is shown, and prompts are let go one after the other, once all is over.
    static let afterglow = 600.0

    /// When its sessions are resumed; nil where that must be found out.
    package func resumesAt(_ timing: LimitTiming) -> Timestamp? {
        guard earliest == nil else { return nil }
        return limit.until.map { Self.end(of: $0).adding(seconds: timing.margin) }
    }

    /// Agents name whole minutes: the reset may be at that minute's end, and one sent on too early meets the limit
    /// again.
    static func end(of until: Timestamp) -> Timestamp {
        until.milliseconds % 60_000 == 0 ? until.adding(seconds: 60) : until
    }

    /// Its sessions are being resumed, or will be at this look.
    package func isDue(_ timing: LimitTiming, now: Timestamp) -> Bool {
        phase == .resuming || phase == .probing || resumesAt(timing).map { $0 <= now } == true
    }

    /// The session waits for the reset, or is being sent on.
    package func isOpen(_ session: SessionID) -> Bool {
        sessions[session].map { Self.open.contains($0.state) } ?? false
    }

    static let open: Set<ParkedSession.State> = [.parked, .resuming, .continuesItself]

    var isHolding: Bool { phase == .waiting || phase == .probing }

    /// What people are shown.
    ///
    /// - Parameter describe: the session's name, rules and budget; nil once it was removed.
    package func view(
        _ timing: LimitTiming, now: Timestamp,
        describe: (SessionID) -> (name: SessionName, rules: LimitRules, memory: LimitMemory)?
    ) -> AccountLimit {
        let listed = sessions.sorted { ($0.value.since, $0.key) < ($1.value.since, $1.key) }
            .compactMap { id, parked -> ParkedSession? in
                guard let about = describe(id) else { return nil }
                return ParkedSession(
                    session: id, name: about.name, since: parked.since, state: parked.state,
                    resumedToday: about.memory.budget.used(at: now), budget: about.rules.cap, reason: parked.reason)
            }
        return AccountLimit(
            account: account, limit: limit, since: since, resumesAt: isHolding ? resumesAt(timing) : nil,
            probes: probes, nextProbe: phase == .probing ? nextProbe : nil, phase: phase, sessions: listed)
    }
}
