/// `GET /v1/sessions/NAME/explain`: how a session's state was decided.
package struct Explanation: Sendable, Codable {
    package struct Evidence: Sendable, Codable {
        /// `process`, `screen`, `title`, `session-file`, `hook`, `transcript`, `status-line`.
        package var source: String
        /// When it began to say so.
        package var since: Timestamp
        /// When it was last seen to say so.
        package var seen: Timestamp
        /// What it says, in words.
        package var says: String
        /// What was read, shortened; nil where there is nothing to show.
        package var raw: String?

        package init(source: String, since: Timestamp, seen: Timestamp, says: String, raw: String?) {
            self.source = source
            self.since = since
            self.seen = seen
            self.says = says
            self.raw = raw
        }
    }

    package var session: SessionView
    package var at: Timestamp
    /// The name of the rule that decided, as `docs/status.md` lists them.
    package var rule: String
    /// Why, as a sentence.
    package var reason: String
    /// Newest first.
    package var evidence: [Evidence]
    /// Which evidence says otherwise, and why it does not count: a sentence each.
    package var contradictions: [String]
    /// Prompts that are on their way to it, oldest first, their texts shortened; nil from a daemon that does not say.
    package var outbox: [Delivery]?

    package init(
        session: SessionView, at: Timestamp, rule: String, reason: String, evidence: [Evidence],
        contradictions: [String], outbox: [Delivery]? = nil
    ) {
        self.session = session
        self.at = at
        self.rule = rule
        self.reason = reason
        self.evidence = evidence
        self.contradictions = contradictions
        self.outbox = outbox
    }
}

/// `read-screen --json`: what a reader makes of one screen and title.
package struct ScreenVerdict: Sendable, Codable {
    package var agent: String
    package var status: AgentStatus
    package var rule: String
    package var reason: String
    /// The rows that decided.
    package var rows: [String]

    package init(agent: String, status: AgentStatus, rule: String, reason: String, rows: [String]) {
        self.agent = agent
        self.status = status
        self.rule = rule
        self.reason = reason
        self.rows = rows
    }
}

/// `GET /v1/status`: the whole fleet in a line.
package struct FleetSummary: Sendable, Codable {
    /// State to number of sessions; archived ones do not count.
    package var counts: [String: Int]
    package var total: Int
    /// Sessions that need a person, by name.
    package var waiting: [SessionName]
    /// The earliest moment at which a limit is lifted.
    package var limitedUntil: Timestamp?

    package init(counts: [String: Int], total: Int, waiting: [SessionName], limitedUntil: Timestamp?) {
        self.counts = counts
        self.total = total
        self.waiting = waiting
        self.limitedUntil = limitedUntil
    }
}
