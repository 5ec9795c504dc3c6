import GRDB
package import Model

extension Store {
    /// Every session, oldest first, and the rows that this version cannot read.
    package func sessions() throws(CcmuxError) -> (records: [SessionRecord], damaged: [DamagedRow]) {
        try read("read the sessions") { db in
            var records: [SessionRecord] = []
            var damaged: [DamagedRow] = []
            let rows = try Row.fetchCursor(
                db, sql: "SELECT \(SessionRow.columns.joined(separator: ", ")) FROM session ORDER BY created, id")
            while let row = try rows.next() {
                switch SessionRow.record(row) {
                case .success(let record): records.append(record)
                case .failure(let damage):
                    let id: DatabaseValue = row["id"]
                    damaged.append(DamagedRow(id: String.fromDatabaseValue(id) ?? "", reason: damage.reason))
                }
            }
            return (records, damaged)
        }
    }

    /// - Returns: `event` as stored, if one was given.
    /// - Throws: `.exists` when a session, archived or not, has that name.
    @discardableResult
    package func insert(_ record: SessionRecord, event: NewEvent?) throws(CcmuxError) -> [Event] {
        try writeToDisk("add the session '\(record.name)'") { db in
            try refuseTaken(record, db)
            let marks = SessionRow.columns.map { _ in "?" }.joined(separator: ", ")
            try db.execute(
                sql: "INSERT INTO session (\(SessionRow.columns.joined(separator: ", "))) VALUES (\(marks))",
                arguments: StatementArguments(try SessionRow.values(record)))
            return try append(event, db)
        }
    }

    /// - Returns: `event` as stored, if one was given.
    /// - Throws: `.notFound` when there is no session of that id, `.exists` when another has the name.
    @discardableResult
    package func update(_ record: SessionRecord, event: NewEvent?) throws(CcmuxError) -> [Event] {
        try writeToDisk("change the session '\(record.name)'") { db in
            try refuseTaken(record, db)
            // Columns by name, never REPLACE: those of a newer version keep what they hold.
            let assignments = SessionRow.columns.dropFirst().map { "\($0) = ?" }.joined(separator: ", ")
            let values = try SessionRow.values(record)
            try db.execute(
                sql: "UPDATE session SET \(assignments) WHERE id = ?",
                arguments: StatementArguments(Array(values.dropFirst()) + values.prefix(1)))
            guard db.changesCount == 1 else {
                throw CcmuxError(.notFound, "There is no session '\(record.name)' any more.")
            }
            return try append(event, db)
        }
    }

    /// Removes a session and its runtime; its events stay.
    ///
    /// - Returns: `event` as stored, if one was given.
    /// - Throws: `.notFound` when there is no session of that id.
    @discardableResult
    package func delete(_ id: SessionID, event: NewEvent?) throws(CcmuxError) -> [Event] {
        try writeToDisk("remove the session \(id)") { db in
            try db.execute(sql: "DELETE FROM session WHERE id = ?", arguments: [id.text])
            guard db.changesCount == 1 else { throw CcmuxError(.notFound, "There is no session \(id).") }
            return try append(event, db)
        }
    }

    private func refuseTaken(_ record: SessionRecord, _ db: Database) throws {
        let wanted = try String.fetchOne(
            db, sql: "SELECT wanted FROM session WHERE name = ? AND id <> ?",
            arguments: [record.name.text, record.id.text])
        guard let wanted else { return }
        let archived = wanted == WantedState.archived.rawValue
        throw CcmuxError(
            .exists, "\(archived ? "An archived" : "A") session named '\(record.name)' exists already.",
            advice: "Choose another name, or remove that one with `ccmux rm \(record.name)`.")
    }
}
