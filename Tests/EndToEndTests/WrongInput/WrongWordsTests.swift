import Model
import Platform
import Testing

/// What people type wrong: said clearly, with an exit status, and nothing is changed by it.
@Suite("Wrong words")
struct WrongWordsTests {
    private static let names = [
        "", " ", "a b", "a.b", "a:b", "-a", "_a", "a/b", "../a", "é", "a\nb", "a\u{1B}[31m", "#(touch x)", "a;b",
        String(repeating: "a", count: 65),
    ]

    @Test("A name that tmux or a path would change is refused")
    func badNames() async throws {
        try await Installation.with { installation in
            try await installation.make("api")
            for name in Self.names {
                try await installation.refused(["new", "--agent", "demo", "--", name], status: 64)
                try await installation.refused(["rename", "api", "--", name], status: 64)
                if !name.hasPrefix("-") { try await installation.refused(["show", name], status: 64) }
            }
            try await installation.refused(["new", "a b"], status: 64, saying: "'a b'", "' ' cannot stand in it")
        }
    }

    @Test("What a new session cannot have is refused before anything is written")
    func badSettings() async throws {
        try await Installation.with(configuration: "[agents.paths]\ncodex = \"/nowhere/codex\"\n") { installation in
            try await installation.make("api")
            let file = installation.root + "/file"
            try Scratch.write(file, "")
            func new(_ words: String...) -> [String] {
                ["new", "bad", installation.project, "--agent", "demo"] + words
            }
            try await installation.refused(
                ["new", "bad", "/nowhere/at/all", "--agent", "demo"], status: 64, saying: "/nowhere/at/all",
                "does not exist")
            try await installation.refused(
                ["new", "bad", file, "--agent", "demo"], status: 64, saying: "is not a folder")
            try await installation.refused(["new", "bad", "--agent", "nosuch"], status: 64, saying: "'nosuch'", "demo")
            try await installation.refused(
                ["new", "bad", "--agent", "codex"], status: 4, saying: "/nowhere/codex", "npm install -g @openai/codex")
            try await installation.refused(
                ["new", "bad", "--agent", "claude"], status: 4, saying: "PATH", "Install it:")
            try await installation.refused(
                new("--permission-mode", "nosuch"), status: 64, saying: "'nosuch'", "acceptEdits")
            try await installation.refused(
                ["set", "api", "mode", "nosuch"], status: 64, saying: "'nosuch'", "acceptEdits")
            try await installation.refused(["set", "api", "dir", "/nowhere"], status: 64, saying: "does not exist")
            try await installation.refused(["set", "api", "flags", "--", "--resume"], status: 4, saying: "--resume")
            try await installation.refused(["set", "api", "colour", "red"], status: 64, saying: "'colour'")
            try await installation.refused(new("--env", "NO"), status: 64, saying: "'NO'")
            try await installation.refused(new("--env", "1A=b"), status: 64, saying: "'1A'")
            try await installation.refused(new("--env", "CCMUX_SESSION=x"), status: 4, saying: "CCMUX_SESSION")
            try await installation.refused(new("--group", "a b"), status: 64, saying: "a b")
            try await installation.refused(new("--prompt", "bell \u{7}"), status: 64, saying: "U+0007")
            try await installation.refused(new("--nosuch"), status: 64, saying: "--nosuch")
            try await installation.refused(["new", "api", "--agent", "demo"], status: 4, saying: "'api'", "already")
            try await installation.refused(["register", "api", "--agent", "demo"], status: 4, saying: "already")
        }
    }

    @Test("A prefix is enough to look at a session, and to do nothing else")
    func prefixes() async throws {
        try await Installation.with { installation in
            try await installation.make("api")
            try await installation.make("app")
            #expect(try await installation.done("show", "api").contains("api"))
            #expect(try await installation.done("show", "app").contains("app"))
            for verb in ["show", "peek"] {
                try await installation.refused([verb, "ap"], status: 4, saying: "api", "app")
                try await installation.refused([verb, "nosuch"], status: 3, saying: "'nosuch'")
            }
            for words in [["stop"], ["rm", "--yes"], ["archive"], ["restart"], ["start"]] {
                try await installation.refused(words + ["ap"], status: 3, saying: "'ap'", "api")
            }
            try await installation.refused(["send", "ap", "x"], status: 3, saying: "'ap'", "api")
            try await installation.refused(["key", "ap", "x"], status: 3, saying: "'ap'")
            try await installation.refused(["set", "ap", "model", "x"], status: 3, saying: "'ap'")
            try await installation.refused(["rename", "ap", "x"], status: 3, saying: "'ap'")
            try await installation.refused(["rename", "api", "app"], status: 4, saying: "'app'")
            try await installation.refused(["rm", "api"], status: 4, saying: "--yes")
            try await installation.refused(["send", "api", ""], status: 64, saying: "empty")
            try await installation.refused(["lsit"], status: 64, saying: "'lsit'", "ccmux list")

            try await installation.done("rm", "--yes", "api", "app")
            try await installation.refused(["restart", "--all"], status: 3, saying: "session to restart", "ccmux new")
            try await installation.refused(["restart"], status: 64, saying: "--all")
            let empty = try await installation.ccmux("list")
            #expect(empty.output.isEmpty && empty.errors.contains("ccmux new"))
        }
    }
}
