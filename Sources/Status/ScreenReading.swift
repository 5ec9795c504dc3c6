package import Model

/// What a screen shows, as a kind's reader understands it.
package struct ScreenReading: Sendable, Hashable, Codable {
    package enum Scene: Sendable, Hashable, Codable {
        /// Nothing is drawn yet.
        case blank
        /// The composer stands there, and nothing shows that a turn goes on.
        case composer
        /// A turn goes on.
        case working
        /// A turn goes on: the conversation is being summarised.
        case compacting
        case menu(OpenMenu)
        /// The agent has left the screen: a shell's prompt stands below, or its parting words.
        case gone
        /// There is something, but no structure that is known.
        case unclear
    }

    /// What the last message of the live region says, right above the composer (or the menu).
    package enum Notice: Sendable, Hashable, Codable {
        /// - isCertain: it stands where an answer cannot stand, or in words that an answer would not have. Otherwise an
        ///   agent that quotes such a message looks the same, and another source must confirm it.
        case limited(UsageLimit, isCertain: Bool)
        /// The turn ended in it.
        case failed(AgentErrorKind, String)
        /// The agent tries again by itself.
        case retrying(AgentErrorKind, String)
        case interrupted
    }

    package var scene: Scene
    package var notice: Notice?
    /// A person's text in the composer, at most 1,000 characters; neither a placeholder nor a suggestion.
    package var draft: String?
    /// Work goes on in the background.
    package var background: Bool
    /// Prompts that wait for the turn's end.
    package var queued: Int
    package var model: String?
    package var context: ContextUse?
    /// The rows that decided, at most ten of at most 200 characters.
    package var rows: [String]

    package init(
        _ scene: Scene, notice: Notice? = nil, draft: String? = nil, background: Bool = false, queued: Int = 0,
        model: String? = nil, context: ContextUse? = nil, rows: [String] = []
    ) {
        self.scene = scene
        self.notice = notice
        self.draft = draft
        self.background = background
        self.queued = queued
        self.model = model
        self.context = context
        self.rows = rows
    }
}

extension ScreenReading {
    /// The last message itself says that the turn is over.
    var isEnd: Bool {
        switch notice {
        case .interrupted, .failed, .limited: true
        case .retrying, nil: false
        }
    }
}

/// What a pane's title says.
package enum TitleReading: String, Sendable, Hashable, Codable {
    /// It spins.
    case working
    case atRest
    /// It asks for a person.
    case needsPerson
    /// It says nothing about the agent.
    case silent
}
