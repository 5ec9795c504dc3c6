package import Model

/// What became of budgets: one record for all.
extension Store {
    /// Nil where nothing was saved, or nothing that can be read.
    package func budgets<Body: Decodable>(_ type: Body.Type) throws(CcmuxError) -> Body? {
        try read("read the budgets") { db in
            try Meta.get(.budgets, db).flatMap { try? JSONColumn.value(type, from: $0) }
        }
    }

    /// Saves the budgets and what is told of them, both or neither.
    ///
    /// - Returns: `events` as stored.
    package func saveBudgets(_ body: some Encodable, events: [NewEvent]) throws(CcmuxError) -> [Event] {
        try write("save the budgets") { db in
            try Meta.set(.budgets, try JSONColumn.text(body), db)
            return try append(events, db)
        }
    }
}
