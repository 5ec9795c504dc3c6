import Model
import Platform
import Testing

/// What is shown with every agent. Each plays in an installation of its own.
enum Scenario {
    static let first = "hello apricot"
    static let firstAnswer = "ack: hello apricot"

    /// Makes a session that has answered a prompt, and whose agent rests.
    static func conversation(_ installation: Installation, _ name: String = "api") async throws -> SessionView {
        try await installation.done(
            "new", name, installation.project, "--agent", installation.agent.kind, "--prompt", first)
        try await installation.answers(name, firstAnswer)
        return try await eventually("\(name) has a uuid") {
            let session = try await installation.session(name)
            return session.uuid == nil ? nil : session
        }
    }

    /// The session's agent is another process, in the same conversation, which is on its screen.
    static func isBack(_ installation: Installation, _ before: SessionView) async throws -> SessionView {
        let name = before.name.text
        let after = try await installation.up(name, after: before)
        #expect(after.uuid == before.uuid)
        #expect(after.id == before.id)
        try await installation.shows(name, firstAnswer)
        #expect(try await installation.transcript(name).contains(firstAnswer))
        return after
    }

    static func comesBack(_ agent: AgentUnderTest) async throws {
        try await Installation.with(agent) { installation in
            var session = try await conversation(installation)
            try await installation.killAgent(session)
            session = try await isBack(installation, session)
            #expect(session.restarts >= 1)

            try await installation.tmux("kill-session", "-t", "=api:")
            session = try await isBack(installation, session)

            try await installation.done("send", "api", "second plum")
            try await installation.answers("api", "ack: second plum")
            #expect(try await installation.transcript("api").contains(firstAnswer))
        }
    }

    static func serverComesBack(_ agent: AgentUnderTest) async throws {
        try await Installation.with(agent) { installation in
            let api = try await conversation(installation)
            let web = try await conversation(installation, "web")
            #expect(api.uuid != web.uuid)

            try await installation.tmux("kill-server")
            var back = (try await isBack(installation, api), try await isBack(installation, web))

            // Both at the same moment; a client that nobody reads can keep the server from ending.
            for _ in 0..<(agent.isReal ? 1 : 5) {
                async let server = installation.tmux("kill-server")
                async let daemon: Void = installation.killDaemon()
                _ = try await (server, daemon)
                back = (try await isBack(installation, back.0), try await isBack(installation, back.1))
            }
        }
    }

    static func survivesTheDaemon(_ agent: AgentUnderTest) async throws {
        try await Installation.with(agent) { installation in
            var session = try await conversation(installation)

            // Dead before: the runner alone brings the agent back, and what it did is not lost.
            try await installation.killDaemon()
            try await installation.killAgent(session)
            let old = try #require(session.pid)
            let alone = try await eventually("the agent is back without a daemon") {
                let agent = try await installation.agentInPane("api")
                return agent?.pid == old ? nil : agent
            }
            #expect(installation.daemon == nil)
            session = try await isBack(installation, session)
            #expect(session.pid == alone.pid)
            #expect(try await installation.done("events").contains("agent.exited"))

            // Right after.
            try await installation.killAgent(session)
            try await installation.killDaemon()
            session = try await isBack(installation, session)

            // While the runner waits.
            try await installation.killAgent(session)
            _ = try await installation.reaches("api", .backoff)
            try await installation.killDaemon()
            session = try await isBack(installation, session)

            // Dead while the session is killed: nobody brings it back until the daemon is.
            try await installation.killDaemon()
            try await installation.tmux("kill-session", "-t", "=api:")
            #expect(try await installation.tmux("has-session", "-t", "=api").status != 0)
            session = try await isBack(installation, session)

            // Right after it.
            try await installation.tmux("kill-session", "-t", "=api:")
            try await installation.killDaemon()
            _ = try await isBack(installation, session)
        }
    }

    static func staysStopped(_ agent: AgentUnderTest) async throws {
        try await Installation.with(agent, fleet: "sweepInterval = 1") { installation in
            let session = try await conversation(installation)
            try await installation.done("stop", "api")
            #expect(try await installation.session("api").process == .stopped)
            try await staysAway(installation)
            try await installation.done("daemon", "restart")
            try await staysAway(installation)
            try await installation.killDaemon()
            try await staysAway(installation)
            let peek = try await installation.ccmux("peek", "api")
            #expect(peek.output.contains(firstAnswer))
            #expect(peek.errors.contains("the pane is gone"))

            try await installation.done("start", "api")
            var back = try await isBack(installation, session)
            try await installation.done("archive", "api")
            #expect(try await installation.sessions().isEmpty)
            #expect(try await installation.session("api").wanted == .archived)
            try await staysAway(installation)
            try await installation.done("start", "api")
            back = try await isBack(installation, back)
            #expect(back.wanted == .running)
        }
    }

    /// For two sweeps of a daemon that has looked around, no pane of the session appears.
    private static func staysAway(_ installation: Installation) async throws {
        try await installation.done("list")
        let start = monotonicSeconds()
        try await eventually("two sweeps") {
            let isInTmux = try await installation.tmux("has-session", "-t", "=api").status == 0
            let process = try await installation.session("api").process
            #expect(!isInTmux && process == .stopped)
            return monotonicSeconds() - start > 2.2 ? true : nil
        }
    }
}
