import ArgumentParser
import Model
import Testing

@testable import Commands

@Suite("Arguments")
struct ArgumentTests {
    private func parse<Command: ParsableCommand>(_ words: [String], as type: Command.Type) throws -> Command {
        try #require(try RootCommand.parseAsRoot(words) as? Command)
    }

    @Test("new: everything reaches the request; flags stand behind the terminator")
    func new() throws {
        let command = try parse(
            [
                "new", "api", "/srv/api", "--agent", "codex", "--model", "m", "--permission-mode", "plan", "--group",
                "g",
                "--env", "A=1", "--env", "B=x=y", "--env", "C=", "--rc", "off", "--prompt", "go", "--no-start", "--",
                "--verbose", "-x", "--json",
            ], as: NewCommand.self)
        var expected = NewSessionRequest(name: "api", dir: "/srv/api")
        expected.agent = "codex"
        expected.model = "m"
        expected.permissionMode = "plan"
        expected.group = "g"
        expected.env = ["A": "1", "B": "x=y", "C": ""]
        expected.remoteControl = .off
        expected.prompt = "go"
        expected.start = false
        expected.flags = ["--verbose", "-x", "--json"]
        #expect(try command.request(CommandContext()) == expected)
        #expect(!command.output.json)
    }

    @Test("new: without a directory it is the current one; flags may follow the name at once")
    func newDefaults() throws {
        let request = try parse(["new", "api", "--", "-v"], as: NewCommand.self).request(CommandContext())
        #expect(request.dir == (try CommandContext().absolute(".")))
        #expect(request.dir.hasPrefix("/"))
        #expect(request.flags == ["-v"])
        #expect(request.start == nil && request.agent == nil && request.env == nil)
    }

