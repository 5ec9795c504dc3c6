import Client
import Model
import Testing

/// A limit of the account, with the demo agent, through all of ccmux.
@Suite("At a usage limit")
struct LimitTests {
    private static let settings = "[limits]\nmargin = 1\nstagger = 1\n"

    private func list(_ installation: Installation) async throws -> LimitList {
        try JSONCoding.decode(LimitList.self, from: try await installation.done("limits", "--json").utf8)
    }

    private func states(_ installation: Installation) async throws -> [String: ParkedSession.State] {
        let parked = try await list(installation).accounts.flatMap(\.sessions)
        return Dictionary(parked.map { ($0.name?.text ?? "", $0.state) }) { $1 }
    }

    /// How often a prompt of exactly this text stands in the conversation.
    private func count(_ text: String, _ name: String, _ installation: Installation) async throws -> Int {
        let prompt = "\"content\":\"\(text)\""
        return try await installation.transcript(name).split(separator: "\n")
            .count { $0.contains("\"type\":\"user\"") && $0.contains(prompt) }
    }

    @Test("Parked sessions are sent on once each after the reset, though the daemon is killed in between")
    func resumes() async throws {
        try await Installation.with(configuration: Self.settings) { installation in
            for name in ["one", "two", "other"] {
                try await installation.make(name, "--env", "CC_RATE_LIMIT_RESUME_TEXT=go on \(name)")
            }
            try await installation.done("send", "one", "[[limit 20]]")
            try await installation.done("key", "two", "x", "C-u")
            try await installation.tmux("send-keys", "-t", "=two:", "-l", "[[limit 20]]")
            try await installation.tmux("send-keys", "-t", "=two:", "Enter")
            try await eventually("both are parked") {
                try await states(installation) == ["one": .parked, "two": .parked] ? true : nil
            }
            try await installation.done("send", "--no-wait", "other", "held back")
            #expect(try await installation.done("outbox").contains("prompts wait until"))
            #expect(try await installation.done("explain", "one").contains("five-hour limit"))

            try await installation.killDaemon()
            try await installation.done("daemon", "start")
            try await eventually("all is over", within: 90) {
                try await states(installation) == ["one": .resumed, "two": .resumed] ? true : nil
            }
            try await installation.answers("other", "held back")
            for name in ["one", "two"] {
                try await installation.answers(name, "go on \(name)")
                #expect(try await count("go on \(name)", name, installation) == 1)
            }
            #expect(try await count("held back", "other", installation) == 1)
            #expect(try await count("go on other", "other", installation) == 0)
        }
    }

    @Test("A session that is stopped or has a person's text is left to the person; a cleared limit lets prompts go")
    func person() async throws {
        try await Installation.with(configuration: Self.settings) { installation in
            for name in ["one", "two", "three"] { try await installation.make(name) }
            try await installation.done("send", "one", "[[limit 600]]")
            for name in ["two", "three"] {
                try await installation.tmux("send-keys", "-t", "=\(name):", "-l", "[[limit 600]]")
                try await installation.tmux("send-keys", "-t", "=\(name):", "Enter")
            }
            try await eventually("all are parked") { try await states(installation).count == 3 ? true : nil }
            try await installation.done("stop", "one")
            try await eventually("one is the person's") {
                try await states(installation)["one"] == .manual ? true : nil
            }
            try await installation.tmux("send-keys", "-t", "=two:", "-l", "wait a")
            try await eventually("the text is seen") { try await installation.session("two").draft ? true : nil }

            try await installation.refused(["limits", "clear", "nobody"], status: 3, saying: "nobody")
            try await installation.done("limits", "clear", "demo:", "--resume")
            // The demo agent is at its limit still, and says so again: that is a new limit.
            try await eventually("three was sent on") {
                try await count("continue", "three", installation) == 1 ? true : nil
            }
            let seen = try await states(installation)
            #expect(seen["one"] == .manual && seen["two"] == .manual)
            #expect(try await count("continue", "two", installation) == 0)
            #expect(try await count("continue", "three", installation) == 1)
        }
    }
}
