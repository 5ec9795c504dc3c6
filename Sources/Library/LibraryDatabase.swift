package import GRDB
package import Model
import Platform

/// `index.db`: what was read out of transcripts, so that it need not be read again. It holds nothing that the
/// transcripts do not, and may be thrown away at any time.
///
/// Each part (usage, search) keeps its own tables and its own version of them; a part whose version differs drops its
/// tables and begins anew.
package struct LibraryDatabase: Sendable {
    package let pool: any DatabaseWriter
    /// Why it is kept in memory only, and made anew with each start; nil where the file serves.
    package let problem: CcmuxError?

    /// Opens or creates it; a damaged one is replaced, and where that cannot be done there is one in memory: nothing of a
    /// fleet depends on it.
    ///
    /// - Throws: `.failed` where there is no memory for one.
    package init(path: String) throws(CcmuxError) {
        for attempt in [1, 2] {
            do throws(CcmuxError) {
                pool = try Self.open(path)
                problem = nil
                return
            } catch {
                if attempt == 2 {
                    do { pool = try DatabaseQueue() } catch { throw Self.failure("keep it in memory", error) }
                    problem = error
                    return
                }
                for suffix in ["", "-wal", "-shm"] { _ = Files.remove(path + suffix) }
            }
        }
        throw CcmuxError(.failed, "The index of conversations cannot be opened.")
    }

    /// Makes a part's tables, where they are not there in this version.
    ///
    /// - Parameters:
    ///   - part: the beginning of its tables' names, before a `_`.
    ///   - make: creates them.
    package func prepare(
        _ part: String, version: Int, _ make: @Sendable (Database) throws -> Void
    ) throws(CcmuxError) {
        try write("prepare the index") { db in
            try db.execute(sql: "CREATE TABLE IF NOT EXISTS part (name TEXT PRIMARY KEY, version INTEGER NOT NULL)")
            let found = try Int.fetchOne(db, sql: "SELECT version FROM part WHERE name = ?", arguments: [part])
            guard found != version else { return }
            let tables = try String.fetchAll(
                db,
                sql: """
                    SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB ? AND sql NOT NULL
                    ORDER BY sql LIKE 'CREATE VIRTUAL%' DESC
                    """,
                arguments: [part + "_*"])
            for table in tables where try db.tableExists(table) { try db.drop(table: table) }
            try make(db)
            try db.execute(
                sql: "INSERT INTO part VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET version = excluded.version",
                arguments: [part, version])
        }
    }

    package func read<T>(_ what: String, _ block: (Database) throws -> T) throws(CcmuxError) -> T {
        do { return try pool.read(block) } catch { throw Self.failure(what, error) }
    }

    package func write<T>(_ what: String, _ block: (Database) throws -> T) throws(CcmuxError) -> T {
        do { return try pool.write(block) } catch { throw Self.failure(what, error) }
    }

    private static func open(_ path: String) throws(CcmuxError) -> DatabasePool {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in
            // It can be made anew.
            try db.execute(sql: "PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -4000")
        }
        do {
            // SQLite gives its log and index the mode of the database itself.
            if Files.kind(of: path) == nil { try Files.replace(path, with: [], durable: false) }
            return try DatabasePool(path: path, configuration: configuration)
        } catch {
            throw failure("open \(path)", error)
        }
    }

    private static func failure(_ what: String, _ error: any Error) -> CcmuxError {
        if let error = error as? CcmuxError { return error }
        return CcmuxError(.failed, "The index of conversations failed: \(what): \(error).")
    }
}
