package import Model

extension SessionView {
    /// The state as it is shown. Where the daemon does not know it, the process may still tell.
    package var shownState: AgentState {
        guard state == .unknown else { return state }
        switch process {
        case .starting: return .starting
        case .running: return .unknown
        case .backoff: return .crashed
        case .stopped: return .stopped
        case .hibernated: return .hibernated
        case .blocked: return .blocked
        }
    }
}

/// A session's state in one sign and one word: shape and colour say the same.
package struct StateMark: Sendable, Hashable {
    package var sign: Character
    package var word: String
    package var style: Style

    package init(_ session: SessionView) {
        self.init(session.shownState)
        if session.wanted == .archived, session.process == .stopped { word = "archived" }
    }

    /// The set of states is open: one that is not known here is shown by its own name.
    package init(_ state: AgentState) {
        word = SafeText.oneLine(state.rawValue)
        switch state {
        case .error, .crashed, .blocked, .exited: (sign, style) = ("✕", .red)
        case .working, .compacting, .starting: (sign, style) = ("●", .green)
        case .idle: (sign, style) = ("○", .plain)
        case .limited: (sign, style) = ("◷", .blue)
        case .hibernated: (sign, style) = ("☾", .faint)
        case .stopped: (sign, style) = ("·", .faint)
        case _ where state.needsPerson: (sign, style) = ("◐", .yellow)
        default: (sign, style) = ("?", .faint)
        }
    }

    package var text: String { "\(sign) \(word)" }
}

/// What is true of a session beside its state.
package enum SideMark: CaseIterable, Sendable, Hashable {
    case unread
    case draft
    case background

    package var sign: Character {
        switch self {
        case .unread: "•"
        case .draft: "✎"
        case .background: "&"
        }
    }

    /// What it is called on the wire.
    package var key: String {
        switch self {
        case .unread: "unread"
        case .draft: "draft"
        case .background: "background"
        }
    }

    /// What the sign means.
    package var meaning: String {
        switch self {
        case .unread: "finished, and nobody has looked since"
        case .draft: "a text in the composer was not sent"
        case .background: "work goes on in the background"
        }
    }

    package func holds(for session: SessionView) -> Bool {
        switch self {
        case .unread: session.unread
        case .draft: session.draft
        case .background: session.background
        }
    }

    /// The signs that hold, in a fixed order, with a space before them; empty where none does.
    package static func text(where holds: (SideMark) -> Bool) -> String {
        let signs = allCases.filter(holds).map(\.sign)
        return signs.isEmpty ? "" : " " + String(signs)
    }
}
