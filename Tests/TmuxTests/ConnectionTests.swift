import Foundation
import Testing

@testable import Tmux

@Suite struct ConnectionTests {
    /// The control client's process id, as the server knows it.
    private func controlClient(_ tmux: PrivateTmux) async throws -> Int32 {
        let text = try await tmux.server.run(TmuxCommand("list-clients", "-F", "#{client_pid}")).text
        return try #require(Int32(text))
    }

    private typealias Notifications = AsyncStream<TmuxNotification>.AsyncIterator

    // No closure is written inside `#expect` in these tests: with Swift 6.3.1 another closure of the same function
    // has been run in its place.

    /// Reads up to the given notification; false where the stream ended before.
    private func reached(_ wanted: TmuxNotification, _ notifications: inout Notifications) async -> Bool {
        while let notification = await notifications.next() {
            if notification == wanted { return true }
        }
        return false
    }

    /// Reads up to the next connection, and tells to whom it is.
    private func reconnected(_ notifications: inout Notifications) async -> ServerIdentity? {
        while let notification = await notifications.next() {
            if case .connected(let identity) = notification { return identity }
        }
        return nil
    }

    /// Reads up to the end of some window.
    private func windowClosed(_ notifications: inout Notifications) async -> Bool {
        while let notification = await notifications.next() {
            if case .windowClosed = notification { return true }
        }
        return false
    }

    @Test("Where no server runs, looking says so and starts none", .timeLimit(.minutes(1)))
    func noServer() async throws {
        let tmux = try PrivateTmux()
        #expect(try await tmux.server.snapshot() == ServerSnapshot(server: nil, panes: []))
        await expectFailure(.serverGone) {
            _ = try await tmux.session("x")
        }
        await expectFailure(.serverGone) {
            _ = try await tmux.server.run([TmuxCommand("list-sessions"), TmuxCommand("start-server")])
        }
        #expect(try await tmux.server.snapshot().server == nil)
        await tmux.close()
    }

    @Test("A server that was killed is started anew at once, and both are told", .timeLimit(.minutes(1)))
    func killedServer() async throws {
        try await PrivateTmux.connected { tmux in
            var notifications = await tmux.server.notifications().makeAsyncIterator()
            let before = try #require(await tmux.server.identity)
            _ = try await tmux.session("gone")
            kill(before.pid, SIGKILL)
            #expect(await reached(.disconnected, &notifications))
            let connected = await reconnected(&notifications)
            let after = try #require(await tmux.server.identity)
            #expect(connected == after)
            #expect(after != before)
            #expect(try await tmux.server.snapshot().panes.map(\.sessionName) == ["_ccmux"])
            _ = try? await tmux.unconnected().run(TmuxCommand("kill-server"))
            #expect(await reached(.disconnected, &notifications))
            #expect(await reconnected(&notifications) != nil)
        }
    }

    @Test("A control client that was killed is replaced; the server and its sessions stay", .timeLimit(.minutes(1)))
    func killedClient() async throws {
        try await PrivateTmux.connected { tmux in
            var notifications = await tmux.server.notifications().makeAsyncIterator()
            let (id, _) = try await tmux.session("stays")
            let identity = await tmux.server.identity
            kill(try await controlClient(tmux), SIGKILL)
            #expect(await reached(.disconnected, &notifications))
            #expect(await reconnected(&notifications) == identity)
            #expect(try await tmux.pane(of: id) != nil)
        }
    }

    @Test("A hub that a person kills comes back, and nobody else's session is sat in", .timeLimit(.minutes(1)))
    func killedHub() async throws {
        try await PrivateTmux.connected(userConfiguration: "set -g detach-on-destroy off") { tmux in
            var notifications = await tmux.server.notifications().makeAsyncIterator()
            let (id, _) = try await tmux.session("a-person's")
            _ = try await tmux.unconnected().run(TmuxCommand("kill-session", "-t", "=_ccmux:"))
            #expect(await reconnected(&notifications) != nil)
            let panes = try await tmux.server.snapshot().panes
            let persons = panes.first { $0.sessionID == id }
            #expect(persons?.attachedClients == 0)
            #expect(panes.map(\.sessionName).contains("_ccmux"))
        }
    }

