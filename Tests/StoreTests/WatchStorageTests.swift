import Model
import Testing

@testable import Store

@Suite struct WatchStorageTests {
    private struct Body: Codable, Equatable {
        var text: String
    }

    let folder: StoreFolder

    init() throws { folder = try StoreFolder() }

    @Test func `what the watchdog did is kept with its event, and goes with its session`() throws {
        let store = try folder.open()
        let session = try record("api")
        try store.insert(session, event: nil)
        let told = try store.saveWatch(
            Body(text: "a"), rule: "context", for: session.id, events: [event("watchdog.context", of: session.id)])
        #expect(told.map(\.kind) == ["watchdog.context"])
        _ = try store.saveWatch(Body(text: "b"), rule: "context", for: session.id, events: [])
        _ = try store.saveWatch(Body(text: "c"), rule: "image", for: session.id, events: [])
        let kept = try folder.open().watchRecords(Body.self)
        #expect(kept == [session.id: ["context": Body(text: "b"), "image": Body(text: "c")]])
        try store.delete(session.id, event: event("session.removed", of: session.id))
        #expect(try store.watchRecords(Body.self).isEmpty)
        let error = failure { () throws(CcmuxError) in
            try store.saveWatch(Body(text: "d"), rule: "context", for: session.id, events: [event("x")])
        }
        #expect(error?.code == .notFound)
    }

    @Test func `a record that cannot be read costs only itself`() throws {
        let store = try folder.open()
        let session = try record("api")
        try store.insert(session, event: nil)
        _ = try store.saveWatch(Body(text: "a"), rule: "context", for: session.id, events: [])
        try folder.tamper("INSERT INTO watch (session, rule, body) VALUES ('\(session.id)', 'image', '{')")
        #expect(try store.watchRecords(Body.self) == [session.id: ["context": Body(text: "a")]])
    }
}
