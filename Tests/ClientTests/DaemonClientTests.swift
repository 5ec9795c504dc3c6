import Model
import Synchronization
import Testing

@testable import Client

@Suite("Talking to the daemon")
struct DaemonClientTests {
    private func client(_ server: FakeServer) -> DaemonClient {
        var client = DaemonClient(socketPath: server.path)
        client.timeout = 5
        return client
    }

    private func failure(_ body: () throws(CcmuxError) -> Void) -> CcmuxError? {
        do throws(CcmuxError) {
            try body()
            return nil
        } catch {
            return error
        }
    }

    @Test("A list that arrives byte by byte, chunked, is read whole, keys of a newer daemon and all")
    func trickle() throws {
        let server = try FakeServer { _, connection in
            let body = "{\"sessions\":[\(Samples.session("api")),\(Samples.session("web-2"))]}"
            connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            for byte in body.utf8 { connection.write("1\r\n\(Character(Unicode.Scalar(byte)))\r\n") }
            connection.write("0\r\n\r\n")
        }
        defer { server.remove() }
        let list = try client(server).sessions(archived: true)
        #expect(list.sessions.map(\.name.text) == ["api", "web-2"])
        #expect(server.requests.count == 1)
        #expect(server.requests[0].hasPrefix("GET /v1/sessions?archived=1 HTTP/1.1\r\n"))
    }

