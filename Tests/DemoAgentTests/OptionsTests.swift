import Model
import Testing

@testable import DemoAgent

@Suite struct OptionsTests {
    static let uuid = "0b5e0f3a-1111-4222-8333-444455556666"

    static let good: [(arguments: [String], options: Options)] = [
        ([], Options()),
        (["--session-id", uuid.uppercased(), "hello"], Options(conversation: .new(uuid), prompt: "hello")),
        (["--resume=" + uuid], Options(conversation: .resume(uuid))),
        (
            ["--name", "api", "--model", "m", "--permission-mode", "plan", "--settings", "{}"],
            Options(name: "api", model: "m", mode: .plan, settings: "{}")
        ),
        (["--", "--help"], Options(prompt: "--help")),
        (["--settings", "{}", "--settings", "x"], Options(settings: "x")),
    ]

    @Test("Flags are read", arguments: good)
    func reads(arguments: [String], options: Options) {
        #expect(Options.parse(arguments) == .success(.run(options)))
    }

    @Test(
        "What is wrong is named",
        arguments: [
            (["--x"], "error: unknown option '--x'"),
            (["-c"], "error: unknown option '-c'"),
            (["--x=y"], "error: unknown option '--x'"),
            (["--model"], "error: option '--model' argument missing"),
            (["--session-id", "../x"], "error: Invalid session ID. Must be a valid UUID."),
            (["--session-id", uuid, "--resume", uuid], "error: --session-id cannot be used with --resume"),
            (["a", "b"], "error: too many arguments: one prompt is expected"),
            (
                ["--permission-mode", "yolo"],
                "error: option '--permission-mode <mode>' argument 'yolo' is invalid. "
                    + "Allowed choices are default, acceptEdits, plan, bypassPermissions."
            ),
        ])
    func refuses(arguments: [String], message: String) {
        #expect(Options.parse(arguments) == .failure(Options.Problem(message: message)))
    }

    @Test func helpNamesEveryFlagThatIsUnderstood() {
        for flag in ["--session-id", "--resume", "--name", "--model", "--permission-mode", "--settings"] {
            #expect(Options.help.contains("  \(flag) <"))
        }
        #expect(Options.parse(["--help"]) == .success(.help))
    }

    @Test(
        "Folders are named as Claude names them",
        arguments: [
            ("/home/a.b/c_d", "-home-a-b-c-d"), ("/é", "--"), ("/🙂x", "---x"),
        ])
    func folders(path: String, name: String) {
        #expect(Locations.folder(for: path) == name)
    }

    @Test(
        "The home is found",
        arguments: [
            (["CCMUX_DEMO_HOME": "/x", "CCMUX_HOME": "/y", "HOME": "/z"], "/x"),
            (["CCMUX_DEMO_HOME": "", "CCMUX_HOME": "/y", "HOME": "/z"], "/y/demo"),
            (["HOME": "/z"], "/z/.ccmux/demo"),
            (["CCMUX_DEMO_HOME": "rel"], "/cwd/rel"),
        ])
    func home(environment: [String: String], home: String) {
        #expect(Locations(environment: environment, directory: "/cwd").home == home)
    }

    @Test func hooksOfTheSettingsAreChosenByEventAndMatcher() throws {
        let text = #"""
            {"hooks":{"PreToolUse":[{"matcher":"Edit|Bash","hooks":[{"type":"command","command":"a","timeout":2}]},
            {"matcher":"Edit","hooks":[{"type":"command","command":"b"}]},{"hooks":[{"type":"prompt"}]}],
            "Stop":[{"hooks":[{"type":"command","command":"c"}]}],"Other":3}}
            """#
        let settings = try #require(Settings(json: Array(text.utf8)))
        let call = ToolCall(id: "t", kind: .shell("ls"))
        #expect(settings.hooks(for: .toolUse(call)).map(\.command) == ["a"])
        #expect(settings.hooks(for: .stop(lastMessage: "", isActive: false, background: false)).map(\.timeout) == [5])
        #expect(settings.hooks(for: .permissionRequest(call)) == [])
        #expect(Settings(json: Array("[]".utf8)) == nil)
        #expect(Settings(json: Array(#"{"disableAllHooks":true,"hooks":{}}"#.utf8)) == Settings())
    }
}
