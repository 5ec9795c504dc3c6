import Fleet
import Model
import Testing

@Suite struct EventHubTests {
    private func events(_ ids: ClosedRange<Int64>) -> [Event] {
        ids.map { id in
            Event(id: id, epoch: "e", at: Timestamp(milliseconds: 0), kind: "k", session: nil, name: nil, data: [:])
        }
    }

    @Test func `every follower gets what comes after it began, in order`() async {
        let hub = EventHub()
        let first = hub.follow()
        hub.publish(events(1...2))
        let second = hub.follow()
        hub.publish(events(3...3))
        hub.finish()
        #expect(await first.map(\.id).collected() == [1, 2, 3])
        #expect(await second.map(\.id).collected() == [3])
    }

    @Test func `a follower that does not read is ended, and the others are not`() async {
        let hub = EventHub()
        let slow = hub.follow()
        for id in 1...5000 { hub.publish(events(Int64(id)...Int64(id))) }
        let ids = await slow.map(\.id).collected()
        #expect(ids == Array(1...Int64(ids.count)), "what it got has no gap")
        #expect(ids.count < 5000)
        let next = hub.follow()
        hub.publish(events(5001...5001))
        hub.finish()
        #expect(await next.map(\.id).collected() == [5001])
    }

    @Test func `who stops following costs nothing more`() async {
        let hub = EventHub()
        let task = Task {
            for await _ in hub.follow() {}
            return true
        }
        task.cancel()
        #expect(await task.value)
        hub.publish(events(1...10))
        hub.finish()
    }
}

extension AsyncSequence where Failure == Never {
    fileprivate func collected() async -> [Element] {
        var all: [Element] = []
        for await element in self { all.append(element) }
        return all
    }
}
