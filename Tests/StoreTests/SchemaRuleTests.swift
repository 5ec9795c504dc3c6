import Foundation
import GRDB
import Model
import Testing

@testable import Store

@Suite("Databases of other versions")
struct SchemaRuleTests {
    let folder: StoreFolder

    init() throws { folder = try StoreFolder() }

    /// The schema of an imagined next version, which adds a column and a table.
    private func next(oldestReader: Int) -> Schema {
        var schema = Schema.current
        schema.steps.append(
            Schema.Step(number: Store.schema + 1, oldestReader: oldestReader) { db in
                try db.execute(
                    sql: """
                        ALTER TABLE session ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
                        CREATE TABLE drawer (id INTEGER PRIMARY KEY, session TEXT NOT NULL);
                        """)
            })
        return schema
    }

    @Test("This version works on the next one's database, and leaves alone what it does not know")
    func rollback() throws {
        let newer = next(oldestReader: Store.schema)
        var session = try record("api")
        var store: Store? = try Store(path: folder.database, schema: newer)
        let epoch = store?.epoch
        try store?.insert(session, event: event("session.created"))
        store = nil
        try folder.tamper("UPDATE session SET pinned = 7; INSERT INTO drawer (session) VALUES ('x')")

        store = try folder.open()
        session.settings.model = "haiku"
        try store?.update(session, event: event("session.changed"))
        try store?.insert(try record("web"), event: nil)
        #expect(store?.epoch == epoch)
        #expect(try store?.sessions().records.count == 2)
        store = nil

        let again = try Store(path: folder.database, schema: newer)
        #expect(try again.sessions().records.contains(session))
        #expect(try again.scalar(Int.self, "SELECT pinned FROM session WHERE name = 'api'") == 7)
        #expect(try again.scalar(Int.self, "SELECT count(*) FROM drawer") == 1)
        #expect(try again.scalar(String.self, Self.schema) == "\(Store.schema + 1)")
    }

    private static let schema = "SELECT value FROM meta WHERE key = 'schema'"

    @Test("A database that needs a newer program is refused and left byte for byte as it was")
    func refused() throws {
        let newer = next(oldestReader: Store.schema + 1)
        _ = try Store(path: folder.database, schema: newer).insert(try record("api"), event: nil)
        let before = try folder.content()
        let error = failure { () throws(CcmuxError) in try folder.open() }
        #expect(error?.code == .configuration)
        #expect(error?.message.contains("newer ccmux") == true)
        #expect(error?.message.contains(folder.database) == true)
        #expect(error?.advice != nil)
        #expect(try folder.content() == before)
        #expect(before.keys.sorted() == ["ccmux.db"])
        #expect(try Store(path: folder.database, schema: newer).sessions().records.count == 1)
    }

    @Test("So is one whose newest changes stand in the log still, as after a crash of the newer program")
    func refusedWithLog() throws {
        _ = try folder.open()
        // While this connection is open, the migration stays in the log.
        let newer = try Store(path: folder.database, schema: next(oldestReader: Store.schema + 1))
        let crashed = try StoreFolder()
        for (name, content) in try folder.content() {
            try content.write(to: URL(fileURLWithPath: crashed.path + "/" + name))
        }
        let before = try crashed.content()
        #expect(before["ccmux.db-wal"]?.isEmpty == false)
        let error = failure { () throws(CcmuxError) in try crashed.open() }
        #expect(error?.code == .configuration)
        #expect(try crashed.content() == before)
        _ = newer
    }

    @Test("An older database is brought up to date with its rows kept")
    func forward() throws {
        let session = try record("api")
        _ = try folder.open().insert(session, event: event("session.created"))
        let store = try Store(path: folder.database, schema: next(oldestReader: 1))
        #expect(try store.sessions().records == [session])
        #expect(try store.scalar(String.self, Self.schema) == "\(Store.schema + 1)")
        #expect(try store.events(since: 0, limit: 10, session: nil).events.count == 1)
    }

    @Test("A migration that fails leaves the database as it was, to be opened by the version before")
    func failedMigration() throws {
        let session = try record("api")
        _ = try folder.open().insert(session, event: nil)
        var broken = next(oldestReader: Store.schema + 1)
        broken.steps[broken.steps.count - 1].apply = { db in
            try db.execute(sql: "CREATE TABLE half (x); INSERT INTO nowhere VALUES (1)")
        }
        #expect(failure { () throws(CcmuxError) in try Store(path: folder.database, schema: broken) } != nil)
        let store = try folder.open()
        #expect(try store.sessions().records == [session])
        #expect(try store.scalar(Int.self, "SELECT count(*) FROM sqlite_schema WHERE name = 'half'") == 0)
    }

    @Test("An older program is what the parameter says")
    func programSchema() throws {
        _ = try folder.open()
        let error = failure { () throws(CcmuxError) in try Store(path: folder.database, programSchema: 0) }
        #expect(error?.code == .configuration)
    }
}
