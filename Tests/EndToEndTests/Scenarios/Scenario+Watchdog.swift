import Client
import Model
import Testing

extension Scenario {
    private static let quick = """
        [watchdog.overloaded]
        cooldown = 1
        tries = 2
        [watchdog.promptTooLong]
        cooldown = 1
        [watchdog.thinking]
        cooldown = 1
        [watchdog.crashLoop]
        crashes = 2
        [watchdog.menu]
        minutes = 1

        """

    /// What goes wrong is mended once, and then left to a person.
    static func heals(_ agent: AgentUnderTest) async throws {
        try await Installation.with(agent, configuration: quick) { installation in
            _ = try await conversation(installation)
            try await installation.done("send", "api", "[[overloaded]] one")
            try await deeds(installation, "overloaded", ["says 'continue'"])
            try await installation.answers("api", "ack: continue")

            try await installation.done("send", "api", "[[toolong]] one")
            try await deeds(installation, "promptTooLong", ["says '/compact'", "says 'continue'"])
            try await eventually("it rests") { try await installation.session("api").state == .idle ? true : nil }

            let before = try await installation.session("api")
            try await installation.done("send", "api", "[[corrupt]] one")
            // The daemon ends in between: nothing is done twice.
            try await eventually("it is seen") {
                try await installation.events("api").contains { $0.kind == "watchdog.thinking" } ? true : nil
            }
            try await installation.killDaemon()
            try await deeds(
                installation, "thinking",
                ["launches it anew and sends the last prompt again", "nothing: one try in a row did not help"])
            let notices = try await installation.events("api").filter { $0.kind == "notice" }
            #expect(notices.count == 1, "\(notices)")
            let after = try await installation.session("api")
            #expect(after.uuid == before.uuid)
            let told = try await installation.transcript("api").split(separator: "\n").filter {
                $0.contains(#""type":"user""#) && $0.contains("[[corrupt]] one")
            }
            #expect(told.count == 2, "once by us")
        }
    }

    /// An agent that ends again and again is tried seldom, and it is said why.
    static func noticesCrashLoop() async throws {
        try await Installation.with(.demo, configuration: quick) { installation in
            try await installation.make("api")
            for _ in 0..<2 {
                try await installation.killAgent(try await installation.up("api"))
            }
            try await eventually("it is told") {
                try await installation.events("api").contains { $0.kind == "watchdog.crashLoop" } ? true : nil
            }
            let event = try #require(
                try await installation.events("api").first { $0.kind == "watchdog.crashLoop" })
            #expect(event.data["saw"]?.string == "killed by SIGKILL, 2 times in a row without a minute alive")
            #expect(event.data["lines"] != nil)
            let session = try await installation.reaches("api", .backoff)
            #expect(session.retryAt.map { $0.seconds(since: event.at) > 500 } == true)
            try await installation.done("restart", "api")
            try await installation.up("api")
        }
    }

    private static func deeds(_ installation: Installation, _ rule: String, _ expected: [String]) async throws {
        let seen = try await eventually("\(rule) is dealt with", within: 90) {
            let seen = try await installation.events("api").filter { $0.kind == "watchdog.\(rule)" }
                .compactMap { $0.data["done"]?.string }
            return seen.count >= expected.count ? seen : nil
        }
        #expect(seen == expected)
    }
}
