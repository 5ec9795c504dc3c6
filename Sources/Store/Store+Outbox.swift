import GRDB
package import Model

extension Store {
    /// An entry of the outbox with its last attempt.
    package struct OutboxEntry: Sendable {
        package var delivery: Delivery
        package var attempt: DeliveryAttempt?

        package init(delivery: Delivery, attempt: DeliveryAttempt?) {
            self.delivery = delivery
            self.attempt = attempt
        }
    }

    /// Writes prompts down, all or none; on disk when it returns. Their ids are given here.
    ///
    /// - Returns: the entries as stored, in this order. For a session and key that is there already, that entry.
    package func post(
        _ deliveries: [Delivery], events: (Delivery) -> NewEvent
    ) throws(CcmuxError) -> (entries: [Delivery], events: [Event]) {
        try writeToDisk("write a prompt down") { db in
            var entries: [Delivery] = []
            var stored: [Event] = []
            for delivery in deliveries {
                if let key = delivery.key, let existing = try entry(session: delivery.session, key: key, db) {
                    entries.append(existing.delivery)
                    continue
                }
                var delivery = delivery
                try db.execute(
                    sql: """
                        INSERT INTO outbox (session, name, key, text, source, submit, moment, not_before, expires,
                            state, reason, attempts, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)
                        """,
                    arguments: [
                        delivery.session.text, delivery.name?.text, delivery.key, delivery.text, delivery.source,
                        delivery.submit, delivery.when.rawValue, delivery.notBefore?.milliseconds,
                        delivery.expires?.milliseconds, delivery.state.rawValue, delivery.reason,
                        delivery.created.milliseconds,
                    ])
                delivery.id = db.lastInsertedRowID
                entries.append(delivery)
                stored += try append([events(delivery)], db)
            }
            return (entries, stored)
        }
    }

    /// Writes what became of an entry; its text and what was asked for stay.
    ///
    /// - Parameter durable: whether it must survive a power cut: an attempt that is about to be made must.
    @discardableResult
    package func update(
        _ entry: OutboxEntry, durable: Bool, events: [NewEvent]
    ) throws(CcmuxError) -> [Event] {
        let delivery = entry.delivery
        let body: (Database) throws -> [Event] = { db in
            try db.execute(
                sql: """
                    UPDATE outbox SET state = ?, reason = ?, proof = ?, attempts = ?, attempt = ?, typed_at = ?,
                        queued_at = ?, taken_at = ? WHERE id = ?
                    """,
                arguments: [
                    delivery.state.rawValue, delivery.reason, delivery.proof?.rawValue, delivery.attempts,
                    try entry.attempt.map(JSONColumn.text), delivery.typedAt?.milliseconds,
                    delivery.queuedAt?.milliseconds, delivery.takenAt?.milliseconds, delivery.id,
                ])
            guard db.changesCount == 1 else {
                throw CcmuxError(.notFound, "There is no entry \(delivery.id) in the outbox.")
            }
            return try self.append(events, db)
        }
        return durable ? try writeToDisk("write to the outbox", body) : try write("write to the outbox", body)
    }

    /// Every entry that something can still happen to, oldest first. One that cannot be read is left out.
    package func openDeliveries() throws(CcmuxError) -> [OutboxEntry] {
        try read("read the outbox") { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM outbox WHERE state IN ('waiting', 'typing', 'queued') ORDER BY id"
            ).compactMap(Self.entry)
        }
    }

    /// - Returns: the newest `limit` entries, oldest first.
    package func deliveries(session: SessionID?, all: Bool, limit: Int) throws(CcmuxError) -> [Delivery] {
        try read("read the outbox") { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM outbox WHERE (? IS NULL OR session = ?)
                        AND (? OR state IN ('waiting', 'typing', 'queued')) ORDER BY id DESC LIMIT ?
                    """,
                arguments: [session?.text, session?.text, all, limit])
            return rows.reversed().compactMap { Self.entry($0)?.delivery }
        }
    }

    package func delivery(_ id: Int64) throws(CcmuxError) -> Delivery? {
        try read("read the outbox") { db in
            try Row.fetchOne(db, sql: "SELECT * FROM outbox WHERE id = ?", arguments: [id])
                .flatMap { Self.entry($0)?.delivery }
        }
    }

    /// Forgets finished entries but the newest; their keys with them.
    package func trimOutbox(keeping: Int) throws(CcmuxError) {
        try write("trim the outbox") { db in
            try db.execute(
                sql: """
                    DELETE FROM outbox WHERE state NOT IN ('waiting', 'typing', 'queued')
                        AND id <= (SELECT id FROM outbox ORDER BY id DESC LIMIT 1 OFFSET ?)
                    """, arguments: [max(keeping, 0)])
        }
    }

    private func entry(session: SessionID, key: String, _ db: Database) throws -> OutboxEntry? {
        try Row.fetchOne(
            db, sql: "SELECT * FROM outbox WHERE session = ? AND key = ?", arguments: [session.text, key]
        ).flatMap(Self.entry)
    }

    private static func entry(_ row: Row) -> OutboxEntry? {
        let fields = Fields(row: row)
        func moment(_ column: String) -> Timestamp? { try? fields.moment(column) }
        guard let id = try? fields.integer("id"),
            let session = try? fields.parsed("session", SessionID.init(_:)), let text = try? fields.text("text"),
            let state = try? fields.text("state"), let created = moment("created")
        else { return nil }
        let delivery = Delivery(
            id: id, session: session, name: try? fields.optionallyParsed("name", SessionName.init(_:)),
            key: try? fields.optionalText("key"), text: text, source: (try? fields.text("source")) ?? "user",
            submit: (try? fields.flag("submit")) ?? true,
            when: (try? fields.parsed("moment", Delivery.When.init(rawValue:))) ?? .now,
            notBefore: moment("not_before"), expires: moment("expires"), state: Delivery.State(rawValue: state),
            reason: try? fields.optionalText("reason"),
            proof: (try? fields.optionalText("proof")).flatMap { $0 }.map(Delivery.Proof.init(rawValue:)),
            attempts: Int(clamping: (try? fields.integer("attempts")) ?? 0), created: created,
            typedAt: moment("typed_at"), queuedAt: moment("queued_at"), takenAt: moment("taken_at"))
        let attempt: DeliveryAttempt? = (try? fields.optionalText("attempt")).flatMap { $0 }
            .flatMap { try? JSONColumn.value(DeliveryAttempt.self, from: $0) }
        return OutboxEntry(delivery: delivery, attempt: attempt)
    }
}