    @Test("A server that does not answer is given up in time, and found again when it does", .timeLimit(.minutes(1)))
    func wedged() async throws {
        try await PrivateTmux.connected { tmux in
            let identity = try #require(await tmux.server.identity)
            kill(identity.pid, SIGSTOP)
            await expectFailure(.timedOut) {
                _ = try await tmux.server.run(TmuxCommand("list-sessions"), timeout: .milliseconds(200))
            }
            #expect(await !tmux.server.isConnected)
            kill(identity.pid, SIGCONT)
            try await eventually("the connection is up again", within: .seconds(30)) {
                await tmux.server.isConnected
            }
            #expect(await tmux.server.identity == identity)
        }
    }

    @Test("At the end the client detaches and is reaped, and the server stays", .timeLimit(.minutes(1)))
    func end() async throws {
        let tmux = try PrivateTmux(userConfiguration: "set -g destroy-unattached on\nset -g exit-empty on")
        let running = Task { await tmux.server.run() }
        try await eventually("the connection is up") { await tmux.server.isConnected }
        let client = try await controlClient(tmux)
        let (id, _) = try await tmux.session("stays")
        running.cancel()
        await running.value
        #expect(kill(client, 0) == -1)
        #expect(await !tmux.server.isConnected)
        let snapshot = try await tmux.server.snapshot()
        #expect(Set(snapshot.panes.map(\.sessionName)) == ["_ccmux", "stays"])
        #expect(snapshot.panes.map(\.sessionID).contains(id))
        await tmux.close()
    }

    @Test("An inherited TMUX does not matter, and a server gets our environment and nothing else")
    func environment() async throws {
        let extra = ["TMUX": "/nonsense,1,2", "TMUX_PANE": "%9", "MARK": "here"]
        try await PrivateTmux.connected(environment: extra) { tmux in
            let lines = try await tmux.server.run(TmuxCommand("show-environment", "-g")).lines
            let names = lines.compactMap { $0.split(separator: 0x3d).first }.map { String(decoding: $0, as: UTF8.self) }
            #expect(Set(names).isSubset(of: ["PATH", "HOME", "SHELL", "LANG", "MARK", "PWD", "SHLVL", "_", "OLDPWD"]))
            #expect(names.contains("MARK"))
        }
    }

