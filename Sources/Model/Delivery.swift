/// A prompt on its way to an agent: one entry of the outbox.
package struct Delivery: Sendable, Hashable, Codable {
    /// Grows with each entry of a home, and is never given twice.
    package var id: Int64
    package var session: SessionID
    /// The session's name when it was asked for.
    package var name: SessionName?
    /// What its sender calls it, unique for each session: the same key is never delivered twice.
    package var key: String?
    package var text: String
    /// Who sent it: `user`, or the rule that did (`limits`, `watchdog.context`, …).
    package var source: String
    /// False leaves the text in the composer.
    package var submit: Bool
    package var when: When
    /// Not before; set for `at`.
    package var notBefore: Timestamp?
    /// Given up when it has not been typed by then; nil is never.
    package var expires: Timestamp?
    package var state: State
    /// Why it waits or failed, as a sentence.
    package var reason: String?
    package var proof: Proof?
    /// How often it was typed: again only to an agent that lost it with its process.
    package var attempts: Int
    package var created: Timestamp
    package var typedAt: Timestamp?
    /// When it was proven that the agent holds it.
    package var queuedAt: Timestamp?
    /// When it was proven to be part of the conversation.
    package var takenAt: Timestamp?

    /// When a prompt is typed.
    package enum When: String, Sendable, Hashable, Codable, CaseIterable {
        /// As soon as nothing is in the way; a working agent queues it.
        case now
        /// At the end of the turn.
        case idle
        /// At a time, and then as `now`.
        case at
    }

    /// An open set.
    package struct State: RawRepresentable, Sendable, Hashable, Codable {
        package let rawValue: String

        package init(rawValue: String) { self.rawValue = rawValue }

        /// Written down; `reason` says what it waits for.
        package static let waiting = State(rawValue: "waiting")
        /// It is being typed, or was and has not been proven yet.
        package static let typing = State(rawValue: "typing")
        /// The agent holds it, for after the running turn.
        package static let queued = State(rawValue: "queued")
        /// It is part of the conversation.
        package static let taken = State(rawValue: "taken")
        /// It stands in the composer, as was asked for.
        package static let placed = State(rawValue: "placed")
        /// It was typed and nothing proves that it arrived; it is not typed again.
        package static let failed = State(rawValue: "failed")
        package static let expired = State(rawValue: "expired")
        package static let cancelled = State(rawValue: "cancelled")

        /// Nothing more will happen to it.
        package var isFinal: Bool { !Self.open.contains(self) }
        /// The agent has it, as far as was asked for.
        package var isDelivered: Bool { [.queued, .taken, .placed].contains(self) }

        private static let open: Set<State> = [.waiting, .typing, .queued]
    }

    /// What showed that a prompt arrived: an open set.
    package struct Proof: RawRepresentable, Sendable, Hashable, Codable {
        package let rawValue: String

        package init(rawValue: String) { self.rawValue = rawValue }

        /// The transcript says that it was put into the agent's own queue.
        package static let enqueued = Proof(rawValue: "enqueued")
        /// It stands in the transcript as a prompt.
        package static let recorded = Proof(rawValue: "recorded")
        /// The agent's hook told that it took it.
        package static let hook = Proof(rawValue: "hook")
        /// A command of the agent's own left its mark: a record, a new conversation, a dialog.
        package static let command = Proof(rawValue: "command")
        /// The composer is empty and the screen went on; all that an agent without a transcript gives.
        package static let screen = Proof(rawValue: "screen")
    }

    package init(
        id: Int64, session: SessionID, name: SessionName?, key: String?, text: String, source: String = "user",
        submit: Bool = true, when: When = .now, notBefore: Timestamp? = nil, expires: Timestamp? = nil,
        state: State = .waiting, reason: String? = nil, proof: Proof? = nil, attempts: Int = 0, created: Timestamp,
        typedAt: Timestamp? = nil, queuedAt: Timestamp? = nil, takenAt: Timestamp? = nil
    ) {
        self.id = id
        self.session = session
        self.name = name
        self.key = key
        self.text = text
        self.source = source
        self.submit = submit
        self.when = when
        self.notBefore = notBefore
        self.expires = expires
        self.state = state
        self.reason = reason
        self.proof = proof
        self.attempts = attempts
        self.created = created
        self.typedAt = typedAt
        self.queuedAt = queuedAt
        self.takenAt = takenAt
    }
}

extension Delivery {
    /// Leaves only the beginning of the text, for answers about several: a megabyte for each of a hundred sessions would
    /// be more than anybody reads.
    package mutating func shorten() {
        text = String(text.unicodeScalars.prefix(400))
    }
}

/// `POST /v1/sessions/NAME/send`, and for several `POST /v1/send`.
package struct SendRequest: Sendable, Hashable, Codable {
    package var text: String
    /// Names or ids, for `POST /v1/send`; nil with `group` or `all`.
    package var to: [String]?
    package var group: String?
    /// Every session that is wanted running or hibernated.
    package var all: Bool?
    package var when: Delivery.When?
    package var at: Timestamp?
    package var expires: Timestamp?
    package var submit: Bool?
    /// The sender's own id for it: the same one never types twice. 1 to 200 characters.
    package var id: String?
    /// Start a stopped session first.
    package var start: Bool?

    package init(text: String) {
        self.text = text
    }
}

/// What became of a prompt for one of several sessions.
package struct SendOutcome: Sendable, Codable {
    /// As it was asked for.
    package var name: String
    package var delivery: Delivery?
    package var error: CcmuxError?

    package init(name: String, delivery: Delivery?, error: CcmuxError?) {
        self.name = name
        self.delivery = delivery
        self.error = error
    }
}

/// The answer to `POST /v1/send`.
package struct SendResponse: Sendable, Codable {
    package var outcomes: [SendOutcome]

    package init(outcomes: [SendOutcome]) {
        self.outcomes = outcomes
    }
}

/// `GET /v1/outbox`: oldest first.
package struct OutboxPage: Sendable, Codable {
    package var deliveries: [Delivery]

    package init(deliveries: [Delivery]) {
        self.deliveries = deliveries
    }
}

/// `GET /v1/outbox/ID`: the entry, and the turn that it began once that has ended.
package struct DeliveryReport: Sendable, Codable {
    package var delivery: Delivery
    package var turn: TurnReport?

    package init(delivery: Delivery, turn: TurnReport? = nil) {
        self.delivery = delivery
        self.turn = turn
    }
}

/// How a turn ended.
package struct TurnReport: Sendable, Hashable, Codable {
    /// The state that the agent came to: `idle`, `permission`, `limited`, `error`, ….
    package var state: AgentState
    /// The agent's last message; nil where it said nothing.
    package var lastMessage: String?
    package var detail: String?
    package var ended: Timestamp

    package init(state: AgentState, lastMessage: String?, detail: String?, ended: Timestamp) {
        self.state = state
        self.lastMessage = lastMessage
        self.detail = detail
        self.ended = ended
    }
}
