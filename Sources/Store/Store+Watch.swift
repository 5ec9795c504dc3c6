import GRDB
package import Model

/// What was done of the watchdog's own accord, rule by rule, so that neither an occasion nor a budget is forgotten.
extension Store {
    /// By session and rule. A record that cannot be read is left out: the rule begins anew.
    package func watchRecords<Record: Decodable>(
        _ type: Record.Type
    ) throws(CcmuxError) -> [SessionID: [String: Record]] {
        try read("read what the watchdog did") { db in
            var records: [SessionID: [String: Record]] = [:]
            let rows = try Row.fetchCursor(db, sql: "SELECT session, rule, body FROM watch")
            while let row = try rows.next() {
                let fields = Fields(row: row)
                guard let id = try? fields.parsed("session", SessionID.init(_:)), let rule = try? fields.text("rule"),
                    let record: Record = try? fields.json("body")
                else { continue }
                records[id, default: [:]][rule] = record
            }
            return records
        }
    }

    /// Writes a rule's record and what is told of it, both or neither.
    ///
    /// - Returns: `events` as stored.
    /// - Throws: `.notFound` when there is no such session.
    package func saveWatch(
        _ record: some Encodable, rule: String, for id: SessionID, events: [NewEvent]
    ) throws(CcmuxError) -> [Event] {
        try write("save what the watchdog did in the session \(id)") { db in
            guard try Bool.fetchOne(db, sql: "SELECT 1 FROM session WHERE id = ?", arguments: [id.text]) == true else {
                throw CcmuxError(.notFound, "There is no session \(id).")
            }
            try db.execute(
                sql: """
                    INSERT INTO watch (session, rule, body) VALUES (?, ?, ?)
                    ON CONFLICT (session, rule) DO UPDATE SET body = excluded.body
                    """,
                arguments: [id.text, rule, try JSONColumn.text(record)])
            return try append(events, db)
        }
    }

    /// Prompts wait for the session, or are under way.
    package func hasOpenPrompts(_ id: SessionID) throws(CcmuxError) -> Bool {
        try read("look for prompts of the session \(id)") { db in
            try Bool.fetchOne(
                db, sql: "SELECT 1 FROM outbox WHERE session = ? AND state IN ('waiting', 'typing', 'queued')",
                arguments: [id.text]) == true
        }
    }
}
