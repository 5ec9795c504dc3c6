package import Model

/// What decides whether a session's process may be put away.
package struct HibernationCandidate: Sendable, Hashable {
    package var state: AgentState
    /// Since when it has been at rest and unobserved.
    package var since: Timestamp
    package var draft: Bool
    package var background: Bool
    package var menuIsOpen: Bool
    /// Prompts wait for it, in the outbox or in the agent's own queue.
    package var hasPrompts: Bool
    package var isAttached: Bool
    /// Its agent can go on with its conversation when it is launched again.
    package var canResume: Bool

    package init(
        state: AgentState, since: Timestamp, draft: Bool = false, background: Bool = false, menuIsOpen: Bool = false,
        hasPrompts: Bool = false, isAttached: Bool = false, canResume: Bool = true
    ) {
        self.state = state
        self.since = since
        self.draft = draft
        self.background = background
        self.menuIsOpen = menuIsOpen
        self.hasPrompts = hasPrompts
        self.isAttached = isAttached
        self.canResume = canResume
    }

    /// What would be lost or disturbed, as the end of a sentence; nil where nothing is.
    package var obstacle: String? {
        if menuIsOpen || state.isMenu { return "a menu is open" }
        switch state {
        case .idle, .error: break
        case .working, .compacting: return "a turn goes on"
        default: return "it is \(state.rawValue)"
        }
        if draft { return "a text in its composer was not sent" }
        if background { return "work goes on in the background" }
        if hasPrompts { return "prompts wait for it" }
        if isAttached { return "a terminal shows it" }
        if !canResume { return "its agent cannot resume a conversation" }
        return nil
    }
}

/// Which sessions are put away without being told to.
package struct HibernationPolicy: Sendable {
    package var settings: HibernationSettings
    /// Seconds in which the memory of one that was put away comes back, before the next is.
    package static let settling = 15.0

    package init(_ settings: HibernationSettings) {
        self.settings = settings
    }

    /// - Parameters:
    ///   - available: the system's memory that can still be had, in megabytes; nil where it does not say.
    ///   - relieved: when one was last put away for memory's sake.
    /// - Returns: the sessions to put away, and why, as the end of a sentence.
    package func choose<ID: Hashable & Comparable>(
        among candidates: [ID: HibernationCandidate], available: Int?, relieved: Timestamp?, now: Timestamp
    ) -> [(id: ID, reason: String)] {
        let free = candidates.filter { $0.value.state == .idle && $0.value.obstacle == nil }
        var chosen: [(id: ID, reason: String)] = []
        if settings.idleMinutes > 0 {
            let limit = Double(settings.idleMinutes) * 60
            chosen = free.filter { now.seconds(since: $0.value.since) >= limit }.keys.sorted()
                .map { ($0, "idle for \(settings.idleMinutes) min") }
        }
        guard chosen.isEmpty, settings.memoryFloor > 0, let available, available < settings.memoryFloor,
            relieved.map({ now.seconds(since: $0) >= Self.settling }) ?? true,
            let longest = free.min(by: { ($0.value.since, $0.key) < ($1.value.since, $1.key) })
        else { return chosen }
        return [(longest.key, "\(available) MB of memory available, less than \(settings.memoryFloor)")]
    }
}
