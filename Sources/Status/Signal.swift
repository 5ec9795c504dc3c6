package import Model

/// What one source says of an agent, for how long it has said so, and what was read.
package struct Signal<Value: Sendable & Hashable & Codable>: Sendable, Hashable, Codable {
    package var value: Value
    /// When the source began to say this. For an event, when it happened.
    package var since: Timestamp
    /// When it was last seen to say so; never before `since`.
    package var seen: Timestamp
    /// The raw evidence, shortened.
    package var raw: String?

    package init(_ value: Value, since: Timestamp, seen: Timestamp? = nil, raw: String? = nil) {
        self.value = value
        self.since = since
        self.seen = max(seen ?? since, since)
        self.raw = raw.map(Self.shortened)
    }

    /// Evidence is kept in memory and in the database for each session.
    private static var limit: Int { 600 }

    private static func shortened(_ text: String) -> String {
        text.utf8.count <= limit ? text : String(text.prefix(limit / 4)) + "…" + String(text.suffix(limit / 4))
    }
}
