import Client
import Model
import Platform
import Testing

extension Scenario {
    /// Prompts reach the agent as they are.
    static func talks(_ agent: AgentUnderTest) async throws {
        try await Installation.with(agent) { installation in
            let made = try await installation.ccmux(
                "exec", "api", "--dir", installation.project, "--agent", agent.kind, "--", "fix", "the", "plum")
            try #require(made.status == 0, "\(made.text)")
            try await installation.answers("api", "ack: fix the plum")

            try await installation.done("send", "api", "--", "-x", "--verbose fails")
            try await installation.answers("api", "ack: -x --verbose fails")

            try await installation.done("send", "api", "-", input: "line one\n  line 'two' \\; #{x} é🍑\n")
            try await eventually("both lines are one prompt") {
                let text = try await installation.transcript("api")
                return text.contains(#"line one\n  line 'two' \\; #{x} é🍑"#) ? true : nil
            }
            try await installation.shows("api", "line 'two'")

            try await installation.refused(["send", "api", "escape \u{1B}[2J"], status: 64, saying: "U+001B")
            try await installation.refused(["send", "ap", "x"], status: 3, saying: "ap", "api")
            for key in ["h", "i", "Enter"] { try await installation.done("key", "api", key) }
            try await installation.answers("api", "ack: hi")
            try await installation.refused(["key", "api", "NoSuchKey"], status: 64, saying: "NoSuchKey")
        }
    }

    /// In a terminal, which is the pane of another tmux server.
    static func attaches(_ agent: AgentUnderTest) async throws {
        try await Installation.with(agent) { installation in
            _ = try await conversation(installation)
            let outer = ["-L", installation.socket + "-out", "-f", "/dev/null"]
            func tmux(_ arguments: String...) async throws -> Finished {
                try await Program.run(
                    [Installation.tmux] + outer + arguments, environment: installation.environment,
                    directory: installation.root)
            }
            do {
                let started = try await tmux(
                    "new-session", "-d", "-s", "terminal", "-x", "100", "-y", "30", Installation.ccmux, "attach", "ap",
                    ";",
                    "set-option", "-w", "-t", "terminal:", "remain-on-exit", "on")
                try #require(started.status == 0, "\(started.text)")
                try await eventually("the terminal shows the session") {
                    try await tmux("capture-pane", "-p", "-t", "terminal:").output.contains(firstAnswer) ? true : nil
                }
                let clients = try await installation.tmux(
                    "list-clients", "-F", "#{session_name} #{client_control_mode}")
                #expect(clients.output.contains("api 0"))
                // What is typed there reaches the agent.
                _ = try await tmux("send-keys", "-t", "terminal:", "-l", "from the terminal")
                try await installation.shows("api", "from the terminal")
                _ = try await tmux("send-keys", "-t", "terminal:", "Enter")
                try await installation.answers("api", "ack: from the terminal")

                let before = try await installation.session("api")
                _ = try await tmux("send-keys", "-t", "terminal:", "C-b", "d")
                try await eventually("the terminal is left") {
                    try await tmux("capture-pane", "-p", "-t", "terminal:").output.contains("[detached") ? true : nil
                }
                #expect(try await installation.session("api").pid == before.pid)
                try await installation.refused(["attach", "api"], status: 4, saying: "no terminal")
            } catch {
                _ = try? await tmux("kill-server")
                throw error
            }
            _ = try await tmux("kill-server")
        }
    }
}
