package import Model

/// What is seen of one session of an account, as far as a limit is concerned.
package struct LimitSight: Sendable, Hashable {
    package var session: SessionID
    package var wanted: WantedState
    /// Its agent runs and has been looked at.
    package var isKnown: Bool
    package var state: AgentState
    /// What the state says of the limit.
    package var limit: UsageLimit?
    /// Since when the state has been so.
    package var since: Timestamp
    package var menu: Menu
    package var word: Word
    /// A person's text stands in the composer.
    package var draft: Bool
    package var launched: Timestamp?
    package var conversation: ConversationID?
    /// When the session was made: what its conversation said before is none of its business.
    package var created: Timestamp
    /// What became of the prompt that sends it on; nil where there is none of that key.
    package var delivery: Delivery.State?
    /// Prompts of other senders wait for it.
    package var hasPrompts: Bool
    package var rules: LimitRules
    package var memory: LimitMemory

    package enum Menu: Sendable, Hashable {
        case none
        /// The limit's own; whether one of its options is to stop and wait.
        case limit(isAnswerable: Bool)
        case other
    }

    /// The conversation's last word, where it is kept, or what stands on the screen.
    package enum Word: Sendable, Hashable {
        case unknown
        case limited(UsageLimit, Timestamp)
        /// The model said something.
        case spoke(Timestamp)
        /// A person's prompt, an interruption, an error.
        case other(Timestamp)
    }

    package init(
        session: SessionID, wanted: WantedState = .running, isKnown: Bool = true, state: AgentState,
        limit: UsageLimit? = nil, since: Timestamp, menu: Menu = .none, word: Word = .unknown, draft: Bool = false,
        launched: Timestamp? = nil, conversation: ConversationID? = nil,
        created: Timestamp = Timestamp(milliseconds: 0), delivery: Delivery.State? = nil,
        hasPrompts: Bool = false, rules: LimitRules, memory: LimitMemory = LimitMemory()
    ) {
        self.session = session
        self.wanted = wanted
        self.isKnown = isKnown
        self.state = state
        self.limit = limit
        self.since = since
        self.menu = menu
        self.word = word
        self.draft = draft
        self.launched = launched
        self.conversation = conversation
        self.created = created
        self.delivery = delivery
        self.hasPrompts = hasPrompts
        self.rules = rules
        self.memory = memory
    }
}

/// What outlives an account's limit, of each session.
package struct LimitMemory: Sendable, Hashable, Codable {
    package var budget = DayBudget()
    /// When the limit was said that was dealt with last.
    package var handled: Timestamp?

    package init() {}
}

extension LimitSight {
    /// A limit that it speaks of now and that nothing was done about: the limit, and when it said so.
    ///
    /// One that was over before anybody looked counts as well, for half a day: the daemon was away.
    package func claim(now: Timestamp) -> (limit: UsageLimit, since: Timestamp)? {
        guard isKnown, wanted == .running || wanted == .hibernated else { return nil }
        if state == .limited {
            var limit = limit ?? UsageLimit(kind: .usage, until: nil)
            guard case .limited(let told, let at) = word else { return (limit, since) }
            limit.until = limit.until ?? told.until
            return (limit, at)
        }
        guard state == .idle, case .limited(let told, let at) = word, let until = told.until,
            memory.handled.map({ at > $0 }) ?? true, now.seconds(since: until) < Self.memorable,
            at > created
        else { return nil }
        return (told, at)
    }

    /// The same, where nothing was done about it before: of another account, or of one that is forgotten.
    func newClaim(now: Timestamp) -> (limit: UsageLimit, since: Timestamp)? {
        guard let claim = claim(now: now), memory.handled.map({ claim.since > $0 }) ?? true else { return nil }
        return claim
    }

    /// Seconds.
    private static let memorable = 12.0 * 3600

    /// The menu of the limit is open.
    var hasLimitMenu: Bool { if case .limit = menu { true } else { false } }
}
