import GRDB
import Model

/// The shape of the database, as the steps that lead to it from an empty file.
///
/// Steps are only ever added, and a step only adds tables and columns (new columns have a default or may be NULL):
/// that is what lets the version before work on the database of this one, so that an update can be rolled back.
/// A step that the version before could not live with raises `oldestReader`.
struct Schema: Sendable {
    struct Step: Sendable {
        var number: Int
        /// The lowest schema whose programs may read and write the database after this step.
        var oldestReader: Int
        var apply: @Sendable (Database) throws -> Void
    }

    var steps: [Step]

    var version: Int { steps.last?.number ?? 0 }

    /// What a program of an earlier or a later schema has; used by tests of the rules above.
    func limited(to version: Int) -> Schema {
        Schema(steps: steps.filter { $0.number <= version })
    }

    /// Marks the file as ours: "ccmx" in SQLite's header.
    static let applicationID: Int32 = 0x6363_6d78

    /// Brings the database up to this schema; does nothing when it is there or further.
    func migrate(_ queue: DatabaseQueue) throws {
        var migrator = DatabaseMigrator()
        for step in steps {
            migrator.registerMigration("\(step.number)") { db in
                try step.apply(db)
                try Meta.set(.schema, "\(step.number)", db)
                try Meta.set(.oldestReader, "\(step.oldestReader)", db)
            }
        }
        try migrator.migrate(queue)
    }
}

/// The table `meta`: what a program must know before it touches the rest.
enum Meta {
    enum Key: String {
        /// The schema of the version that last migrated the database.
        case schema
        /// The lowest schema that may read and write it.
        case oldestReader = "oldest_reader"
        /// Names the journal of events.
        case epoch
        /// JSON: what became of budgets.
        case budgets
    }

    static func get(_ key: Key, _ db: Database) throws -> String? {
        try String.fetchOne(db, sql: "SELECT value FROM meta WHERE key = ?", arguments: [key.rawValue])
    }

    static func set(_ key: Key, _ value: String, _ db: Database) throws {
        try db.execute(
            sql: "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            arguments: [key.rawValue, value])
    }

    /// A new journal: ids of events known from before mean nothing any more.
    static func renewEpoch(_ db: Database) throws {
        try set(.epoch, SessionID.random().text, db)
    }
}

extension Schema {
    static let current = Schema(steps: [
        Step(number: 1, oldestReader: 1) { db in
            try db.execute(
                sql: """
                    PRAGMA application_id = \(applicationID);
                    CREATE TABLE meta (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID;

                    CREATE TABLE session (
                        id TEXT PRIMARY KEY NOT NULL,
                        name TEXT NOT NULL UNIQUE,
                        agent TEXT NOT NULL,
                        directory TEXT NOT NULL,
                        model TEXT,
                        permission_mode TEXT,
                        flags TEXT NOT NULL DEFAULT '[]',       -- JSON array of strings
                        environment TEXT NOT NULL DEFAULT '{}', -- JSON object of strings
                        remote_control TEXT NOT NULL DEFAULT 'default',
                        session_group TEXT,
                        wanted TEXT NOT NULL,
                        conversation TEXT,
                        conversed INTEGER NOT NULL DEFAULT 0,
                        first_prompt TEXT,
                        created INTEGER NOT NULL                -- milliseconds since 1970
                    );

                    CREATE TABLE runtime (
                        session TEXT PRIMARY KEY NOT NULL REFERENCES session (id) ON DELETE CASCADE,
                        body TEXT NOT NULL                      -- JSON of RuntimeRecord
                    );

                    CREATE TABLE event (
                        id INTEGER PRIMARY KEY AUTOINCREMENT,   -- never given twice, trimmed ones included
                        at INTEGER NOT NULL,                    -- milliseconds since 1970
                        kind TEXT NOT NULL,
                        session TEXT,
                        name TEXT,
                        data TEXT NOT NULL DEFAULT '{}'         -- JSON object
                    );
                    CREATE INDEX event_by_session ON event (session, id) WHERE session IS NOT NULL;
                    """)
            try Meta.renewEpoch(db)
        },
        Step(number: 2, oldestReader: 1) { db in
            try db.execute(
                sql: """
                    ALTER TABLE session ADD COLUMN yolo INTEGER NOT NULL DEFAULT 0;
                    -- Beside wanted = 'stopped', which is what the version before can do about it.
                    ALTER TABLE session ADD COLUMN hibernated INTEGER NOT NULL DEFAULT 0;

                    CREATE TABLE outbox (
                        id INTEGER PRIMARY KEY AUTOINCREMENT,
                        session TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
                        name TEXT,                              -- the session's, when it was asked for
                        key TEXT,                               -- the sender's own id for it
                        text TEXT NOT NULL,
                        source TEXT NOT NULL,
                        submit INTEGER NOT NULL DEFAULT 1,
                        moment TEXT NOT NULL,                   -- now, idle, at
                        not_before INTEGER,                     -- times in milliseconds since 1970
                        expires INTEGER,
                        state TEXT NOT NULL,
                        reason TEXT,
                        proof TEXT,
                        attempts INTEGER NOT NULL DEFAULT 0,
                        attempt TEXT,                           -- JSON of DeliveryAttempt, the last one
                        created INTEGER NOT NULL,
                        typed_at INTEGER,
                        queued_at INTEGER,
                        taken_at INTEGER
                    );
                    CREATE INDEX outbox_by_session ON outbox (session, id);
                    CREATE INDEX outbox_open ON outbox (id) WHERE state IN ('waiting', 'typing', 'queued');
                    CREATE UNIQUE INDEX outbox_by_key ON outbox (session, key) WHERE key IS NOT NULL;

                    CREATE TABLE account_limit (
                        account TEXT PRIMARY KEY NOT NULL,
                        body TEXT NOT NULL                      -- JSON of AccountLimit
                    );

                    -- What was done of its own accord, so that no budget is forgotten.
                    CREATE TABLE watch (
                        session TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
                        rule TEXT NOT NULL,
                        body TEXT NOT NULL,                     -- JSON, the rule's own
                        PRIMARY KEY (session, rule)
                    );
                    """)
        },
    ])
}
