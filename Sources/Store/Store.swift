import GRDB
package import Model

/// The records of a fleet: sessions, what was last seen of them, and the journal of events.
///
/// One SQLite file in WAL mode with one writer, the daemon. Every call is one transaction: it has happened whole when
/// it returns and has not happened when it throws. A process killed at any moment loses nothing that had returned. A
/// power cut loses no change of a session either; of runtimes and events it may take the last ones.
///
/// Calls block while they read or write and may be made from any thread.
package final class Store: Sendable {
    /// What this program knows of the database's shape.
    package static let schema = Schema.current.version

    let queue: DatabaseQueue
    let path: String
    /// Names the journal of events: another one means that ids known from before mean nothing.
    package let epoch: String

    /// Opens the database at `path`, or makes it (mode 0600).
    ///
    /// - Parameter programSchema: the highest schema to act as; lower ones stand for older programs.
    /// - Throws: `.configuration` when a newer ccmux wrote it and this one must not touch it; `.failed` when it is
    ///   damaged, not ours, or cannot be opened. The file is then left byte for byte as it was.
    package convenience init(path: String, programSchema: Int = Store.schema) throws(CcmuxError) {
        try self.init(path: path, schema: Schema.current.limited(to: programSchema))
    }

    init(path: String, schema: Schema) throws(CcmuxError) {
        let failure = StoreFailure(path: path)
        self.path = path
        do {
            queue = try DatabaseFile(path: path, schema: schema).open()
            guard let epoch = try queue.read({ try Meta.get(.epoch, $0) }) else {
                throw failure.corrupt("its table meta is incomplete")
            }
            self.epoch = epoch
        } catch {
            throw failure.describe(error, action: "open the database")
        }
    }

    /// Runs `body` in one transaction that is kept whole or not at all. `action` completes "Cannot …".
    func write<Value>(_ action: String, _ body: (Database) throws -> Value) throws(CcmuxError) -> Value {
        do {
            return try queue.write(body)
        } catch {
            throw StoreFailure(path: path).describe(error, action: action)
        }
    }

    /// The same, and returns only when the disk has it, with all that was written before: 3.8 ms where `write` takes
    /// 0.15 ms (a virtual disk, ext4), which is why not every write is one.
    func writeToDisk<Value>(_ action: String, _ body: (Database) throws -> Value) throws(CcmuxError) -> Value {
        do {
            return try queue.writeWithoutTransaction { db in
                // It cannot be changed inside a transaction.
                try db.execute(sql: "PRAGMA synchronous = FULL")
                defer { try? db.execute(sql: "PRAGMA synchronous = NORMAL") }
                var result: Value?
                try db.inTransaction(.immediate) {
                    result = try body(db)
                    return .commit
                }
                guard let result else { throw CcmuxError(.failed, "Cannot \(action) in \(path): nothing came of it.") }
                return result
            }
        } catch {
            throw StoreFailure(path: path).describe(error, action: action)
        }
    }

    func read<Value>(_ action: String, _ body: (Database) throws -> Value) throws(CcmuxError) -> Value {
        do {
            return try queue.read(body)
        } catch {
            throw StoreFailure(path: path).describe(error, action: action)
        }
    }
}