    @Test("The daemon's own error reaches the caller as it is, with its details")
    func errorBody() throws {
        let server = try FakeServer { _, connection in
            connection.writeJSON(
                #"{"error":{"code":"ambiguous","message":"Two.","advice":"Choose.","details":{"candidates":["a","b"]}}}"#,
                status: 409)
        }
        defer { server.remove() }
        let error = failure { () throws(CcmuxError) in _ = try client(server).session("a") }
        #expect(
            error == CcmuxError(.ambiguous, "Two.", advice: "Choose.", details: ["candidates": .array(["a", "b"])]))
    }

    @Test(
        "Every other answer is an error that says what is wrong",
        arguments: [
            ("HTTP/1.1 404 X\r\nContent-Length: 2\r\n\r\n{}", CcmuxError.Code.failed, "does not know this request"),
            ("HTTP/1.1 500 X\r\nContent-Length: 4\r\n\r\noops", .failed, "status 500"),
            ("HTTP/1.1 200 X\r\nContent-Length: 4\r\n\r\noops", .failed, "not understood"),
            ("HTTP/1.1 200 X\r\nContent-Length: 15\r\n\r\n{\"sessions\":{}}", .failed, "at sessions"),
            ("220 mail.example ESMTP\r\n\r\n", .failed, "cannot be used"),
            ("HTTP/1.1 200 X\r\nContent-Length: 999999999\r\n\r\n", .failed, "longer than"),
            ("HTTP/1.1 200 X\r\nContent-Length: 10\r\n\r\n{", .unavailable, "went away"),
            ("", .unavailable, "went away"),
        ])
    func wrongAnswers(_ answer: String, _ code: CcmuxError.Code, _ part: String) throws {
        let server = try FakeServer { _, connection in connection.write(answer) }
        defer { server.remove() }
        let error = failure { () throws(CcmuxError) in _ = try client(server).sessions() }
        #expect(error?.code == code)
        #expect(error?.message.contains(part) == true, "\(error?.message ?? "none")")
    }

    @Test("A daemon that hangs, before or in its answer, is given up in time", arguments: ["", "HTTP/1.1 200 OK\r\n"])
    func hang(_ beginning: String) throws {
        let server = try FakeServer { _, connection in
            connection.write(beginning)
            connection.waitForClose()
        }
        defer { server.remove() }
        var client = client(server)
        client.timeout = 0.2
        let error = failure { () throws(CcmuxError) in _ = try client.sessions() }
        #expect(error?.code == .timedOut)
    }

    @Test("A socket that is missing, or that nobody listens on, says how to start the daemon")
    func nobody() throws {
        let server = try FakeServer { _, _ in }
        server.stop()
        defer { server.remove() }
        for path in [server.path, server.folder + "/nothing.sock"] {
            let error = failure { () throws(CcmuxError) in _ = try DaemonClient(socketPath: path).sessions() }
            #expect(error?.code == .unavailable)
            #expect(error?.advice == "Start it with 'ccmux daemon start'.")
        }
    }

    @Test("The daemon is started once where it does not run, and then asked")
    func starter() throws {
        let folder = try FakeServer.makeFolder()
        let servers = Mutex<[FakeServer]>([])
        var client = DaemonClient(socketPath: folder + "/daemon.sock")
        client.starter = { () throws(CcmuxError) in
            servers.withLock { list in
                if let server = try? FakeServer(in: folder, { _, connection in connection.writeJSON(Samples.health) }) {
                    list.append(server)
                }
            }
        }
        #expect(try client.health().pid == 42)
        #expect(servers.withLock(\.count) == 1)
        servers.withLock { for server in $0 { server.remove() } }
    }

    @Test("Requests carry what was asked for")
    func requests() throws {
        let server = try FakeServer { request, connection in
            let isCreate = request.hasPrefix("POST /v1/sessions ")
            connection.writeJSON(isCreate ? Samples.session("api") : "{}", status: isCreate ? 201 : 200)
        }
        defer { server.remove() }
        var request = NewSessionRequest(name: "api", dir: "/tmp/a \"b\"")
        request.env = ["A": "ü\n"]
        #expect(try client(server).create(request).name.text == "api")
        try client(server).press(["C-c", "Enter"], in: "api")
        try client(server).remove("api")
        let heads = server.requests.map { String($0.split(separator: " HTTP")[0]) }
        #expect(
            heads == [
                "POST /v1/sessions", "POST /v1/sessions/api/keys",
                "DELETE /v1/sessions/api",
            ])
        #expect(server.requests[0].hasSuffix(#"{"dir":"/tmp/a \"b\"","env":{"A":"ü\n"},"name":"api"}"#))
    }

    @Test("What is asked about states goes to the session's own routes; an answer may be empty")
    func states() throws {
        let server = try FakeServer { request, connection in
            if request.hasPrefix("GET /v1/status ") {
                connection.writeJSON(#"{"counts":{"idle":2},"total":2,"waiting":["api"],"new":1}"#)
            } else if request.contains("/misread ") {
                connection.writeJSON(#"{"path":"/h/misreads/api","files":["screen.ansi"]}"#)
            } else {
                connection.write("HTTP/1.1 204 No Content\r\n\r\n")
            }
        }
        defer { server.remove() }
        let summary = try client(server).summary()
        #expect(summary.counts == ["idle": 2])
        #expect(summary.waiting.map(\.text) == ["api"])
        try client(server).markRead("api")
        let bundle = try client(server).reportMisread("api", is: .plan)
        #expect(bundle == MisreadResponse(path: "/h/misreads/api", files: ["screen.ansi"]))
        let heads = server.requests.map { String($0.split(separator: " HTTP")[0]) }
        #expect(heads == ["GET /v1/status", "POST /v1/sessions/api/read", "POST /v1/sessions/api/misread"])
        #expect(server.requests[2].hasSuffix(#"{"is":"plan"}"#))
    }

    @Test("An empty answer where something must be told is an error")
    func emptyAnswer() throws {
        let server = try FakeServer { _, connection in connection.write("HTTP/1.1 204 No Content\r\n\r\n") }
        defer { server.remove() }
        let error = failure { () throws(CcmuxError) in _ = try client(server).explanation("api") }
        #expect(error?.code == .failed)
        #expect(server.requests[0].hasPrefix("GET /v1/sessions/api/explain "))
    }

    @Test(
        "A name that could mean another path is refused before anything is sent",
        arguments: ["", ".", "..", "a/b", "a?x=1", "ü", "a b", "-a"])
    func hostileNames(_ name: String) {
        let error = failure { () throws(CcmuxError) in _ = try DaemonClient(socketPath: "/nonexistent").session(name) }
        #expect(error?.code == .invalid)
    }
}
