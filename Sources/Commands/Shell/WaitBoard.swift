package import Model

/// What `wait` waits for, and how far it is. Pure: it is told what is seen, and says what is new.
///
/// A session that has once been in a wanted state has reached it, whatever it does afterwards: what passes quickly
/// counts too, and the order of several does not matter.
package struct WaitBoard: Sendable {
    package enum Fate: Sendable, Hashable {
        case waiting
        case reached
        /// It was removed; nothing will come of it.
        case gone
    }

    package struct Entry: Sendable, Hashable {
        package var id: SessionID
        package var name: SessionName
        package var state: AgentState
        package var fate: Fate
    }

    package private(set) var entries: [Entry] = []
    /// Nil for the usual end: the agent does nothing more by itself.
    private let wanted: Set<AgentState>?
    /// One of them is enough.
    private let any: Bool

    package init(for wanted: Set<AgentState>?, any: Bool) {
        self.wanted = wanted
        self.any = any
    }

    /// Takes a session up; one that is there already is not taken twice.
    package mutating func add(_ session: SessionView) -> Entry? {
        guard !entries.contains(where: { $0.id == session.id }) else { return nil }
        entries.append(Entry(id: session.id, name: session.name, state: session.shownState, fate: .waiting))
        return see(session.id, session.shownState)
    }

    /// What an event says; the entry that it settled.
    package mutating func take(_ event: Event) -> Entry? {
        guard let id = event.session else { return nil }
        switch event.kind {
        case "session.state":
            return event.data["state"]?.string.flatMap { see(id, AgentState(rawValue: $0)) }
        case "session.removed": return lose(id)
        default: return nil
        }
    }

    /// What the whole fleet looks like; the entries that it settled.
    package mutating func take(_ list: SessionList) -> [Entry] {
        let views = Dictionary(list.sessions.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        return entries.map(\.id).compactMap { id in
            views[id].map { see(id, $0.shownState) } ?? lose(id)
        }
    }

    /// Nothing more can come of waiting.
    package var isDone: Bool {
        if any, entries.contains(where: { $0.fate == .reached }) { return true }
        return entries.allSatisfy { $0.fate != .waiting }
    }

    /// What came of it, once it is done or the time is over: 0, or as an error with that meaning.
    package var exitStatus: Int32 {
        guard isDone else { return CcmuxError.Code.timedOut.exitStatus }
        let isEnough = any ? entries.contains { $0.fate == .reached } : entries.allSatisfy { $0.fate == .reached }
        return isEnough ? 0 : CcmuxError.Code.notFound.exitStatus
    }

    private mutating func see(_ id: SessionID, _ state: AgentState) -> Entry? {
        guard let index = entries.firstIndex(where: { $0.id == id }) else { return nil }
        guard entries[index].fate == .waiting else { return nil }
        entries[index].state = state
        guard isWanted(state) else { return nil }
        entries[index].fate = .reached
        return entries[index]
    }

    private mutating func lose(_ id: SessionID) -> Entry? {
        guard let index = entries.firstIndex(where: { $0.id == id && $0.fate == .waiting }) else { return nil }
        entries[index].fate = .gone
        return entries[index]
    }

    private func isWanted(_ state: AgentState) -> Bool {
        wanted?.contains(state) ?? !Self.busy.contains(state)
    }

    /// What is not known may be work.
    private static let busy: Set<AgentState> = [.starting, .working, .compacting, .unknown]
}
