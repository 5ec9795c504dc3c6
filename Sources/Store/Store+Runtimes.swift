import GRDB
package import Model

extension Store {
    /// What was last saved of each session. One that cannot be read is left out: it is learned again by looking.
    package func runtimes() throws(CcmuxError) -> [SessionID: RuntimeRecord] {
        try read("read what was last seen of the sessions") { db in
            var runtimes: [SessionID: RuntimeRecord] = [:]
            let rows = try Row.fetchCursor(db, sql: "SELECT session, body FROM runtime")
            while let row = try rows.next() {
                let fields = Fields(row: row)
                guard let id = try? fields.parsed("session", SessionID.init(_:)),
                    let runtime: RuntimeRecord = try? fields.json("body")
                else { continue }
                runtimes[id] = runtime
            }
            return runtimes
        }
    }

    /// - Returns: `events` as stored.
    /// - Throws: `.notFound` when there is no such session; nothing is stored then, events included.
    @discardableResult
    package func saveRuntime(
        _ runtime: RuntimeRecord, for id: SessionID, events: [NewEvent]
    ) throws(CcmuxError) -> [Event] {
        try write("save the state of the session \(id)") { db in
            guard try Bool.fetchOne(db, sql: "SELECT 1 FROM session WHERE id = ?", arguments: [id.text]) == true else {
                throw CcmuxError(.notFound, "There is no session \(id).")
            }
            try db.execute(
                sql: """
                    INSERT INTO runtime (session, body) VALUES (?, ?)
                    ON CONFLICT (session) DO UPDATE SET body = excluded.body
                    """,
                arguments: [id.text, try JSONColumn.text(runtime)])
            return try append(events, db)
        }
    }
}
