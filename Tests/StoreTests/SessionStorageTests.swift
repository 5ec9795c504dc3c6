import Foundation
import Model
import Testing

@testable import Store

@Suite("Sessions in the store")
struct SessionStorageTests {
    let folder: StoreFolder

    init() throws { folder = try StoreFolder() }

    @Test("A session comes back as it was stored, after reopening")
    func roundTrip() throws {
        var full = try record("api")
        full.settings = SessionSettings(
            directory: "/work/ü \"quoted\" 'x'; DROP TABLE session --", model: "opus", permissionMode: "plan",
            flags: ["--add-dir", "/a b", "", "\u{0}\n🙂"], environment: ["A": "1", "EMPTY": "", "UMLAUT": "ä=b"],
            remoteControl: .off)
        full.group = "backend"
        full.wanted = .archived
        full.conversation = .random()
        full.conversed = true
        full.firstPrompt = String(repeating: "line\n", count: 20_000)
        let plain = try record("web")

        var store: Store? = try folder.open()
        try store?.insert(full, event: nil)
        try store?.insert(plain, event: nil)
        store = nil

        let found = try folder.open().sessions()
        #expect(Set(found.records) == [full, plain])
        #expect(found.damaged.isEmpty)
    }

    @Test("The database and its companions can be read by their owner only")
    func modes() throws {
        let store = try folder.open()
        try store.insert(try record("api"), event: nil)
        for name in ["ccmux.db", "ccmux.db-wal", "ccmux.db-shm"] {
            #expect(try folder.mode(name) == 0o600, "\(name)")
        }
        #expect(Set(try FileManager.default.contentsOfDirectory(atPath: folder.path)).count == 3)
    }

    @Test("A database that was open to others is restricted")
    func narrowsModes() throws {
        _ = try folder.open()
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: folder.database)
        _ = try folder.open()
        #expect(try folder.mode("ccmux.db") == 0o600)
    }

    @Test("An update changes every field, and its event is stored with it")
    func update() throws {
        let store = try folder.open()
        var session = try record("api")
        #expect(try store.insert(session, event: event("session.created", of: session.id)).map(\.id) == [1])
        session.settings.model = "haiku"
        session.settings.flags = ["-v"]
        session.wanted = .stopped
        session.name = try record("renamed").name
        let stored = try store.update(session, event: event("session.changed", of: session.id))
        #expect(stored.map(\.kind) == ["session.changed"])
        #expect(try store.sessions().records == [session])
        #expect(try store.events(since: 1, limit: 10, session: nil).events == stored)
    }

    @Test("A name is taken by sessions of every wanted state", arguments: WantedState.allCases)
    func duplicateName(wanted: WantedState) throws {
        let store = try folder.open()
        var first = try record("api")
        first.wanted = wanted
        try store.insert(first, event: nil)
        let twin = try record("api")
        let refused = failure { () throws(CcmuxError) in try store.insert(twin, event: event("session.created")) }
        #expect(refused?.code == .exists)
        #expect(refused?.message.contains("'api'") == true)

        var other = try record("web")
        try store.insert(other, event: nil)
        other.name = first.name
        #expect(failure { () throws(CcmuxError) in try store.update(other, event: event("x")) }?.code == .exists)
        #expect(try store.events(since: nil, limit: 10, session: nil).events.isEmpty)
        #expect(try store.sessions().records.map(\.name.text).sorted() == ["api", "web"])
    }

    @Test("Changing or removing what is not there is said, and leaves no event")
    func missing() throws {
        let store = try folder.open()
        let ghost = try record("ghost")
        #expect(failure { () throws(CcmuxError) in try store.update(ghost, event: event("x")) }?.code == .notFound)
        #expect(failure { () throws(CcmuxError) in try store.delete(ghost.id, event: event("x")) }?.code == .notFound)
        #expect(try store.events(since: nil, limit: 10, session: nil).events.isEmpty)
    }

    @Test("A removed session takes its runtime along and leaves its events")
    func delete() throws {
        let store = try folder.open()
        let session = try record("api")
        try store.insert(session, event: event("session.created", of: session.id))
        try store.saveRuntime(RuntimeRecord(launches: 1), for: session.id, events: [])
        #expect(try store.delete(session.id, event: event("session.removed", of: session.id)).count == 1)
        #expect(try store.sessions().records.isEmpty)
        #expect(try store.runtimes().isEmpty)
        #expect(try store.events(since: 0, limit: 10, session: session.id).events.count == 2)
    }

    @Test("A text that SQLite would cut at its NUL is refused")
    func nul() throws {
        let store = try folder.open()
        var session = try record("api")
        session.firstPrompt = "before\u{0}after"
        #expect(failure { () throws(CcmuxError) in try store.insert(session, event: nil) }?.code == .invalid)
        #expect(try store.sessions().records.isEmpty)
    }

    @Test(
        "One damaged row is reported, left as it is, and stops no other",
        arguments: [
            ("name = 'no.dots'", "name"), ("name = x'fffe'", "name"), ("id = 'short'", "id"),
            ("conversation = 'not-a-uuid'", "conversation"), ("flags = '[1,'", "flags"), ("flags = '{}'", "flags"),
            ("environment = '{\"A\": 1}'", "environment"), ("wanted = 'levitating'", "wanted"),
            ("remote_control = 7.5", "remote_control"), ("created = 'yesterday'", "created"),
            ("created = 9223372036854775807", "created"), ("conversed = 'maybe'", "conversed"),
        ])
    func damagedRow(change: String, column: String) throws {
        var store: Store? = try folder.open()
        let bad = try record("bad")
        let good = try record("good")
        try store?.insert(bad, event: nil)
        try store?.insert(good, event: nil)
        store = nil
        try folder.tamper("UPDATE session SET \(change) WHERE name = 'bad'")

        let found = try folder.open().sessions()
        #expect(found.records == [good])
        #expect(found.damaged.count == 1)
        #expect(found.damaged.first?.reason.contains(column) == true)
        if column != "id" { #expect(found.damaged.first?.id == bad.id.text) }
        // Still there for the version that can read it.
        #expect(try folder.open().sessions().damaged == found.damaged)
    }
}
