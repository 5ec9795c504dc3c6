package import Model

/// A session's state in one sign and one word: shape and colour say the same.
package struct StateMark: Sendable, Hashable {
    package var sign: Character
    package var word: String
    package var style: Style
    /// A person has to do something before it can go on.
    package var needsPerson: Bool

    package init(_ session: SessionView) {
        switch session.process {
        case .blocked:
            self.init("✕", "blocked", .red, needsPerson: true)
        case .backoff:
            self.init("✕", "backoff", .red, needsPerson: true)
        case .stopped where session.wanted == .archived:
            self.init("·", "archived", .faint)
        case .stopped:
            self.init("·", "stopped", .faint)
        case .starting:
            self.init("●", "starting", .green)
        case .running:
            self.init(state: session.state)
        }
    }

    /// The set of states is open: an unknown one is shown by its own name.
    private init(state: AgentState) {
        switch state.rawValue.prefix(while: { $0 != "(" && $0 != ":" }) {
        case "working", "compacting", "starting": self.init("●", state.rawValue, .green)
        case "waiting", "permission", "question", "plan", "trust":
            self.init("◐", state.rawValue, .yellow, needsPerson: true)
        case "idle": self.init("○", state.rawValue, .plain)
        case "limited": self.init("◷", state.rawValue, .blue)
        case "error", "crashed", "blocked": self.init("✕", state.rawValue, .red, needsPerson: true)
        case "stopped", "hibernated", "exited": self.init("·", state.rawValue, .faint)
        default: self.init("?", state.rawValue, .faint)
        }
    }

    private init(_ sign: Character, _ word: String, _ style: Style, needsPerson: Bool = false) {
        self.sign = sign
        self.word = SafeText.oneLine(word)
        self.style = style
        self.needsPerson = needsPerson
    }

    package var text: String { "\(sign) \(word)" }
}
