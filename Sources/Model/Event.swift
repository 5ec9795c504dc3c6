/// Something that happened, as the journal keeps it and `/v1/events` sends it.
package struct Event: Sendable, Hashable, Codable {
    /// Grows with each event of an epoch; after an unclean end some numbers are left out.
    package var id: Int64
    /// Names the journal: it changes when the journal is begun anew, and ids of another epoch mean nothing.
    package var epoch: String
    package var at: Timestamp
    /// `session.created`, `agent.started`, `agent.exited`, …; an open set.
    package var kind: String
    package var session: SessionID?
    /// The session's name when it happened.
    package var name: SessionName?
    package var data: [String: JSONValue]

    package init(
        id: Int64, epoch: String, at: Timestamp, kind: String, session: SessionID?, name: SessionName?,
        data: [String: JSONValue]
    ) {
        self.id = id
        self.epoch = epoch
        self.at = at
        self.kind = kind
        self.session = session
        self.name = name
        self.data = data
    }
}

/// `GET /v1/events` without streaming.
package struct EventPage: Sendable, Codable {
    package var epoch: String
    package var events: [Event]
    /// True when events between the asked position and the first one here are no longer kept.
    package var gap: Bool

    package init(epoch: String, events: [Event], gap: Bool) {
        self.epoch = epoch
        self.events = events
        self.gap = gap
    }
}
