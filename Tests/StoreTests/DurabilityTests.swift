import Foundation
import GRDB
import Model
import Platform
import Testing

@testable import Store

@Suite("What was committed stays, whatever happens")
struct DurabilityTests {
    let folder: StoreFolder

    init() throws { folder = try StoreFolder() }

    @Test("A process killed in the middle of writing loses nothing that it was told is stored", arguments: 0..<5)
    func killed(round: Int) async throws {
        let path = folder.path
        _ = try folder.open()
        try await #require(processExitsWith: .signal(SIGKILL)) { [path = path as String, round = round as Int] in
            let store = try Store(path: path + "/ccmux.db")
            let told = open(path + "/told", O_WRONLY | O_CREAT | O_APPEND, 0o600)
            // The blow falls at a moment that the writer does not choose.
            let killer = Thread {
                usleep(UInt32(30_000 + round * 17_000))
                kill(getpid(), SIGKILL)
            }
            var isBegun = false
            while true {
                var session = try record("s\(SessionID.random())")
                let created = try store.insert(session, event: event("session.created", of: session.id))
                session.conversed = true
                try store.update(session, event: nil)
                try store.saveRuntime(RuntimeRecord(launches: 1), for: session.id, events: [event("agent.started")])
                let line = "\(session.id) \(created[0].id)\n"
                _ = line.withCString { write(told, $0, strlen($0)) }
                // However slow the machine is, something was told.
                if !isBegun { killer.start() }
                isBegun = true
            }
        }
        let text = String(decoding: try Files.read(path + "/told", limit: 1 << 24) ?? [], as: UTF8.self)
        let lines = text.split(separator: "\n").map { $0.split(separator: " ") }
        #expect(!lines.isEmpty)

