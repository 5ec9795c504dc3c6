package import Model

/// What is to be done, in this order, once the new state is on the disk.
package enum LimitAction: Sendable, Hashable {
    /// Choose `stop and wait` in the session's menu.
    case answer(SessionID)
    /// Write the text into the outbox under this key: the same key is never delivered twice.
    case resume(SessionID, text: String, key: String)
    case tell(LimitNote)
}

/// An event about a limit.
package struct LimitNote: Sendable, Hashable {
    /// `limit.reached`, `limit.parked`, `limit.answered`, `limit.resumed`, `limit.manual`, `limit.budget`,
    /// `limit.probing`, `limit.lifted`.
    package var kind: String
    package var session: SessionID?
    package var data: [String: JSONValue]

    package init(_ kind: String, _ session: SessionID? = nil, _ data: [String: JSONValue] = [:]) {
        self.kind = kind
        self.session = session
        self.data = data
    }
}
