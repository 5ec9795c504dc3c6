package import Model

/// What a runner or a hook tells the daemon: one JSON object a line, over `report.sock`, or in `spool/ID.jsonl` while
/// the daemon is away. The daemon answers each line with `ok`.
package struct Report: Sendable, Hashable, Codable {
    package var version = 1
    package var session: SessionID
    /// Names one runner from its start to its end.
    package var nonce: String
    /// Grows with each report of a runner; a hook's is nil. What was seen already is not taken twice.
    package var sequence: Int64?
    package var at: Timestamp
    package var content: Content

    package enum Content: Sendable, Hashable, Codable {
        case started(Started)
        case exited(Exited)
        /// The runner will not launch, and why.
        case blocked(String)
        /// The runner ends and its agent with it.
        case ended
        case hook(Hook)
    }

    package struct Started: Sendable, Hashable, Codable {
        package var runner: ProcessIdentity
        package var agent: ProcessIdentity
        /// The settings that it was launched with.
        package var settings: SessionSettings
        package var conversation: ConversationID?
        package var resumed: Bool
    }

    package struct Exited: Sendable, Hashable, Codable {
        package var exit: AgentExit
        package var aliveSeconds: Double
        /// When the next launch comes; nil when at once, by a wish.
        package var retryAt: Timestamp?
        package var conversation: ConversationID?
        package var conversed: Bool
        /// Ends in a row, this one included, without a minute alive; absent from versions before.
        package var failures: Int?
    }

    package struct Hook: Sendable, Hashable, Codable {
        /// What the agent handed over, as it was: a JSON text.
        package var payload: String
        /// The hook waits on its connection for a decision.
        package var waits: Bool?
        /// Long texts in it were cut.
        package var isCut: Bool?
    }

    package init(session: SessionID, nonce: String, sequence: Int64?, at: Timestamp, content: Content) {
        self.session = session
        self.nonce = nonce
        self.sequence = sequence
        self.at = at
        self.content = content
    }
}

extension Report.Exited {
    /// How it ended, for people: `ended with status 3, 12 times in a row`.
    package var told: String {
        guard let failures, failures >= 10 else { return exit.description }
        return "\(exit.description), \(failures) times in a row"
    }
}
