import Model
import Runner
import TestSupport
import Testing

@testable import Agents

@Suite struct RecipeTests {
    private static let begin = ["--settings", "S", "--session-id", "{conversation}"]
    private static let resume = ["--settings", "S", "--resume", "{conversation}"]

    private func claude(
        _ record: SessionRecord, _ capabilities: AgentCapabilities, _ context: LaunchContext = Samples.context()
    ) -> (begin: [String], resume: [String]) {
        let recipe = ClaudeAgent().recipe(for: record, capabilities, context)
        return (Samples.withoutSettings(recipe.begin).arguments, Samples.withoutSettings(recipe.resume).arguments)
    }

    @Test func `an old Claude gets what it knows`() throws {
        let lines = claude(try Samples.record(), Samples.old)
        #expect(lines.begin == ["/bin/agent"] + Self.begin)
        #expect(lines.resume == ["/bin/agent"] + Self.resume)
    }

    @Test func `a new Claude gets the session's name and the prefix for remote control`() throws {
        let common = ["/bin/agent", "--name", "api", "--remote-control-session-name-prefix", "local"]
        for capabilities in [Samples.middle, Samples.new] {
            let lines = claude(try Samples.record(), capabilities)
            #expect(lines.begin == common + Self.begin)
            #expect(lines.resume == common + Self.resume)
        }
    }

