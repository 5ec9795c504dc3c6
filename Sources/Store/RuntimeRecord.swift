package import Model

/// What was last reported of a session's runner and agent, so that a daemon that starts again knows it.
///
/// Kept as one JSON object. Keys that are missing, unknown or unreadable cost only themselves: versions before and
/// after this one read each other's.
package struct RuntimeRecord: Sendable, Hashable, Codable {
    /// Names the launch that the runner's reports belong to.
    package var nonce: String?
    package var runner: ProcessIdentity?
    package var agent: ProcessIdentity?
    /// What the running agent was launched with.
    package var launchedSettings: SessionSettings?
    /// Launches since the session was last started by a wish.
    package var launches: Int
    /// Launches after the first since then.
    package var restarts: Int
    package var startedAt: Timestamp?
    /// How the agent last ended, as text for people.
    package var lastExit: String?
    package var lastExitAt: Timestamp?
    /// When the runner will launch the agent again.
    package var retryAt: Timestamp?
    /// Why it cannot be started, as a sentence.
    package var blocked: String?
    package var state: AgentState
    package var stateSince: Timestamp?
    /// A turn ended and nobody has looked since.
    package var unread: Bool
    /// Absolute path of the conversation's transcript.
    package var transcript: String?
    /// The number of the last report that was taken in; reports up to it are repetitions.
    package var lastSequence: Int64
    /// Where its conversation came from, where it was not begun here.
    package var origin: SessionOrigin?
    /// The version of the running agent, as it prints it.
    package var agentVersion: String?

    package init(
        nonce: String? = nil, runner: ProcessIdentity? = nil, agent: ProcessIdentity? = nil,
        launchedSettings: SessionSettings? = nil, launches: Int = 0, restarts: Int = 0, startedAt: Timestamp? = nil,
        lastExit: String? = nil, lastExitAt: Timestamp? = nil, retryAt: Timestamp? = nil, blocked: String? = nil,
        state: AgentState = .unknown, stateSince: Timestamp? = nil, unread: Bool = false,
        transcript: String? = nil, lastSequence: Int64 = 0
    ) {
        self.nonce = nonce
        self.runner = runner
        self.agent = agent
        self.launchedSettings = launchedSettings
        self.launches = launches
        self.restarts = restarts
        self.startedAt = startedAt
        self.lastExit = lastExit
        self.lastExitAt = lastExitAt
        self.retryAt = retryAt
        self.blocked = blocked
        self.state = state
        self.stateSince = stateSince
        self.unread = unread
        self.transcript = transcript
        self.lastSequence = lastSequence
    }

    package init(from decoder: any Decoder) throws {
        let keyed = try decoder.container(keyedBy: CodingKeys.self)
        func read<Value: Decodable>(_ key: CodingKeys) -> Value? {
            try? keyed.decodeIfPresent(Value.self, forKey: key)
        }
        self.init(
            nonce: read(.nonce), runner: read(.runner), agent: read(.agent), launchedSettings: read(.launchedSettings),
            launches: read(.launches) ?? 0, restarts: read(.restarts) ?? 0, startedAt: read(.startedAt),
            lastExit: read(.lastExit), lastExitAt: read(.lastExitAt), retryAt: read(.retryAt), blocked: read(.blocked),
            state: read(.state) ?? .unknown, stateSince: read(.stateSince),
            unread: read(.unread) ?? false, transcript: read(.transcript),
            lastSequence: read(.lastSequence) ?? 0)
        origin = read(.origin)
        agentVersion = read(.agentVersion)
    }
}
