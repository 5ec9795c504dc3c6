import GRDB
package import Model

/// What the watchdog has done, rule by rule, so that neither an occasion nor a budget is forgotten.
extension Store {
    /// The rules' own JSON, by session and rule.
    package func watchRecords() throws(CcmuxError) -> [SessionID: [String: String]] {
        try read("read what the watchdog did") { db in
            var records: [SessionID: [String: String]] = [:]
            let rows = try Row.fetchCursor(db, sql: "SELECT session, rule, body FROM watch")
            while let row = try rows.next() {
                let fields = Fields(row: row)
                guard let id = try? fields.parsed("session", SessionID.init(_:)), let rule = try? fields.text("rule"),
                    let body = try? fields.text("body")
                else { continue }
                records[id, default: [:]][rule] = body
            }
            return records
        }
    }

    /// Writes a rule's record and what is told of it, both or neither.
    ///
    /// - Throws: `.notFound` when there is no such session.
    package func saveWatch(
        _ body: String, rule: String, for id: SessionID, events: [NewEvent]
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
                arguments: [id.text, rule, body])
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
