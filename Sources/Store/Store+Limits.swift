import GRDB
package import Model

extension Store {
    /// The rule's name in the table `watch` under which is remembered what was done about limits.
    private static let rule = "limits"

    /// What was saved of accounts at a limit. A row that cannot be read is left out: its limit is learned again from
    /// the agents.
    package func limitedAccounts<Body: Decodable>(_ type: Body.Type) throws(CcmuxError) -> [Body] {
        try read("read the accounts at a limit") { db in
            try String.fetchAll(db, sql: "SELECT body FROM account_limit ORDER BY account")
                .compactMap { try? JSONColumn.value(type, from: $0) }
        }
    }

    /// What is remembered of each session beyond the limit.
    package func limitMemories<Body: Decodable>(_ type: Body.Type) throws(CcmuxError) -> [SessionID: Body] {
        try read("read what was done about limits") { db in
            var memories: [SessionID: Body] = [:]
            let rows = try Row.fetchCursor(
                db, sql: "SELECT session, body FROM watch WHERE rule = ?", arguments: [Self.rule])
            while let row = try rows.next() {
                let fields = Fields(row: row)
                guard let id = try? fields.parsed("session", SessionID.init(_:)),
                    let body: Body = try? fields.json("body")
                else { continue }
                memories[id] = body
            }
            return memories
        }
    }

    /// Saves an account, what is remembered of sessions, and events, all or none. Of a session that was removed
    /// nothing is remembered.
    ///
    /// - Parameter body: nil forgets the account.
    /// - Returns: `events` as stored.
    package func saveLimit(
        _ account: AccountID, _ body: (some Encodable)?, memories: [SessionID: some Encodable], events: [NewEvent]
    ) throws(CcmuxError) -> [Event] {
        try write("save the limit of \(account.rawValue)") { db in
            if let body {
                try db.execute(
                    sql: """
                        INSERT INTO account_limit (account, body) VALUES (?, ?)
                        ON CONFLICT (account) DO UPDATE SET body = excluded.body
                        """, arguments: [account.rawValue, try JSONColumn.text(body)])
            } else {
                try db.execute(sql: "DELETE FROM account_limit WHERE account = ?", arguments: [account.rawValue])
            }
            for (id, memory) in memories {
                try db.execute(
                    sql: """
                        INSERT INTO watch (session, rule, body) SELECT id, ?, ? FROM session WHERE id = ?
                        ON CONFLICT (session, rule) DO UPDATE SET body = excluded.body
                        """, arguments: [Self.rule, try JSONColumn.text(memory), id.text])
            }
            return try append(events, db)
        }
    }

    /// What became of the session's prompt of that key; nil where there is none.
    package func deliveryState(of session: SessionID, key: String) throws(CcmuxError) -> Delivery.State? {
        try read("look into the outbox") { db in
            try String.fetchOne(
                db, sql: "SELECT state FROM outbox WHERE session = ? AND key = ?", arguments: [session.text, key]
            ).map(Delivery.State.init(rawValue:))
        }
    }

    /// A prompt waits to be typed into the session, and is due.
    package func hasWaitingPrompt(_ session: SessionID, now: Timestamp) throws(CcmuxError) -> Bool {
        try read("look into the outbox") { db in
            try Bool.fetchOne(
                db,
                sql: """
                    SELECT 1 FROM outbox WHERE session = ? AND state IN ('waiting', 'typing')
                    AND (not_before IS NULL OR not_before <= ?) LIMIT 1
                    """, arguments: [session.text, now.milliseconds]) ?? false
        }
    }
}
