import Model
import Platform
import Synchronization
import Testing

@testable import Client

@Suite("Following events across the daemon's ends")
struct EventFeedTests {
    private func client(_ path: String) -> DaemonClient {
        var client = DaemonClient(socketPath: path)
        client.timeout = 5
        return client
    }

    private func number(_ item: EventFeed.Item?) -> Int64? {
        if case .event(let event)? = item { event.id } else { nil }
    }

    @Test("A stream that breaks off is taken up behind the last event, and that is said")
    func cutOff() throws {
        let server = try FakeServer { request, connection in
            connection.write(Samples.streamHead)
            if request.contains("since=7") {
                connection.write(Samples.chunk(Samples.message(8) + Samples.message(9)))
            } else {
                connection.write(Samples.chunk(Samples.message(12)))
                connection.waitForClose()
            }
        }
        defer { server.remove() }
        var feed = EventFeed(client(server.path), after: try #require(EventPosition("e1-7")))
        #expect(number(try feed.next()) == 8)
        #expect(number(try feed.next()) == 9)
        #expect(try feed.next() == .back)
        #expect(number(try feed.next()) == 12)
        #expect(server.requests.count == 2)
        #expect(server.requests[1].contains("since=9 "))
        #expect(server.requests[1].contains("Last-Event-ID: e1-9\r\n"))
    }

    @Test("A daemon that is away is waited for, and never started")
    func away() throws {
        let folder = try FakeServer.makeFolder()
        let first = try FakeServer(in: folder) { _, connection in
            connection.write(Samples.streamHead + Samples.chunk(Samples.message(8)))
        }
        var started = client(first.path)
        started.starter = { () throws(CcmuxError) in Issue.record("it was started") }
        var feed = EventFeed(started, after: EventPosition(epoch: "e1", id: 7))
        #expect(number(try feed.next()) == 8)
        first.stop()
        #expect(try feed.next() == .away)
        #expect(try feed.next(before: monotonicSeconds() + 0.1) == nil)
        let second = try FakeServer(in: folder) { _, connection in
            connection.write(Samples.streamHead + Samples.chunk("event: gap\ndata: {}\n\n" + Samples.message(20)))
            connection.waitForClose()
        }
        defer { second.remove() }
        #expect(try feed.next() == .back)
        #expect(try feed.next() == .gap)
        #expect(number(try feed.next()) == 20)
    }

    @Test("When the time is over it ends, also where heartbeats come or the daemon hangs", arguments: [true, false])
    func deadline(_ answers: Bool) throws {
        let server = try FakeServer { _, connection in
            if answers { connection.write(Samples.streamHead + Samples.chunk(": heartbeat\n\n")) }
            connection.waitForClose()
        }
        defer { server.remove() }
        var feed = EventFeed(client(server.path), after: EventPosition(epoch: nil, id: 0))
        let start = monotonicSeconds()
        var item: EventFeed.Item?
        repeat { item = try feed.next(before: start + 0.3) } while item == .away
        #expect(item == nil)
        #expect(monotonicSeconds() - start >= 0.3)
        // Nothing is asked where no time is left.
        var late = EventFeed(client("/nonexistent.sock"), after: EventPosition(epoch: nil, id: 0))
        #expect(try late.next(before: 0) == nil)
    }

    @Test("A refusal is not waited out")
    func refused() throws {
        let server = try FakeServer { _, connection in
            connection.writeJSON(#"{"error":{"code":"invalid","message":"No."}}"#, status: 400)
        }
        defer { server.remove() }
        var feed = EventFeed(client(server.path), after: EventPosition(epoch: nil, id: 0))
        var error: CcmuxError?
        do throws(CcmuxError) { _ = try feed.next() } catch let thrown { error = thrown }
        #expect(error?.code == .invalid)
    }

    @Test("A daemon that ends each stream at once is not asked without a pause")
    func hasty() throws {
        let server = try FakeServer { _, connection in connection.write(Samples.streamHead + "0\r\n\r\n") }
        defer { server.remove() }
        var feed = EventFeed(client(server.path), after: EventPosition(epoch: nil, id: 0))
        let deadline = monotonicSeconds() + 0.6
        while try feed.next(before: deadline) != nil {}
        // Without the pause it would be hundreds.
        #expect(server.requests.count <= 12)
    }
}
