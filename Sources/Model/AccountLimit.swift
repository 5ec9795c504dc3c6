/// A login that several agents may share, and which a limit stops together.
package struct AccountID: RawRepresentable, Sendable, Hashable, Codable {
    /// `claude:me@example.org`, `codex:…`: the kind, and who is logged in as far as can be told; never a secret.
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }
}

/// An account that has reached a limit, and what becomes of its sessions.
package struct AccountLimit: Sendable, Hashable, Codable {
    package var account: AccountID
    package var limit: UsageLimit
    /// When the first of its agents said so.
    package var since: Timestamp
    /// When sessions are resumed, the margin included; nil while it is found out by trying.
    package var resumesAt: Timestamp?
    /// How often one session was sent on to try, where the reset's time is not known.
    package var probes: Int
    /// When the next is tried.
    package var nextProbe: Timestamp?
    package var phase: Phase
    package var sessions: [ParkedSession]

    /// An open set.
    package struct Phase: RawRepresentable, Sendable, Hashable, Codable {
        package let rawValue: String

        package init(rawValue: String) { self.rawValue = rawValue }

        /// Until the reset.
        package static let waiting = Phase(rawValue: "waiting")
        /// The reset's time is not known: one session is sent on now and then.
        package static let probing = Phase(rawValue: "probing")
        /// It is reset; sessions are resumed one after the other.
        package static let resuming = Phase(rawValue: "resuming")
        /// It is over, and was a moment ago.
        package static let over = Phase(rawValue: "over")
    }

    package init(
        account: AccountID, limit: UsageLimit, since: Timestamp, resumesAt: Timestamp?, probes: Int = 0,
        nextProbe: Timestamp? = nil, phase: Phase = .waiting, sessions: [ParkedSession] = []
    ) {
        self.account = account
        self.phase = phase
        self.limit = limit
        self.since = since
        self.resumesAt = resumesAt
        self.probes = probes
        self.nextProbe = nextProbe
        self.sessions = sessions
    }
}

/// A session that an account's limit stopped.
package struct ParkedSession: Sendable, Hashable, Codable {
    package var session: SessionID
    package var name: SessionName?
    package var since: Timestamp
    package var state: State
    /// Resumed by ccmux today (UTC), and how often it may be; nil is without end.
    package var resumedToday: Int
    package var budget: Int?
    /// Why it is left to a person, as the end of a sentence.
    package var reason: String?

    /// An open set.
    package struct State: RawRepresentable, Sendable, Hashable, Codable {
        package let rawValue: String

        package init(rawValue: String) { self.rawValue = rawValue }

        /// It waits for the reset, and will be resumed.
        package static let parked = State(rawValue: "parked")
        /// The agent says that it goes on by itself.
        package static let continuesItself = State(rawValue: "continues-itself")
        /// It is being sent on.
        package static let resuming = State(rawValue: "resuming")
        package static let resumed = State(rawValue: "resumed")
        /// A person has taken it over, or resuming is switched off.
        package static let manual = State(rawValue: "manual")
        /// It was resumed as often as it may be today.
        package static let spent = State(rawValue: "budget-spent")
    }

    package init(
        session: SessionID, name: SessionName?, since: Timestamp, state: State, resumedToday: Int, budget: Int?,
        reason: String? = nil
    ) {
        self.session = session
        self.name = name
        self.since = since
        self.state = state
        self.resumedToday = resumedToday
        self.budget = budget
        self.reason = reason
    }
}

/// `GET /v1/limits`.
package struct LimitList: Sendable, Codable {
    package var mode: String
    package var accounts: [AccountLimit]

    package init(mode: String, accounts: [AccountLimit]) {
        self.mode = mode
        self.accounts = accounts
    }
}