    @Test func `the settings are handed on, and the user's flags come last before the conversation`() throws {
        let record = try Samples.record(
            model: "opus", mode: "plan", flags: ["--verbose", "--settings", "{}", "--add-dir", "/x y"],
            remoteControl: .on)
        #expect(
            claude(record, Samples.new).begin == [
                "/bin/agent", "--name", "api", "--model", "opus", "--permission-mode", "plan", "--remote-control",
                "local-api", "--settings", "S", "--verbose", "--add-dir", "/x y", "--session-id", "{conversation}",
            ])
    }

    @Test(arguments: [
        ("default", "default", "default", "manual"), ("manual", "default", "default", "manual"),
        ("plan", "plan", "plan", "plan"),
    ])
    func `a mode is spelled as the version does`(mode: String, old: String, middle: String, new: String) throws {
        for (capabilities, spelling) in [(Samples.old, old), (Samples.middle, middle), (Samples.new, new)] {
            let arguments = claude(try Samples.record(mode: mode), capabilities).begin
            let index = try #require(arguments.firstIndex(of: "--permission-mode"))
            #expect(arguments[index + 1] == spelling)
        }
    }

    @Test(arguments: [
        // the session's choice, the configuration's, arguments, switched off in the settings
        (RemoteControl.on, RemoteControl.off, ["--remote-control", "local-api"], false),
        (.off, .on, [], true),
        (.asUser, .on, ["--remote-control", "local-api"], false),
        (.asUser, .off, [], true),
        (.asUser, .asUser, ["--remote-control-session-name-prefix", "local"], false),
    ])
    func `remote control is the session's choice, then the configuration's, then the user's`(
        own: RemoteControl, configured: RemoteControl, arguments: [String], isOff: Bool
    ) throws {
        let recipe = ClaudeAgent().recipe(
            for: try Samples.record(remoteControl: own), Samples.new, Samples.context(remoteControl: configured))
        let (begin, settings) = Samples.withoutSettings(recipe.begin)
        #expect(begin == ["/bin/agent", "--name", "api"] + arguments + Self.begin)
        #expect(settings?.contains(#""remoteControlAtStartup":false"#) == isOff)
        let old = claude(
            try Samples.record(remoteControl: own), Samples.old, Samples.context(remoteControl: configured))
        #expect(old.begin == ["/bin/agent"] + Self.begin)
    }

    @Test(arguments: [
        ("fix it", "fix it"), ("-x", "-x"), ("mcp", "mcp "), ("auto-mode", "auto-mode "), ("two\nlines", "two\nlines"),
        ("Doctor", "Doctor"), ("v2", "v2"), ("{conversation}", "{conversation}"),
    ])
    func `a first prompt stands behind two dashes, and is no subcommand`(prompt: String, argument: String) throws {
        let lines = claude(try Samples.record(prompt: prompt), Samples.old)
        #expect(lines.begin == ["/bin/agent"] + Self.begin + ["--", argument])
        #expect(lines.resume == ["/bin/agent"] + Self.resume)
    }

    @Test(arguments: [
        ([:], "/home/a/.claude/projects"), (["CLAUDE_CONFIG_DIR": "/c/"], "/c/projects"),
        (["CLAUDE_CONFIG_DIR": "c"], "/nowhere/work/c/projects"),
        (["CLAUDE_CONFIG_DIR": ""], "/home/a/.claude/projects"),
    ])
    func `Claude's transcript lies where its environment says`(environment: [String: String], folder: String) throws {
        let recipe = ClaudeAgent().recipe(
            for: try Samples.record(), Samples.new, Samples.context(environment: environment))
        #expect(recipe.evidence?.path == "\(folder)/-nowhere-work/{conversation}.jsonl")
        #expect(recipe.discovery == nil)
    }

    @Test func `a directory is known by its real path`() throws {
        let folder = try TemporaryFolder()
        try folder.link("link", to: folder.path)
        let record = try Samples.record(directory: folder / "link")
        let recipe = ClaudeAgent().recipe(for: record, Samples.new, Samples.context())
        let name = ClaudeProjectFolder.name(for: folder.path)
        #expect(recipe.evidence?.path == "/home/a/.claude/projects/\(name)/{conversation}.jsonl")
    }

    @Test func `Codex runs alone, in the session's directory, and is found by its rollout`() throws {
        let record = try Samples.record(
            agent: "codex", directory: "/nowhere/\"wörk\"", model: "o3", mode: "never", flags: ["--search"],
            prompt: "-x")
        let recipe = CodexAgent().recipe(for: record, Samples.codex, Samples.context())
        let options = [
            "--cd", "/nowhere/\"wörk\"", "--no-daemon", "--model", "o3", "--ask-for-approval", "never", "--search",
        ]
        #expect(recipe.begin == ["/bin/agent"] + options + ["--", "-x"])
        #expect(recipe.resume == ["/bin/agent", "resume"] + options + ["{conversation}"])
        #expect(recipe.evidence == nil)
        #expect(recipe.discovery?.root == "/home/a/.codex/sessions")
        #expect(recipe.discovery?.firstLineContains == #""cwd":"/nowhere/\"wörk\"""#)
    }

    @Test func `an older Codex is not told of a daemon`() throws {
        let capabilities = AgentCapabilities(version: nil, flags: [], permissionModes: [])
        let context = Samples.context(environment: ["CODEX_HOME": "/c"])
        let recipe = CodexAgent().recipe(for: try Samples.record(agent: "codex"), capabilities, context)
        #expect(recipe.begin == ["/bin/agent", "--cd", "/nowhere/work"])
        #expect(recipe.discovery?.root == "/c/sessions")
    }

    @Test func `the demo agent is ccmux itself`() throws {
        let record = try Samples.record(agent: "demo", model: "m", mode: "plan", prompt: "hi")
        let context = Samples.context(environment: ["CCMUX_DEMO_HOME": "/d"])
        let recipe = DemoAgentKind().recipe(for: record, Samples.demo, context)
        let common = ["/bin/agent", "_demo", "--name", "api", "--model", "m", "--permission-mode", "plan"]
        #expect(Samples.withoutSettings(recipe.begin).arguments == common + Self.begin + ["--", "hi"])
        #expect(Samples.withoutSettings(recipe.resume).arguments == common + Self.resume)
        #expect(recipe.evidence?.path == "/d/projects/-nowhere-work/{conversation}.jsonl")
    }

    @Test func `the demo agent's folders have Claude's dashes, and the whole name`() throws {
        let directory = "/nowhere/u\u{308}\u{1F600}" + String(repeating: "x", count: 200)
        let recipe = DemoAgentKind().recipe(
            for: try Samples.record(agent: "demo", directory: directory), Samples.demo, Samples.context())
        let name = "-nowhere-u---" + String(repeating: "x", count: 200)
        #expect(recipe.evidence?.path == "/home/a/.ccmux/demo/projects/\(name)/{conversation}.jsonl")
    }

    @Test func `the shipped kinds are found by name, another is refused with the list of them`() throws {
        let catalog = AgentCatalog()
        #expect(try catalog.required("codex").command == "codex")
        let error = #expect(throws: CcmuxError.self) { try catalog.required("Claude") }
        #expect(error?.code == .invalid)
        #expect(error?.advice == "Use one of: claude, codex, demo.")
    }
}
