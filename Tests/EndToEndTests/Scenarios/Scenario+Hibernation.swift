import Model
import Platform
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension Scenario {
    /// A session without its process keeps its place and its conversation, and comes back by whatever asks for it.
    static func hibernates(_ agent: AgentUnderTest) async throws {
        try await Installation.with(agent) { installation in
            var session = try await conversation(installation)
            let process = try #require(session.pid.flatMap(ProcessTable.identity(of:)))
            try await installation.done("hibernate", "api")
            let asleep = try await installation.session("api")
            #expect(asleep.state == .hibernated)
            #expect(asleep.wanted == .hibernated)
            #expect(asleep.pane != nil, "its runner stays")
            #expect(!ProcessTable.isAlive(process))
            #expect(try await installation.done("status").contains("1 hibernated"))
            #expect(try await installation.done("hibernate", "api").contains("already"))

            try await installation.done("wake", "api")
            session = try await isBack(installation, session)
            try await installation.done("hibernate", "api")
            try await installation.tmux("send-keys", "-t", "=api:", "x")
            session = try await isBack(installation, session)
            try await installation.done("hibernate", "api")
            try await installation.done("send", "api", "hello plum")
            session = try await isBack(installation, session)
            try await installation.answers("api", "ack: hello plum")
            try await installation.done("hibernate", "api")
            try await installation.done("attach", "api", "--json")
            session = try await isBack(installation, session)

            try await installation.done("stop", "api")
            try await installation.refused(["hibernate", "api"], status: 4, saying: "stopped")
            try await installation.refused(["wake", "api"], status: 4, saying: "stopped")
            try await installation.refused(["wake", "nobody"], status: 3, saying: "nobody")
        }
    }

    /// Whatever is killed, it is awake or hibernated afterwards, and wakes with its conversation.
    static func hibernatesThroughHarm(_ agent: AgentUnderTest) async throws {
        try await Installation.with(agent) { installation in
            var session = try await conversation(installation)
            try await installation.done("hibernate", "api")
            try await installation.killDaemon()
            #expect(try await installation.session("api").state == .hibernated)
            // A key while no daemon runs.
            try await installation.killDaemon()
            try await installation.tmux("send-keys", "-t", "=api:", "x")
            try await eventually("the runner launches") {
                try await installation.pane("api").contains("any key wakes it") ? nil : true
            }
            session = try await isBack(installation, session)
            #expect(session.wanted == .running)

            try await installation.done("hibernate", "api")
            let runner = try await installation.tmux("list-panes", "-t", "=api:", "-F", "#{pane_pid}").output
            let identity = try #require(Int32(runner.filter(\.isNumber)).flatMap(ProcessTable.identity(of:)))
            ProcessTable.signal(SIGKILL, to: identity)
            try await eventually("its pane is gone") { try await installation.session("api").pane == nil ? true : nil }
            #expect(try await installation.session("api").state == .hibernated)
            try await installation.done("wake", "api")
            session = try await isBack(installation, session)

            try await installation.done("hibernate", "api")
            try await installation.tmux("kill-server")
            #expect(try await installation.session("api").state == .hibernated)
            try await installation.done("start", "api")
            session = try await isBack(installation, session)

            // Killed at a different moment of it each time: the pause chooses the moment, nothing is waited for by it.
            for pause in [0, 5, 15, 40] {
                async let asked = installation.ccmux("hibernate", "api")
                try await Task.sleep(for: .milliseconds(pause))
                if installation.daemon != nil { try await installation.killDaemon() }
                _ = try await asked
                try await eventually("it is one of both") {
                    let now = try await installation.session("api")
                    return now.state == .hibernated || now.state == .idle ? true : nil
                }
                try await installation.done("wake", "api")
                let after = try await installation.up("api")
                #expect(after.uuid == session.uuid)
                #expect(after.wanted == .running)
                session = after
            }
        }
    }
}
