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
    private static let second = "second pear"
    private static let secondAnswer = "ack: second pear"

    /// The agent moves to another conversation by itself; from then on that one is resumed.
    static func followsClear(_ agent: AgentUnderTest) async throws {
        try await Installation.with(agent, fleet: "sweepInterval = 1") { installation in
            let before = try await conversation(installation)
            try await installation.done("send", "api", "/clear")
            // Codex names a conversation only with its first prompt.
            if !agent.isCodex { try await moved(installation, from: before) }
            try await cleared(installation)
            try await installation.done("send", "api", second)
            try await installation.shows("api", secondAnswer)
            let after = try await moved(installation, from: before)
            try await installation.answers("api", secondAnswer)
            #expect(try await installation.done("events").contains("conversation.moved"))

            try await installation.killAgent(after)
            let back = try await installation.up("api", after: after)
            #expect(back.uuid == after.uuid)
            try await installation.shows("api", secondAnswer)
            #expect(try await installation.screen("api").contains(firstAnswer) == false)
            let uuid = try #require(after.uuid?.text)
            #expect(try await installation.commandLine("api").contains(uuid))
        }
    }

    /// The same while nobody is there to be told.
    static func followsClearAlone(_ agent: AgentUnderTest) async throws {
        try await Installation.with(agent) { installation in
            let before = try await conversation(installation)
            let old = try #require(before.uuid?.text)
            let folder = try #require(try await installation.detail("api").transcript).split(separator: "/").dropLast()
                .joined(separator: "/")
            try await installation.killDaemon()
            try await type("/clear", installation)
            let launchFile = installation.layout.launchFile(before.id)
            try await eventually("the launch file has another conversation") {
                Scratch.read(launchFile).contains(#""conversation":"\#(old)""#) ? nil : true
            }
            try await cleared(installation)
            try await type(second, installation)
            try await eventually("the answer is there") {
                try await installation.pane("api").contains(secondAnswer) ? true : nil
            }
            // An answer that is still only on the screen is lost with the agent.
            try await eventually("the answer is in a transcript") {
                Scratch.files(below: "/" + folder).contains { Scratch.read($0).contains(secondAnswer) } ? true : nil
            }
            try await installation.killAgent(before)
            try await eventually("the agent is back without a daemon") {
                let agent = try await installation.agentInPane("api")
                return agent == nil || agent?.pid == before.pid ? nil : true
            }
            #expect(installation.daemon == nil)
            let back = try await installation.up("api", after: before)
            #expect(back.uuid != nil && back.uuid != before.uuid)
            try await installation.shows("api", secondAnswer)
        }
    }

    private static func type(_ text: String, _ installation: Installation) async throws {
        try await installation.tmux("send-keys", "-t", "=api:", "-l", text)
        try await eventually("the text is in the composer") {
            try await installation.pane("api").contains(text) ? true : nil
        }
        try await installation.tmux("send-keys", "-t", "=api:", "Enter")
    }

    @discardableResult
    private static func moved(_ installation: Installation, from before: SessionView) async throws -> SessionView {
        try await eventually("the session is in another conversation") {
            let session = try await installation.session("api")
            return session.uuid == nil || session.uuid == before.uuid ? nil : session
        }
    }

    /// The demo agent leaves what was said before standing above.
    private static func cleared(_ installation: Installation) async throws {
        guard installation.agent.isReal else { return }
        try await eventually("the screen is cleared") {
            try await installation.pane("api").contains(firstAnswer) ? nil : true
        }
    }

    /// One to whom nobody has said anything has no conversation to lose.
    static func neverPrompted(_ agent: AgentUnderTest) async throws {
        try await Installation.with(agent) { installation in
            var session = try await installation.make("api")
            try await installation.killAgent(session)
            var back = try await installation.up("api", after: session)
            #expect(back.uuid == session.uuid)
            session = back
            try await installation.tmux("kill-session", "-t", "=api:")
            back = try await installation.up("api", after: session)
            #expect(back.uuid == session.uuid)
            try await installation.done("send", "api", first)
            try await installation.answers("api", firstAnswer)
        }
    }

    /// A conversation that is gone is never replaced by a blank one unasked.
    static func lostTranscript(_ agent: AgentUnderTest) async throws {
        try await Installation.with(agent, fleet: "sweepInterval = 1") { installation in
            let session = try await conversation(installation)
            let path = try #require(try await installation.detail("api").transcript)
            // A transcript that vanishes within milliseconds of its first line was never seen.
            try await eventually("there is something to lose") {
                Scratch.read("\(installation.home)/run/\(session.id).json").contains(#""conversed":true"#) ? true : nil
            }
            let elsewhere = try away(path)
            try await installation.killAgent(session)
            _ = try await installation.reaches("api", .blocked)
            try await eventually("list says where it is") {
                try await installation.session("api").detail?.contains(elsewhere) == true ? true : nil
            }
            let uuid = try #require(session.uuid?.text)
            let shown = try await installation.done("show", "api")
            #expect(shown.contains(elsewhere))
            #expect(shown.contains("ccmux start --fresh api"))
            try await eventually("the pane says where it is") {
                // A path may be broken over rows.
                try await installation.screen("api").filter { !$0.isNewline }.contains(elsewhere) ? true : nil
            }
            #expect(try await installation.ccmux("doctor").output.contains(uuid))
            #expect(Files.kind(of: path) == nil)

            #expect(rename(elsewhere, path) == 0)
            _ = try await isBack(installation, session)
            try await installation.refused(["start", "api", "--fresh"], status: 4, saying: "is there")

            _ = try away(path)
            try await installation.killAgent(try await installation.session("api"))
            _ = try await installation.reaches("api", .blocked)
            try await installation.done("start", "api", "--fresh")
            let fresh = try await installation.up("api")
            #expect(fresh.uuid != session.uuid)
            try await installation.done("send", "api", second)
            try await installation.answers("api", secondAnswer)
            #expect(try await installation.screen("api").contains(firstAnswer) == false)
        }
    }

    /// Moves a transcript to the folder of another project; gives its path there.
    private static func away(_ path: String) throws -> String {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let folder = parts.dropLast(2).joined(separator: "/") + "/-another-project"
        try Scratch.makeFolder(folder)
        let target = "\(folder)/\(parts.last ?? "")"
        guard rename(path, target) == 0 else { throw Failure("cannot move \(path): \(systemMessage(errno))") }
        return target
    }
}
