package import Model

/// An event before the journal gave it an id.
package struct NewEvent: Sendable, Hashable {
    package var at: Timestamp
    /// `session.created`, `agent.exited`, …; an open set.
    package var kind: String
    package var session: SessionID?
    /// The session's name when it happened.
    package var name: SessionName?
    package var data: [String: JSONValue]

    package init(
        at: Timestamp, kind: String, session: SessionID? = nil, name: SessionName? = nil,
        data: [String: JSONValue] = [:]
    ) {
        self.at = at
        self.kind = kind
        self.session = session
        self.name = name
        self.data = data
    }
}
