package import Model

/// What there is to say of a state beside its word: what is asked, until when, what went wrong.
package struct StateDetail: Sendable, Hashable {
    package var state: AgentState
    package var detail: String?
    package var menu: OpenMenu?
    package var limit: UsageLimit?
    package var error: AgentErrorKind?
    package var retryAt: Timestamp?

    package init(_ session: SessionView) {
        state = session.shownState
        detail = session.detail
        menu = session.menu
        limit = session.limit
        error = session.error
        retryAt = session.retryAt
    }

    /// Of an event `session.state` or `session.detail`, which leaves out what is empty. Its `limit` is the kind alone,
    /// with `until` beside it.
    package init(_ state: AgentState, event data: [String: JSONValue]) {
        self.state = state
        detail = data["detail"]?.string
        error = data["error"]?.string.map { AgentErrorKind(rawValue: $0) }
        retryAt = data["retryAt"]?.string.flatMap { Timestamp(rfc3339: $0) }
        guard let kind = data["limit"]?.string else { return }
        limit = UsageLimit(
            kind: .init(rawValue: kind), until: data["until"]?.string.flatMap { Timestamp(rfc3339: $0) })
    }

    /// On one line; empty where there is nothing to say. What a person acts on stands first, since the end is cut off
    /// where there is no room.
    package func text(_ clock: Clock) -> String {
        SafeText.oneLine(raw(clock))
    }

    private func raw(_ clock: Clock) -> String {
        let detail = detail ?? ""
        switch state {
        case .limited:
            guard let limit else { return detail }
            let name = Self.name(limit.kind)
            return limit.until.map { "until \(clock.short($0)) (\(name))" } ?? name
        case .error:
            guard let error, error != .other else { return detail }
            return detail.isEmpty ? error.rawValue : "\(error.rawValue): \(detail)"
        case .crashed:
            guard let retryAt else { return detail }
            let seconds = Int(retryAt.seconds(since: clock.now).rounded(.up))
            let next = seconds > 0 ? "next try in \(Age.text(seconds: seconds))" : "next try now"
            return detail.isEmpty ? next : "\(next): \(detail)"
        case _ where state.isMenu:
            guard detail.isEmpty, let menu else { return detail }
            return menu.subject ?? menu.question ?? menu.title ?? ""
        default: return detail
        }
    }

    /// The set of limits is open.
    package static func name(_ kind: UsageLimit.Kind) -> String {
        switch kind {
        case .opus: "Opus limit"
        default: "\(kind.rawValue) limit"
        }
    }
}