        let store = try folder.open()
        let found = try store.sessions()
        #expect(found.damaged.isEmpty)
        let conversed = Set(found.records.filter(\.conversed).map(\.id.text))
        let runtimes = Set(try store.runtimes().keys.map(\.text))
        for line in lines {
            #expect(conversed.contains(String(line[0])))
            #expect(runtimes.contains(String(line[0])))
            let id = try #require(Int64(line[1]))
            #expect(
                try store.events(since: id - 1, limit: 1, session: nil).events.first?.session?.text == String(line[0]))
        }
        #expect(try store.scalar(String.self, "PRAGMA integrity_check") == "ok")
    }

    @Test("Two stores on one file wait for each other and lose nothing")
    func twoWriters() async throws {
        let stores = [try folder.open(), try folder.open()]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, store) in stores.enumerated() {
                group.addTask {
                    for count in 0..<50 { try store.insert(try record("s\(number)-\(count)"), event: event("x")) }
                }
            }
            try await group.waitForAll()
        }
        #expect(try stores[0].sessions().records.count == 100)
        #expect(try stores[1].events(since: 0, limit: 1000, session: nil).events.map(\.id) == Array(1...100))
    }

    @Test("Two processes that make the database at the same moment end up with one")
    func twoCreators() async throws {
        let epochs = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<6 { group.addTask { try folder.open().epoch } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(epochs.count == 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).allSatisfy { !$0.hasSuffix(".new") })
    }

    @Test("A file that another program keeps locked is said to be held, in bounded time")
    func locked() throws {
        let store = try folder.open()
        try store.queue.inDatabase { try $0.execute(sql: "PRAGMA busy_timeout = 50") }
        let other = try DatabaseQueue(path: folder.database)
        try other.inDatabase { db in
            try db.execute(sql: "BEGIN IMMEDIATE")
            let error = failure { () throws(CcmuxError) in try store.append([event("x")]) }
            #expect(error?.message.contains("another process holds it") == true)
            try db.execute(sql: "ROLLBACK")
        }
        #expect(try store.append([event("x")]).map(\.id) == [1])
    }

    @Test("A full database says so, keeps what it had, and goes on when there is room again")
    func full() throws {
        let store = try folder.open()
        let session = try record("api")
        try store.insert(session, event: nil)
        try store.queue.inDatabase { db in
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            try db.execute(sql: "PRAGMA max_page_count = \(pages + 2)")
        }
        try expectFull(store, keeping: session)
        try store.queue.inDatabase { try $0.execute(sql: "PRAGMA max_page_count = 1000000") }
        try store.insert(try record("after"), event: event("session.created"))
    }

    #if os(Linux)
        @Test("So does a full file system", .enabled(if: SmallFileSystem.available))
        func fullFileSystem() throws {
            let small = try SmallFileSystem(at: folder.path + "/small")
            let store = try Store(path: small.path + "/ccmux.db")
            let session = try record("api")
            try store.insert(session, event: nil)
            try expectFull(store, keeping: session)

            // A new one cannot be made there either, and nothing of the attempt stays.
            _ = FileManager.default.createFile(
                atPath: small.path + "/filler", contents: Data(repeating: 0, count: 1 << 20))
            let error = failure { () throws(CcmuxError) in try Store(path: small.path + "/other.db") }
            #expect(error?.message.contains("full") == true || error?.message.contains("No space") == true)
            #expect(!Files.names(in: small.path).contains { $0.hasPrefix("other") })

            Files.remove(small.path + "/filler")
            try store.trimEvents(keeping: 1)
            #expect(try Store(path: small.path + "/ccmux.db").sessions().records == [session])
        }
    #endif

    /// Fills up: the write that fails must leave no part of itself.
    private func expectFull(_ store: Store, keeping session: SessionRecord) throws {
        var big = try record("big")
        big.firstPrompt = String(repeating: "x", count: 3 << 20)
        let error = failure { () throws(CcmuxError) in try store.insert(big, event: event("session.created")) }
        #expect(error?.code == .failed)
        #expect(error?.message.contains("full") == true, "\(error?.message ?? "")")
        #expect(error?.advice?.contains("disk space") == true)
        #expect(try store.sessions().records == [session])
        #expect(try store.events(since: 0, limit: 10, session: nil).events.isEmpty)
    }

    @Test("A database that cannot be written is refused with the cause", .enabled(if: getuid() != 0))
    func readOnly() throws {
        _ = try folder.open()
        try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: folder.path)
        defer { try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path) }
        let error = failure { () throws(CcmuxError) in try folder.open() }
        #expect(error?.advice?.contains("folder") == true)
    }
}

@Suite("Backups")
struct BackupTests {
    let folder: StoreFolder

    init() throws { folder = try StoreFolder() }

    @Test("A backup holds everything, is private, and begins a journal of its own")
    func backup() throws {
        let store = try folder.open()
        let session = try record("api")
        try store.insert(session, event: event("session.created", of: session.id))
        try store.saveRuntime(RuntimeRecord(launches: 4), for: session.id, events: [])
        try store.backup(to: folder.path + "/copy.db")
        #expect(try folder.mode("copy.db") == 0o600)
        #expect(Files.names(in: folder.path).filter { !$0.hasPrefix("ccmux.db") } == ["copy.db"])

        let copy = try Store(path: folder.path + "/copy.db")
        #expect(try copy.sessions().records == [session])
        #expect(try copy.runtimes()[session.id]?.launches == 4)
        #expect(try copy.events(since: 0, limit: 10, session: nil).events.map(\.kind) == ["session.created"])
        #expect(copy.epoch != store.epoch)
        try store.insert(try record("later"), event: nil)
        #expect(try copy.sessions().records.count == 1)
    }

    @Test("An existing file is not overwritten, and a place that cannot be written is said")
    func refusals() throws {
        let store = try folder.open()
        let taken = folder.path + "/taken"
        try Data("mine".utf8).write(to: URL(fileURLWithPath: taken))
        #expect(failure { () throws(CcmuxError) in try store.backup(to: taken) }?.code == .exists)
        #expect(try Files.read(taken, limit: 10) == Array("mine".utf8))
        let error = failure { () throws(CcmuxError) in try store.backup(to: folder.path + "/no/copy.db") }
        #expect(error?.message.contains("No such file") == true)
    }
}
