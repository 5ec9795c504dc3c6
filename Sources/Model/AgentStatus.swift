/// What an agent is doing, with all that is known beside the state.
package struct AgentStatus: Sendable, Hashable, Codable {
    package var state: AgentState
    /// The command or question that it asks about, the error's text, when it is tried again: one line or nil.
    package var detail: String?
    /// The menu that is open.
    package var menu: OpenMenu?
    /// Set in state `limited`.
    package var limit: UsageLimit?
    /// Set in state `error`, and while an agent tries again by itself.
    package var error: AgentErrorKind?
    /// A person's text stands in the composer and was not sent.
    package var draft: Bool
    /// Work that the agent started goes on in the background, whatever its state.
    package var background: Bool
    /// The model that answers, as the agent names it.
    package var model: String?
    package var context: ContextUse?

    package init(
        _ state: AgentState, detail: String? = nil, menu: OpenMenu? = nil, limit: UsageLimit? = nil,
        error: AgentErrorKind? = nil, draft: Bool = false, background: Bool = false, model: String? = nil,
        context: ContextUse? = nil
    ) {
        self.state = state
        self.detail = detail
        self.menu = menu
        self.limit = limit
        self.error = error
        self.draft = draft
        self.background = background
        self.model = model
        self.context = context
    }
}

/// A menu that an agent shows instead of its composer.
package struct OpenMenu: Sendable, Hashable, Codable {
    /// The state that it means: `permission`, `question`, `plan`, `trust`, `dialog`, `resume`, `login`, `limited`.
    package var kind: AgentState
    /// Its heading, such as `Bash command`.
    package var title: String?
    /// What it asks: `Do you want to proceed?`.
    package var question: String?
    /// What it asks about: the command, the file, the plan; lines joined by line feeds, at most 4,000 characters.
    package var subject: String?
    /// From top to bottom, at most 50.
    package var options: [Option]
    /// Several options can be chosen.
    package var isMultiple: Bool

    package struct Option: Sendable, Hashable, Codable {
        /// As the menu numbers it; nil where it does not.
        package var number: Int?
        /// Without the number, wrapped rows joined by blanks.
        package var label: String
        /// What stands below the label in smaller or dim letters.
        package var explanation: String?
        /// The cursor stands on it.
        package var isSelected: Bool

        package init(number: Int?, label: String, explanation: String? = nil, isSelected: Bool = false) {
            self.number = number
            self.label = label
            self.explanation = explanation
            self.isSelected = isSelected
        }
    }

    package init(
        kind: AgentState, title: String? = nil, question: String? = nil, subject: String? = nil, options: [Option],
        isMultiple: Bool = false
    ) {
        self.kind = kind
        self.title = title
        self.question = question
        self.subject = subject
        self.options = options
        self.isMultiple = isMultiple
    }
}

/// A limit of the account that an agent has reached.
package struct UsageLimit: Sendable, Hashable, Codable {
    /// Which limit: an open set.
    package struct Kind: RawRepresentable, Sendable, Hashable, Codable {
        package let rawValue: String

        package init(rawValue: String) { self.rawValue = rawValue }

        package static let fiveHour = Kind(rawValue: "five-hour")
        package static let weekly = Kind(rawValue: "weekly")
        package static let opus = Kind(rawValue: "opus")
        /// The agent does not say which.
        package static let usage = Kind(rawValue: "usage")
    }

    package var kind: Kind
    /// When it is lifted; nil where the agent does not say.
    package var until: Timestamp?
    /// The agent says that it goes on by itself then. Nil is no; absent from what versions before wrote.
    package var continuesItself: Bool?

    package init(kind: Kind, until: Timestamp?, continuesItself: Bool? = nil) {
        self.kind = kind
        self.until = until
        self.continuesItself = continuesItself
    }
}

/// What went wrong: an open set.
package struct AgentErrorKind: RawRepresentable, Sendable, Hashable, Codable {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    /// The service is overloaded or failed inside (5xx, 529); trying again later may help.
    package static let overloaded = AgentErrorKind(rawValue: "overloaded")
    /// Not logged in, no credit, a key that is not accepted (401, 403).
    package static let authentication = AgentErrorKind(rawValue: "auth")
    package static let invalidRequest = AgentErrorKind(rawValue: "invalid-request")
    /// "`thinking` … blocks … cannot be modified": the conversation in memory is spoiled, the one on disk is not.
    package static let thinkingCorruption = AgentErrorKind(rawValue: "thinking-corruption")
    package static let promptTooLong = AgentErrorKind(rawValue: "prompt-too-long")
    /// The service does not take an image of the conversation, now or with any later prompt.
    package static let imageRejected = AgentErrorKind(rawValue: "image-rejected")
    package static let network = AgentErrorKind(rawValue: "network")
    package static let other = AgentErrorKind(rawValue: "other")
}

/// How full the model's context is.
package struct ContextUse: Sendable, Hashable, Codable {
    /// Tokens.
    package var used: Int?
    /// Tokens; nil where the agent does not say.
    package var limit: Int?
    /// 0 to 100.
    package var percent: Int?

    package init(used: Int? = nil, limit: Int? = nil, percent: Int? = nil) {
        self.used = used
        self.limit = limit
        if let percent {
            self.percent = min(max(percent, 0), 100)
        } else if let used, let limit, limit > 0 {
            self.percent = min(max(Int((Double(used) / Double(limit) * 100).rounded()), 0), 100)
        }
    }
}
