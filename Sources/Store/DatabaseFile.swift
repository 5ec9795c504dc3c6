import GRDB
import Model
import Platform

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The file underneath: made whole, looked at without being touched, and only then opened for writing.
struct DatabaseFile {
    var path: String
    var schema: Schema

    private var log: String { path + "-wal" }
    private var sharedIndex: String { path + "-shm" }
    private var failure: StoreFailure { StoreFailure(path: path) }

    /// The one writing connection, with the schema brought up to date.
    func open() throws -> DatabaseQueue {
        if Files.kind(of: path) == nil { try create() }
        try inspect()
        try restrict()
        let wasCutOff = Files.stamp(of: log)?.size ?? 0 > 0
        let queue = try connect(to: path)
        try schema.migrate(queue)
        if wasCutOff { try queue.write { try Journal.skipIDs($0) } }
        return queue
    }

    // MARK: Creation

    /// Makes the database aside and links it into place, so that a crash never leaves half of one: an empty or
    /// short file at `path` is damage, not a beginning.
    private func create() throws {
        if let log = Files.stamp(of: log), log.size > 0 { throw failure.orphanedLog() }
        let aside = "\(path).\(getpid()).\(UInt32.random(in: .min ... .max)).new"
        try Self.createEmpty(aside)
        defer {
            for suffix in ["", "-wal", "-shm", "-journal"] { Files.remove(aside + suffix) }
        }
        let queue = try connect(to: aside)
        try schema.migrate(queue)
        try queue.close()
        if link(aside, path) == 0 || errno == EEXIST { return }
        // A file system without links. The daemon's lock keeps a second creator away.
        _ = try Files.move(aside, to: path)
    }

    /// SQLite gives its log and index the mode of the database itself.
    static func createEmpty(_ path: String) throws(CcmuxError) {
        let descriptor = openNew(path)
        guard descriptor >= 0 else { throw .system("make the database \(path)", errno: errno) }
        close(descriptor)
    }

    private func connect(to path: String) throws -> DatabaseQueue {
        let queue = try DatabaseQueue(path: path, configuration: Self.configuration())
        try queue.inDatabase { db in
            let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
            guard mode == "wal" else {
                throw CcmuxError(
                    .failed, "\(path) cannot keep a write-ahead log (journal mode \(mode ?? "unknown")).",
                    advice: "Keep the ccmux home on a local file system.")
            }
        }
        return queue
    }

    /// For a writing connection.
    static func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.label = "ccmux.db"
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in
            // Half a megabyte of cache. NORMAL does not wait for the disk at a commit; `Store.writeToDisk` does.
            try db.execute(
                sql: """
                    PRAGMA cache_size = -512;
                    PRAGMA synchronous = NORMAL;
                    PRAGMA fullfsync = ON;
                    PRAGMA checkpoint_fullfsync = ON;
                    PRAGMA journal_size_limit = 4194304;
                    """)
        }
        return configuration
    }

    // MARK: Inspection

    /// Refuses a file that is damaged, not ours or too new, through a connection that cannot write: no migration, no
    /// checkpoint, no change of journal mode.
    private func inspect() throws {
        guard Files.kind(of: path) == .file else {
            throw CcmuxError(.failed, "\(path) is not a file.", advice: "Move it elsewhere.")
        }
        // SQLite takes anything shorter than its smallest page for a new database.
        if let stamp = Files.stamp(of: path), stamp.size < 512 {
            throw failure.corrupt(stamp.size == 0 ? "it is empty" : "it is only \(stamp.size) bytes long")
        }
        let logWasThere = Files.kind(of: log) != nil
        do {
            try inspectReading()
        } catch {
            // SQLite makes both even for a reader. They were not there, hold nothing, and nobody else has the file.
            if !logWasThere, Files.stamp(of: log)?.size ?? 0 == 0 {
                Files.remove(log)
                Files.remove(sharedIndex)
            }
            throw error
        }
    }

    private func inspectReading() throws {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        defer { try? queue.close() }
        try queue.read { db in
            let verdict = try String.fetchOne(db, sql: "PRAGMA quick_check(1)")
            guard verdict == "ok" else { throw failure.corrupt(verdict ?? "the check gave no answer") }
            guard try Int32.fetchOne(db, sql: "PRAGMA application_id") == Schema.applicationID,
                try db.tableExists("meta")
            else { throw failure.foreign() }
            guard let written = try Meta.get(.schema, db), let text = try Meta.get(.oldestReader, db),
                let oldestReader = Int(text), try Meta.get(.epoch, db) != nil
            else { throw failure.corrupt("its table meta is incomplete") }
            guard schema.version >= oldestReader else {
                throw failure.newer(schema: written, oldestReader: oldestReader, own: schema.version)
            }
        }
    }

    /// A file that was copied here by hand may be open to others; so may its log.
    private func restrict() throws(CcmuxError) {
        for file in [path, log, sharedIndex] where chmod(file, 0o600) != 0 && errno != ENOENT {
            throw .system("restrict \(file) to its owner", errno: errno)
        }
    }
}

private func openNew(_ path: String) -> Int32 {
    open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
}
