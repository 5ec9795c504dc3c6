import GRDB
package import Model

extension Store {
    /// The most events that one page carries.
    package static let eventPageLimit = 10_000

    /// Adds events in this order, all or none.
    ///
    /// - Returns: the events with their ids, to be published now that they are kept.
    @discardableResult
    package func append(_ events: [NewEvent]) throws(CcmuxError) -> [Event] {
        guard !events.isEmpty else { return [] }
        return try write("add to the journal of events") { try append(events, $0) }
    }

    func append(_ event: NewEvent?, _ db: Database) throws -> [Event] {
        try append(event.map { [$0] } ?? [], db)
    }

    func append(_ events: [NewEvent], _ db: Database) throws -> [Event] {
        try events.map { event in
            try db.execute(
                sql: "INSERT INTO event (at, kind, session, name, data) VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    event.at.milliseconds, event.kind, event.session?.text, event.name?.text,
                    try JSONColumn.text(event.data),
                ])
            return Event(
                id: db.lastInsertedRowID, epoch: epoch, at: event.at, kind: event.kind, session: event.session,
                name: event.name, data: event.data)
        }
    }

    /// Up to `limit` events in the order in which they happened.
    ///
    /// - Parameters:
    ///   - since: the id after which to begin; nil gives the newest `limit`.
    ///   - session: only this session's.
    /// - Returns: a page whose `gap` is true when events after `since` are no longer kept, or when `since` is no
    ///   position of this journal; the reader must then look at the whole state again. Of a position that is beyond
    ///   the end it gets the newest events.
    package func events(since: Int64?, limit: Int, session: SessionID?) throws(CcmuxError) -> EventPage {
        let limit = min(max(limit, 0), Self.eventPageLimit)
        return try read("read the journal of events") { db in
            guard let since else { return try page(newest: limit, of: session, gap: false, db) }
            // The sequence remembers the last id even when all events were trimmed.
            let last = try Int64.fetchOne(db, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'event'") ?? 0
            guard (0...last).contains(since) else { return try page(newest: limit, of: session, gap: true, db) }
            let oldest = try Int64.fetchOne(db, sql: "SELECT min(id) FROM event") ?? last + 1
            let rows = try Row.fetchAll(
                db, sql: "SELECT * FROM event WHERE id > ? \(filter(session)) ORDER BY id LIMIT ?",
                arguments: StatementArguments([since]) + sessionArgument(session) + StatementArguments([limit]))
            return EventPage(epoch: epoch, events: rows.compactMap(event), gap: oldest > since + 1)
        }
    }

    private func page(newest limit: Int, of session: SessionID?, gap: Bool, _ db: Database) throws -> EventPage {
        let rows = try Row.fetchAll(
            db, sql: "SELECT * FROM event WHERE true \(filter(session)) ORDER BY id DESC LIMIT ?",
            arguments: sessionArgument(session) + StatementArguments([limit]))
        return EventPage(epoch: epoch, events: rows.reversed().compactMap(event), gap: gap)
    }

    private func filter(_ session: SessionID?) -> String { session == nil ? "" : "AND session = ?" }

    private func sessionArgument(_ session: SessionID?) -> StatementArguments {
        session.map { [$0.text] } ?? []
    }

    /// A damaged event gives what can be read of it, so that readers still see that there was one.
    private func event(_ row: Row) -> Event? {
        let fields = Fields(row: row)
        guard let id = try? fields.integer("id") else { return nil }
        return Event(
            id: id, epoch: epoch, at: (try? fields.moment("at")) ?? Timestamp(milliseconds: 0),
            kind: (try? fields.text("kind")) ?? "unreadable",
            session: try? fields.optionallyParsed("session", SessionID.init(_:)),
            name: try? fields.optionallyParsed("name", SessionName.init(_:)), data: (try? fields.json("data")) ?? [:])
    }

    /// Forgets all but the newest `keeping` events. Ids go on from where they are.
    package func trimEvents(keeping: Int) throws(CcmuxError) {
        try write("trim the journal of events") { db in
            try db.execute(
                sql: "DELETE FROM event WHERE id <= (SELECT id FROM event ORDER BY id DESC LIMIT 1 OFFSET ?)",
                arguments: [max(keeping, 0)])
        }
    }
}

enum Journal {
    /// More events than fit into a log before SQLite moves it to the disk (1000 pages).
    static let skip = 100_000

    /// After a power cut, events that were already published may be missing. Their ids must not be given to others,
    /// or a reader that knows them would miss those.
    static func skipIDs(_ db: Database) throws {
        try db.execute(sql: "UPDATE sqlite_sequence SET seq = seq + ? WHERE name = 'event'", arguments: [skip])
    }
}
