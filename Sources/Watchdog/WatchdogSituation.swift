package import Model

/// What is known of one session when the watchdog looks.
package struct WatchdogSituation: Sendable, Hashable {
    package enum LastWord: Sendable, Hashable {
        /// The agent spoke last: a turn ended well.
        case answer
        /// A turn ended without a word, as a compaction does.
        case turnEnded
        /// Anything else: a prompt, a tool, an interruption, an error.
        case other
    }

    package struct Failure: Sendable, Hashable {
        package var kind: AgentErrorKind
        /// When the agent recorded it; this also tells it from every other.
        package var at: Timestamp
        package var text: String

        package init(kind: AgentErrorKind, at: Timestamp, text: String) {
            self.kind = kind
            self.at = at
            self.text = text
        }
    }

    package var state: AgentState
    /// Since when it is in this state.
    package var since: Timestamp
    /// In state `error`.
    package var failure: Failure?
    /// 0 to 100.
    package var contextPercent: Int?
    package var lastWord: LastWord?
    package var lastWordAt: Timestamp?
    /// What the open menu asks.
    package var menu: String?
    package var draft: Bool
    /// A limit or something else holds its prompts back.
    package var isHeld: Bool
    /// Prompts wait for it or are under way.
    package var hasPrompts: Bool
    package var compactCommand: String?
    /// The last prompt of the conversation; looked up where it may be needed.
    package var lastPrompt: String?
    /// Since when it has neither printed nor computed; nil where that is not watched.
    package var quietSince: Timestamp?

    package init(
        state: AgentState, since: Timestamp, failure: Failure? = nil, contextPercent: Int? = nil,
        lastWord: LastWord? = nil, lastWordAt: Timestamp? = nil, menu: String? = nil, draft: Bool = false,
        isHeld: Bool = false, hasPrompts: Bool = false, compactCommand: String? = nil, lastPrompt: String? = nil,
        quietSince: Timestamp? = nil
    ) {
        self.state = state
        self.since = since
        self.failure = failure
        self.contextPercent = contextPercent
        self.lastWord = lastWord
        self.lastWordAt = lastWordAt
        self.menu = menu
        self.draft = draft
        self.isHeld = isHeld
        self.hasPrompts = hasPrompts
        self.compactCommand = compactCommand
        self.lastPrompt = lastPrompt
        self.quietSince = quietSince
    }

    /// Nothing is in the way of a prompt that nobody asked for.
    var takesPrompt: Bool { !draft && !isHeld && !hasPrompts }
}

/// What was decided about one rule.
package struct WatchdogVerdict: Sendable, Hashable {
    package var rule: WatchdogRule
    /// The record as it is to be written down.
    package var record: WatchdogRecord
    /// What is told of it; nil where only the record changes.
    package var note: Note?

    package struct Note: Sendable, Hashable {
        /// What was seen, as a sentence or its beginning.
        package var saw: String
        /// What is done, as a phrase.
        package var done: String
        /// Times that are left today; nil is without end.
        package var left: Int?
    }
}
