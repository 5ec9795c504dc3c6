import Foundation
import Model
import Testing

@testable import Store

@Suite("The journal of events")
struct EventJournalTests {
    let folder: StoreFolder
    let store: Store

    init() throws {
        folder = try StoreFolder()
        store = try folder.open()
    }

    private func ids(since: Int64?, limit: Int = 100, session: SessionID? = nil) throws -> ([Int64], gap: Bool) {
        let page = try store.events(since: since, limit: limit, session: session)
        #expect(page.epoch == store.epoch)
        return (page.events.map(\.id), page.gap)
    }

    private func fill(_ count: Int) throws {
        try store.append((0..<count).map { event("tick.\($0)") })
    }

    @Test("An event comes back with everything it carries")
    func roundTrip() throws {
        let session = try record("api")
        let new = NewEvent(
            at: moment, kind: "agent.exited", session: session.id, name: session.name,
            data: [
                "status": 1, "text": "a\u{0}b\n\"ü\"", "nested": .object(["list": .array([.null, .bool(true), 2])]),
                "ratio": .number(0.5),
            ])
        let stored = try store.append([new])
        #expect(stored.first?.epoch == store.epoch)
        #expect(stored.first?.data == new.data)
        #expect(try store.events(since: 0, limit: 10, session: nil).events == stored)
    }

    @Test("Pages follow each other without gaps or repetitions")
    func paging() throws {
        try fill(25)
        var position: Int64 = 0
        var seen: [Int64] = []
        while true {
            let page = try ids(since: position, limit: 10)
            #expect(!page.gap)
            guard let last = page.0.last else { break }
            seen += page.0
            position = last
        }
        #expect(seen == Array(1...25))
    }

    @Test("Without a position the newest come, in the order in which they happened")
    func newest() throws {
        #expect(try ids(since: nil) == ([], gap: false))
        try fill(5)
        #expect(try ids(since: nil, limit: 2) == ([4, 5], gap: false))
        #expect(try ids(since: nil, limit: 0) == ([], gap: false))
        #expect(try ids(since: nil, limit: -3) == ([], gap: false))
    }

    @Test("One session's events can be asked for alone")
    func filtered() throws {
        let one = SessionID.random()
        try store.append([event("a", of: one), event("b"), event("c", of: .random()), event("d", of: one)])
        #expect(try ids(since: 0, session: one) == ([1, 4], gap: false))
        #expect(try ids(since: 1, session: one) == ([4], gap: false))
        #expect(try ids(since: nil, limit: 1, session: one) == ([4], gap: false))
    }

    @Test("A reader of what is no longer kept is told of the gap, and only such a reader")
    func gaps() throws {
        try fill(10)
        try store.trimEvents(keeping: 4)
        #expect(try ids(since: 0) == ([7, 8, 9, 10], gap: true))
        #expect(try ids(since: 5) == ([7, 8, 9, 10], gap: true))
        #expect(try ids(since: 6) == ([7, 8, 9, 10], gap: false))
        #expect(try ids(since: 10) == ([], gap: false))
    }

    @Test("Trimming everything keeps the position")
    func trimAll() throws {
        try fill(3)
        try store.trimEvents(keeping: 0)
        #expect(try ids(since: 3) == ([], gap: false))
        #expect(try ids(since: 2) == ([], gap: true))
        #expect(try store.append([event("next")]).map(\.id) == [4])
        #expect(try ids(since: 3) == ([4], gap: false))
        try store.trimEvents(keeping: -1)
        try store.trimEvents(keeping: 5)
    }

    @Test("A position that the journal never had is a gap", arguments: [-1, 4, Int64.max, Int64.min])
    func strangePosition(since: Int64) throws {
        try fill(3)
        #expect(try ids(since: since, limit: 2) == ([2, 3], gap: true))
    }

    @Test("The epoch stays over reopening, and differs in a new database")
    func epoch() throws {
        #expect(try folder.open().epoch == store.epoch)
        #expect(try StoreFolder().open().epoch != store.epoch)
        let other = try StoreFolder()
        #expect(try other.open().epoch != store.epoch)
    }

    @Test("After a crash ids go on beyond those that a power cut may have taken, and no reader sees a gap")
    func crash() throws {
        try fill(3)
        let crashed = try StoreFolder()
        for (name, content) in try folder.content() {
            try content.write(to: URL(fileURLWithPath: crashed.path + "/" + name))
        }
        let after = try crashed.open()
        let next = try #require(try after.append([event("next")]).first)
        #expect(next.id == Int64(3 + Journal.skip + 1))
        for since: Int64 in [3, 40] {
            let page = try after.events(since: since, limit: 10, session: nil)
            #expect(page.events == [next])
            #expect(!page.gap)
        }
        try after.trimEvents(keeping: 2)
        #expect(try after.events(since: nil, limit: 10, session: nil).events.map(\.id) == [3, next.id])
    }

    @Test("A damaged event still takes its place")
    func damagedEvent() throws {
        try fill(3)
        try folder.tamper("UPDATE event SET data = '{', session = '?', at = 'x' WHERE id = 2")
        let page = try store.events(since: 0, limit: 10, session: nil)
        #expect(page.events.map(\.id) == [1, 2, 3])
        #expect(page.events[1].kind == "tick.1")
        #expect(page.events[1].data.isEmpty)
    }

    @Test("When one of several events cannot be stored, none is")
    func allOrNone() throws {
        var bad = event("bad")
        bad.data["ratio"] = .number(.nan)
        let refused = failure { () throws(CcmuxError) in try store.append([event("good"), bad]) }
        #expect(refused != nil)
        #expect(try ids(since: 0) == ([], gap: false))
    }
}