    #if os(Linux)
        @Test("A server that we start has no blocked signals, no descriptors of ours, and a session of its own")
        func cleanStart() async throws {
            try await PrivateTmux.connected { tmux in
                let pid = try #require(await tmux.server.identity?.pid)
                let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
                #expect(status.contains("SigBlk:\t0000000000000000"))
                #expect(getsid(pid) != getsid(0))
                let folder = "/proc/\(pid)/fd"
                let links = try FileManager.default.contentsOfDirectory(atPath: folder).compactMap {
                    try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)")
                }
                // Its standard three, sockets, event queues, terminals, a pipe of its own, and the connection's two.
                let pipes = links.filter { $0.hasPrefix("pipe:") }
                #expect(pipes.count <= 4, "\(links)")
                let known = ["/dev/", "socket:", "anon_inode:", "pipe:"]
                let strange = links.filter { link in !known.contains { link.hasPrefix($0) } }
                #expect(strange == [], "\(links)")
            }
        }
    #endif

    @Test("Commands are answered in order, each for itself, with a connection and without")
    func order() async throws {
        try await PrivateTmux.connected { tmux in
            let commands = (0..<300).map { index in
                index % 10 == 7
                    ? TmuxCommand("kill-session", "-t", "=none\(index)")
                    : TmuxCommand("display-message", "-p", "answer \(index)")
            }
            for server in [tmux.server, tmux.unconnected()] {
                let results = try await server.run(commands)
                #expect(results.count == 300)
                for (index, result) in results.enumerated() {
                    switch result {
                    case .success(let reply): #expect(reply.text == "answer \(index)")
                    case .failure(let error):
                        #expect(index % 10 == 7)
                        #expect(error.code == .notFound)
                    }
                }
            }
        }
    }

    @Test("Many callers at once each get their own answer")
    func concurrency() async throws {
        try await PrivateTmux.connected { tmux in
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for index in 0..<200 {
                    group.addTask {
                        let text = try await tmux.server.sequence([
                            TmuxCommand("display-message", "-p", "a\(index)"),
                            TmuxCommand("display-message", "-p", "b\(index)"),
                        ]).text
                        return text == "a\(index)\nb\(index)"
                    }
                }
                for try await isRight in group { #expect(isRight) }
            }
        }
    }

    @Test("A sequence stops at its first failure, with a connection and without")
    func sequence() async throws {
        try await PrivateTmux.connected { tmux in
            for server in [tmux.server, tmux.unconnected()] {
                await expectFailure(.notFound) {
                    try await server.sequence([
                        TmuxCommand("set-option", "-g", "@one", "1"), TmuxCommand("kill-session", "-t", "=none"),
                        TmuxCommand("set-option", "-g", "@two", "1"),
                    ])
                }
                let one = try await server.globalOption("@one")
                #expect(one == "1")
                await expectFailure(.notFound) { _ = try await server.globalOption("@two") }
            }
        }
    }

    @Test("A screen that looks like the protocol does not confuse it")
    func lookalike() async throws {
        try await PrivateTmux.connected { tmux in
            let text = "%end 1 2 1\n%error 1 2 1\n%begin 1 2 1\n%exit\n%sessions-changed\n"
            let (_, pane) = try await tmux.session(
                "s", argv: ["sh", "-c", "printf '%s' \"$0\"; exec sleep 1000", text])
            try await eventually("it stands on the screen") {
                try await tmux.server.capture(pane.pane).text + "\n" == text
            }
            #expect(await tmux.server.isConnected)
        }
    }

    @Test("Sessions that come, go and change their name are told")
    func notifications() async throws {
        try await PrivateTmux.connected { tmux in
            var notifications = await tmux.server.notifications().makeAsyncIterator()
            let (id, _) = try await tmux.session("one")
            #expect(await reached(.sessionsChanged, &notifications))
            try await tmux.server.renameSession(id, to: "two words")
            #expect(await reached(.sessionRenamed(id, "two words"), &notifications))
            try await tmux.server.killSession(id)
            #expect(await windowClosed(&notifications))
        }
    }

    @Test("A tmux that is not there, or is none, is said to be missing", .timeLimit(.minutes(1)))
    func missing() async throws {
        await expectFailure(.missing) {
            _ = try await TmuxServer.version(of: "/nonexistent/tmux")
        }
        await expectFailure(.missing) {
            _ = try await TmuxServer.version(of: "/bin/echo")
        }
        #expect(try await TmuxServer.version(of: PrivateTmux.executable).isSupported)
    }

    @Test("A tmux that is too old is refused with its version", .timeLimit(.minutes(1)))
    func tooOld() async throws {
        let tmux = try PrivateTmux()
        let old = tmux.file("old-tmux")
        try "#!/bin/sh\necho 'tmux 3.1c'\n".write(to: old, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: old.path)
        var configuration = tmux.configuration
        configuration.executable = old.path
        let server = TmuxServer(configuration: configuration, logger: tmux.server.logger)
        let running = Task { await server.run() }
        try await eventually("it is found to be too old") {
            do {
                _ = try await server.snapshot()
                return false
            } catch let error as TmuxError {
                return error.code == .tooOld && error.message.contains("3.1c")
            }
        }
        running.cancel()
        await running.value
        await tmux.close()
    }
}