    @Test(
        "new: bad names, variables and choices are wrong usage",
        arguments: [
            ["new", "a.b"], ["new", "-"], ["new", "ü"], ["new", ""], ["new", "a", "."] + ["--env", "A"],
            ["new", "a", "--env", "1A=x"], ["new", "a", "--env", "=x"], ["new", "a", "--rc", "maybe"],
            ["new", "a", ""],
        ])
    func newWrong(_ words: [String]) throws {
        let command = try parse(words, as: NewCommand.self)
        #expect {
            try command.request(CommandContext())
        } throws: { error in
            (error as? CcmuxError)?.code == .invalid
        }
    }

    @Test("exec: the words behind the terminator are one prompt")
    func exec() throws {
        let command = try parse(
            ["exec", "fix", "--dir", "/tmp/../srv", "--", "do", "--it", "now"], as: ExecCommand.self)
        let request = try command.request(CommandContext())
        #expect(request.prompt == "do --it now")
        #expect(request.dir == "/srv")
    }

    @Test(
        "Wrong usage exits with 64",
        arguments: [
            ["new"], ["list", "extra"], ["restart"], ["restart", "--all", "api"], ["peek", "a", "-n", "0"],
            ["peek", "a", "-n", "x"], ["events", "--since", "x"], ["events", "-n", "0"], ["set", "api"], ["rm"],
            ["daemon", "jump"], ["wait"], ["wait", "a", "--for", "waiting"], ["wait", "a", "--for", "idle,"],
            ["wait", "a", "--timeout", "-1"], ["wait", "a", "--timeout", "nan"], ["list", "--state", "busy"],
            ["read"], ["explain"], ["explain", "a", "b"], ["read-screen", "f"], ["read-screen", "--agent", "claude"],
            ["read-screen", "f", "--agent", "claude", "--width", "0"], ["report-misread", "a"],
            ["report-misread", "a", "--is", "idle,working"], ["report-misread", "a", "--is", "odd"], ["status", "a"],
            ["config", "get"], ["show"], ["completions"], ["list", "--nosuch"],
        ])
    func usage(_ words: [String]) {
        do {
            _ = try RootCommand.parseAsRoot(words)
            Issue.record("\(words) was accepted")
        } catch {
            #expect(RootCommand.exitCode(for: error).rawValue == 64)
        }
    }

    @Test("States are taken in either case, several with commas; a slip leads to the state that was meant")
    func states() throws {
        #expect(try StateNames.parse("idle", option: "--for") == [.idle])
        #expect(try StateNames.parse("Working,compacting", option: "--for") == [.working, .compacting])
        #expect {
            try StateNames.parse("permision", option: "--for")
        } throws: { error in
            "\(error)".contains("--for: there is no state 'permision'; did you mean 'permission'?")
        }
        for name in StateNames.all {
            #expect(try StateNames.parse(name, option: "") == [AgentState(rawValue: name)])
        }
    }

    @Test("list: what is asked for is what is shown")
    func filters() throws {
        let sessions = [
            try Samples.session("a", state: "permission", group: "g"), try Samples.session("b", state: "limited"),
            try Samples.session("c", state: "idle", group: "g"), try Samples.session("d", state: "error"),
            try Samples.session("e", state: "unknown", process: .backoff),
        ]
        func names(_ words: String...) throws -> [String] {
            let command = try parse(["list"] + words, as: ListCommand.self)
            let states = try command.state.map { try StateNames.parse($0, option: "--state") }
            return sessions.filter { command.isWanted($0, states) }.map(\.name.text)
        }
        #expect(try names() == ["a", "b", "c", "d", "e"])
        #expect(try names("--needs") == ["a", "d", "e"])
        #expect(try names("--needs", "--group", "g") == ["a"])
        #expect(try names("--state", "idle,limited") == ["b", "c"])
        #expect(try names("--state", "crashed") == ["e"])
    }

    @Test("read-screen: the daemon's program is asked the same, and no file looks like an option there")
    func readScreen() throws {
        let plain = try parse(["read-screen", "-", "--agent", "claude"], as: ReadScreenCommand.self)
        #expect(plain.arguments == ["read-screen", "-", "--agent", "claude"])
        let all = try parse(
            ["read-screen", "--agent", "codex", "--title", "--x", "--width", "80", "--json", "--", "-odd.ansi"],
            as: ReadScreenCommand.self)
        #expect(
            all.arguments == [
                "read-screen", "./-odd.ansi", "--agent", "codex", "--title", "--x", "--width", "80", "--json",
            ])
    }

    @Test("Every command has --json and an example in its help")
    func help() throws {
        func check(_ type: any ParsableCommand.Type, _ path: [String]) {
            let subcommands = type.configuration.subcommands
            let help = type.helpMessage()
            if subcommands.isEmpty, path != ["daemon", "run"] { #expect(help.contains("--json"), "\(path)") }
            if type.configuration.shouldDisplay { #expect(help.contains("EXAMPLES:"), "\(path)") }
            for item in subcommands { check(item, path + [item._commandName]) }
        }
        for command in RootCommand.configuration.subcommands { check(command, [command._commandName]) }
    }

    @Test("The commands are those that the help promises")
    func names() {
        #expect(
            Set(RootCommand.shownCommandNames) == [
                "new", "fork", "external", "adopt", "worktree", "isolate", "list", "show", "set", "attach", "peek",
                "answer",
                "approvals", "send", "outbox", "limits", "search", "usage",
                "key",
                "stop", "start", "archive", "restart", "hibernate", "wake",
                "exec", "register", "rm", "rename", "events", "doctor", "config", "demo", "completions", "version",
                "daemon", "service", "install-service", "uninstall-service", "update", "status", "explain", "wait",
                "read",
                "read-screen", "report-misread",
                "transcript", "export",
            ])
        #expect(RootCommand.commandNames.contains("ls"))
    }

    @Test(
        "A slip leads to the command that was meant",
        arguments: [
            ("lst", "list"), ("lsit", "list"), ("hsow", "show"), ("atach", "attach"), ("att", "attach"),
            ("stpo", "stop"),
            ("restrat", "restart"), ("versoin", "version"), ("comp", "completions"), ("NEW", "new"),
        ])
    func slips(_ word: String, _ meant: String) {
        #expect(NearestWord.find(word, among: RootCommand.shownCommandNames) == meant)
    }

    @Test(
        "What resembles nothing leads nowhere", arguments: ["", "banana", "zzz", String(repeating: "l", count: 5000)])
    func noSlip(_ word: String) {
        #expect(NearestWord.find(word, among: RootCommand.shownCommandNames) == nil)
    }
}
