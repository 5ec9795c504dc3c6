import Model
import Platform
import Synchronization
import Testing

@testable import Client

@Suite("Sending through a daemon that comes and goes")
struct SendingTests {
    private static let delivery =
        #"{"id":7,"session":"0123456789ab","name":"api","text":"x","source":"user","submit":true,"when":"now","#
        + #""state":"taken","attempts":1,"created":"2026-11-21T10:00:00.000Z","new":1}"#

    private func client(_ server: FakeServer) -> DaemonClient {
        var client = DaemonClient(socketPath: server.path)
        client.timeout = 5
        return client
    }

    private func ids(_ server: FakeServer) -> [String] {
        server.requests.compactMap { request in
            request.split(separator: "\"id\":\"", maxSplits: 1).dropFirst().first.map { String($0.prefix(36)) }
        }
    }

    @Test
    func `a call that broke off is made again under the same id`() throws {
        let count = Mutex(0)
        let server = try FakeServer { _, connection in
            // The first ones are cut off before, and in the middle of, the answer.
            let turn = count.withLock { count in
                count += 1
                return count
            }
            switch turn {
            case 1...2: break
            case 3: connection.write("HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n{")
            default: connection.writeJSON(Self.delivery)
            }
        }
        defer { server.remove() }
        let away = Mutex(0)
        let sent = try client(server).send(
            SendRequest(text: "x"), to: "api", Patience { away.withLock { $0 += 1 } })
        #expect(sent.id == 7 && sent.state == .taken)
        let ids = ids(server)
        #expect(ids.count >= 2 && Set(ids).count == 1)
        #expect(away.withLock { $0 } == 1)
    }

    @Test
    func `an id of the user's own is kept, and what the daemon refuses is not asked again`() throws {
        let server = try FakeServer { _, connection in
            connection.writeJSON(#"{"error":{"code":"refused","message":"'api' is stopped."}}"#, status: 409)
        }
        defer { server.remove() }
        var request = SendRequest(text: "x")
        request.id = "mine"
        #expect {
            try client(server).send(request, to: "api", Patience {})
        } throws: { error in
            (error as? CcmuxError)?.code == .refused
        }
        #expect(server.requests.last?.contains(#""id":"mine""#) == true)
        #expect(server.requests.filter { $0.hasPrefix("POST /v1/sessions/api/send ") }.count == 1)
    }

    @Test
    func `a daemon that was never there is told at once`() throws {
        let folder = try FakeServer.makeFolder()
        #expect {
            try DaemonClient(socketPath: folder + "/none.sock").send(SendRequest(text: "x"), to: "api", Patience {})
        } throws: { error in
            (error as? CcmuxError)?.code == .unavailable
        }
    }

    @Test
    func `without patience it ends, and says that it is not known`() throws {
        let server = try FakeServer { _, _ in }
        defer { server.remove() }
        #expect {
            try client(server).send(
                SendRequest(text: "x"), to: "api", Patience(deadline: monotonicSeconds() + 0.3) {})
        } throws: { error in
            (error as? CcmuxError)?.code == .timedOut
        }
    }

    @Test
    func `a daemon that was killed meanwhile is waited for, and never started`() throws {
        let first = try FakeServer { _, _ in }
        let folder = first.folder
        first.stop()
        defer { first.remove() }
        let starts = Mutex(0)
        var client = DaemonClient(socketPath: first.path)
        client.starter = { () throws(CcmuxError) in starts.withLock { $0 += 1 } }
        let second = Mutex<FakeServer?>(nil)
        let report = try client.delivery(
            7, wait: 3, until: .turn,
            Patience {
                let server = try? FakeServer(in: folder) { _, connection in
                    connection.writeJSON(#"{"delivery":"# + Self.delivery + "}")
                }
                second.withLock { $0 = server }
            })
        #expect(report.delivery.id == 7 && report.turn == nil)
        let server = second.withLock { $0 }
        #expect(server?.requests.first?.hasPrefix("GET /v1/outbox/7?wait=3.0&until=turn HTTP") == true)
        #expect(starts.withLock { $0 } == 0)
        server?.stop()
    }

    @Test
    func `the outbox is asked for with its limits, and names that are none go nowhere`() throws {
        let server = try FakeServer { request, connection in
            connection.writeJSON(
                request.hasPrefix("GET") ? #"{"deliveries":[\#(Self.delivery)]}"# : Self.delivery)
        }
        defer { server.remove() }
        #expect(try client(server).outbox(session: "api", all: true, limit: 5).deliveries.count == 1)
        #expect(try client(server).cancelDelivery(7).id == 7)
        let heads = server.requests.map { String($0.split(separator: " HTTP")[0]) }
        #expect(heads == ["GET /v1/outbox?limit=5&session=api&all=1", "DELETE /v1/outbox/7"])
        var request = SendRequest(text: "x")
        request.to = ["api", "../web"]
        #expect(throws: CcmuxError.self) { try client(server).send(request, Patience {}) }
        #expect(throws: CcmuxError.self) { try client(server).send(SendRequest(text: "x"), to: "a/b", Patience {}) }
        #expect(server.requests.count == 2)
    }
}
