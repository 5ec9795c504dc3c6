import Client
import Model
import Platform
import Testing

extension Scenario {
    /// The flags of the user's own that would undo the pinning.
    static func refusesFlags(_ agent: AgentUnderTest) async throws {
        let flags: [[String]] =
            switch agent {
            case .demo: [["--resume", "x"], ["--session-id=x"], ["--help"]]
            case .claude:
                [
                    ["--resume", "x"], ["-r"], ["--continue"], ["-c"], ["--session-id", "x"], ["--session-id=x"],
                    ["-p"],
                    ["--print"], ["--fork-session"], ["--version"],
                ]
            case .codex: [["--last"], ["--cd", "/tmp"], ["-C", "/tmp"], ["--version"]]
            }
        try await Installation.with(agent) { installation in
            try await installation.done("list")
            for words in flags {
                let name = String((words.first ?? "").prefix { $0 != "=" })
                try await installation.refused(
                    ["new", "bad", installation.project, "--agent", agent.kind, "--"] + words, status: 4, saying: name)
            }
            try await installation.refused(
                ["new", "bad", installation.project, "--agent", agent.kind, "--", "resume"], status: 64,
                saying: "resume")
        }
    }

    /// What the agent is started with: its environment, its settings, its name.
    static func recipe(_ agent: AgentUnderTest) async throws {
        try await Installation.with(agent) { installation in
            try await installation.make("api", "--env", "FRUIT=quince", "--env", "MY_TOKEN=sk-abcdefghijkl")
            let pid = try #require(try await installation.session("api").pid)
            let variables = Scratch.read("/proc/\(pid)/environ").split(separator: "\0").map(String.init)
            let names = Set(variables.map { $0.prefix { $0 != "=" } })
            for name in names where name.hasPrefix("CLAUDE") || name == "AI_AGENT" {
                #expect(name == "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "\(name) reached the agent")
            }
            #expect(variables.contains("CCMUX_SESSION=api"))
            #expect(variables.contains("FRUIT=quince"))
            #expect(variables.contains("LANG=C.UTF-8"))
            #expect(variables.contains("HOME=\(installation.userHome)"))
            #expect(!names.contains("OLDPWD") && names.contains("TMUX_PANE"))
            let shown = try await installation.done("show", "api", "--env")
            #expect(shown.contains("FRUIT=quince"))
            #expect(shown.contains("MY_TOKEN=") && !shown.contains("abcdefghijkl"))

            try await changesModel(installation)
            try await renames(installation)
        }
    }

    private static func changesModel(_ installation: Installation) async throws {
        let model = installation.agent.isCodex ? "gpt-5.1" : "sonnet"
        let before = try await installation.session("api")
        try await installation.done("set", "api", "model", model)
        var session = try await installation.session("api")
        #expect(session.pending == ["model"])
        #expect(session.pid == before.pid)
        #expect(try await installation.done("list").contains("model"))
        #expect(try await installation.commandLine("api").contains(model) == false)
        try await installation.done("restart", "api")
        session = try await installation.up("api", after: before)
        #expect(session.pending.isEmpty)
        #expect(session.uuid == before.uuid)
        #expect(try await installation.commandLine("api").contains(model))
    }

    private static func renames(_ installation: Installation) async throws {
        let before = try await installation.session("api")
        try await installation.done("rename", "api", "web")
        #expect(try await installation.tmux("has-session", "-t", "=web").status == 0)
        #expect(try await installation.session("web").pid == before.pid)
        // A person renames it in tmux: it stays ours, and the same.
        try await installation.tmux("rename-session", "-t", "=web:", "mine")
        try await installation.done("send", "web", first)
        try await installation.answers("web", firstAnswer)
        #expect(try await installation.session("web").pid == before.pid)
        #expect(try await installation.tmux("has-session", "-t", "=web").status != 0)
        try await installation.done("rm", "web", "--yes")
        #expect(try await installation.sessions(archived: true).isEmpty)
        #expect(try await installation.tmux("has-session", "-t", "=mine").status != 0)
    }

    /// The user's own hooks, in their settings and in flags, run beside ours.
    static func keepsUserHooks(_ agent: AgentUnderTest) async throws {
        try await Installation.with(agent) { installation in
            func settings(_ file: String) -> String {
                #"{"hooks":{"SessionStart":[{"hooks":[{"type":"command","command":"touch \#(installation.root)/\#(file)"}]}]}}"#
            }
            try Scratch.makeFolder(installation.userHome + "/.claude")
            let own = settings("from-settings")
            try Scratch.write(installation.userHome + "/.claude/settings.json", own)
            let finished = try await installation.ccmux(
                "new", "api", installation.project, "--agent", agent.kind, "--", "--settings", settings("from-flags"))
            try #require(finished.status == 0, "\(finished.text)")
            // Ours tells that it is ready.
            let session = try await installation.up("api")
            #expect(session.state == .idle)
            for file in agent.isReal ? ["from-settings", "from-flags"] : ["from-flags"] {
                try await eventually("the hook made \(file)") {
                    Files.kind(of: "\(installation.root)/\(file)") == nil ? nil : true
                }
            }
            #expect(Scratch.read(installation.userHome + "/.claude/settings.json") == own)
            try await installation.refused(
                ["new", "bad", installation.project, "--agent", agent.kind, "--", "--settings", "{bad"],
                status: 64, saying: "--settings")
        }
    }
}
