import Dispatch
import Model
import Testing

@testable import Client

@Suite("Following events")
struct EventStreamTests {
    @Test("Events, heartbeats and gaps come out in order; the position is asked for both ways")
    func follow() throws {
        let server = try FakeServer { _, connection in
            connection.write(Samples.streamHead)
            connection.write(Samples.chunk(": heartbeat\n\n"))
            let text =
                Samples.message(8) + "event: gap\ndata: {}\n\n" + "event: odd\ndata: no json\n\n" + Samples.message(11)
            for byte in text.unicodeScalars { connection.write(Samples.chunk(String(byte))) }
            connection.write("0\r\n\r\n")
        }
        defer { server.remove() }
        var stream = try DaemonClient(socketPath: server.path).follow(since: EventPosition(epoch: "e1", id: 7))
        guard case .event(let first) = try stream.next() else { return #expect(Bool(false), "no event") }
        #expect(first.id == 8)
        #expect(first.data["n"] == 1)
        #expect(try stream.next() == .gap)
        guard case .event(let second) = try stream.next() else { return #expect(Bool(false), "no event") }
        #expect(second.id == 11)
        var ended: CcmuxError?
        do throws(CcmuxError) { _ = try stream.next() } catch { ended = error }
        #expect(ended?.code == .unavailable)
        #expect(server.requests[0].hasPrefix("GET /v1/events?follow=1&since=7 "))
        #expect(server.requests[0].contains("\r\nLast-Event-ID: e1-7\r\n"))
        #expect(server.requests[0].contains("\r\nAccept: text/event-stream\r\n"))
    }

    @Test("A stream that is refused is an error, not an empty stream")
    func refused() throws {
        let server = try FakeServer { _, connection in
            connection.writeJSON(#"{"error":{"code":"invalid","message":"No."}}"#, status: 400)
        }
        defer { server.remove() }
        var error: CcmuxError?
        do throws(CcmuxError) { _ = try DaemonClient(socketPath: server.path).follow(since: nil) } catch let thrown {
            error = thrown
        }
        #expect(error == CcmuxError(.invalid, "No."))
    }

    @Test("A position of another journal gives everything of this one, and a gap")
    func otherEpoch() throws {
        let server = try FakeServer { request, connection in
            let events = request.contains("since=0") ? Samples.event(1) : ""
            connection.writeJSON(#"{"epoch":"e1","gap":false,"events":[\#(events)]}"#)
        }
        defer { server.remove() }
        let client = DaemonClient(socketPath: server.path)
        let other = try client.events(since: EventPosition(epoch: "e0", id: 900), limit: 10, session: "api")
        #expect(other.gap)
        #expect(other.events.map(\.id) == [1])
        #expect(try client.events(since: EventPosition(epoch: "e1", id: 900), limit: 10, session: nil).gap == false)
        #expect(server.requests[0].hasPrefix("GET /v1/events?since=900&limit=10&session=api "))
    }

    @Test("Restarts tell their progress while they go on, and end with the outcomes")
    func restart() throws {
        let progressed = DispatchSemaphore(value: 0)
        let server = try FakeServer { request, connection in
            if request.hasPrefix("GET ") {
                connection.write(Samples.streamHead)
                connection.write(Samples.chunk(Samples.message(1, name: "api")))
                connection.waitForClose()
            } else {
                _ = progressed.wait(timeout: .now() + 10)
                connection.writeJSON(#"{"outcomes":[{"name":"api","changed":true}]}"#)
            }
        }
        defer { server.remove() }
        var seen: [String] = []
        let client = DaemonClient(socketPath: server.path)
        let answer = try client.restart(RestartRequest(names: ["api"])) { event in
            seen.append(event.name?.text ?? "")
            progressed.signal()
        }
        #expect(answer.outcomes.map(\.name) == ["api"])
        #expect(seen == ["api"])
        #expect(server.requests.last?.hasSuffix(#"{"names":["api"]}"#) == true)
    }

    @Test("Restarts end also where the stream of events ends before them")
    func restartWithoutStream() throws {
        let server = try FakeServer { request, connection in
            connection.write(request.hasPrefix("GET ") ? Samples.streamHead + "0\r\n\r\n" : "")
            if request.hasPrefix("POST ") { connection.writeJSON(#"{"outcomes":[]}"#) }
        }
        defer { server.remove() }
        let answer = try DaemonClient(socketPath: server.path).restart(RestartRequest(all: true)) { _ in }
        #expect(answer.outcomes.isEmpty)
        #expect(server.requests.contains { $0.hasSuffix(#"{"all":true}"#) })
    }
}
