import GRDB
import Model
import Testing

@testable import Store

@Suite struct LimitStorageTests {
    private struct Body: Codable, Hashable {
        var words: String
    }

    private let account = AccountID(rawValue: "claude:me@example.org")

    @Test func `An account, what is remembered and the events are kept together`() throws {
        let folder = try StoreFolder()
        let session = try record("api")
        do {
            let store = try folder.open()
            try store.insert(session, event: nil)
            let events = try store.saveLimit(
                account, Body(words: "one"),
                memories: [session.id: Body(words: "two"), .random(): Body(words: "none")],
                events: [event("limit.reached")])
            #expect(events.map(\.kind) == ["limit.reached"])
            _ = try store.saveLimit(account, Body(words: "three"), memories: [SessionID: Body](), events: [])
        }
        let store = try folder.open()
        #expect(try store.limitedAccounts(Body.self) == [Body(words: "three")])
        #expect(try store.limitMemories(Body.self) == [session.id: Body(words: "two")])
        _ = try store.saveLimit(account, Body?.none, memories: [session.id: Body(words: "four")], events: [])
        #expect(try store.limitedAccounts(Body.self).isEmpty)
        #expect(try store.limitMemories(Body.self) == [session.id: Body(words: "four")])
        try store.delete(session.id, event: nil)
        #expect(try store.limitMemories(Body.self).isEmpty)
    }

    @Test func `Rows that cannot be read are left out`() throws {
        let folder = try StoreFolder()
        let session = try record("api")
        do {
            let store = try folder.open()
            try store.insert(session, event: nil)
            _ = try store.saveLimit(account, Body(words: "x"), memories: [session.id: Body(words: "y")], events: [])
        }
        try folder.tamper("UPDATE account_limit SET body = '{'")
        try folder.tamper("UPDATE watch SET body = '[]'")
        let store = try folder.open()
        #expect(try store.limitedAccounts(Body.self).isEmpty)
        #expect(try store.limitMemories(Body.self).isEmpty)
    }

    @Test func `What waits for a session is told, and what became of a key`() throws {
        let folder = try StoreFolder()
        let store = try folder.open()
        let session = try record("api")
        try store.insert(session, event: nil)
        #expect(try store.hasWaitingPrompt(session.id, now: moment) == false)
        #expect(try store.deliveryState(of: session.id, key: "k") == nil)
        func put(_ key: String, _ state: String, notBefore: Int64?) throws {
            try store.queue.write { db in
                try db.execute(
                    sql: """
                        INSERT INTO outbox (session, key, text, source, moment, not_before, state, created)
                        VALUES (?, ?, 'x', 'user', 'now', ?, ?, 0)
                        """, arguments: [session.id.text, key, notBefore, state])
            }
        }
        try put("later", "waiting", notBefore: moment.milliseconds + 1)
        try put("done", "taken", notBefore: nil)
        #expect(try store.hasWaitingPrompt(session.id, now: moment) == false)
        #expect(try store.hasWaitingPrompt(session.id, now: moment.adding(seconds: 1)) == true)
        #expect(try store.deliveryState(of: session.id, key: "done") == .taken)
        try put("now", "waiting", notBefore: nil)
        #expect(try store.hasWaitingPrompt(session.id, now: moment) == true)
    }
}
