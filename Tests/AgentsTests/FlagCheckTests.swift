import Model
import Testing

@testable import Agents

@Suite struct FlagCheckTests {
    private func refusal(_ kind: any AgentKind, _ capabilities: AgentCapabilities, _ flags: [String]) -> CcmuxError? {
        do throws(CcmuxError) {
            try kind.check(SessionSettings(directory: "/w", flags: flags), capabilities, Samples.context())
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        ["--resume"], ["--resume=x"], ["-r", "x"], ["-rx"], ["-r6f9619ff-8b86-4d01-b42d-00cf4fc964ff"], ["--continue"],
        ["-c"],
        ["--session-id", "x"], ["--session-id=x"], ["--fork-session"], ["--print"], ["-p"], ["-cp"], ["-cd"],
        ["--verbose", "--print"], ["-h"], ["--help"], ["--version"], ["-v"], ["--bg"], ["--background"], ["--worktree"],
        ["-w"], ["-wname"], ["--tmux=classic"], ["--teleport"], ["--from-pr", "1"], ["--no-session-persistence"],
        ["--cloud"],
        ["--desktop"],
    ])
    func `Claude's flags that end it, move it or undo the pinning are refused by name`(flags: [String]) throws {
        let error = try #require(refusal(ClaudeAgent(), Samples.new, flags))
        #expect(error.code == .refused)
        #expect(error.details?["flag"]?.string?.hasPrefix("-") == true)
        #expect(error.message.hasPrefix("claude's -"))
    }

    @Test(arguments: [
        [], ["--verbose"], ["--add-dir", "/x"], ["--append-system-prompt", "text"], ["--append-system-prompt=-p"],
        ["--resume-me-not"], ["--print-nothing=1"], ["-d"], ["-dpc"], ["-n", "x"], ["-ncp"], ["--settings", "{}"],
        ["-"],
        ["--chrome"],
    ])
    func `other flags of Claude's are let pass`(flags: [String]) {
        #expect(refusal(ClaudeAgent(), Samples.new, flags) == nil)
    }

    @Test(arguments: [["prompt"], ["mcp"], ["--verbose", "--"], ["--", "x"]])
    func `a prompt among the flags is refused, and where it belongs is said`(flags: [String]) throws {
        let kinds: [(any AgentKind, AgentCapabilities)] = [
            (ClaudeAgent(), Samples.new), (CodexAgent(), Samples.codex), (DemoAgentKind(), Samples.demo),
        ]
        for (kind, capabilities) in kinds {
            let error = try #require(refusal(kind, capabilities, flags))
            #expect(error.code == .invalid)
            #expect(error.advice == "Give a first prompt with --prompt TEXT.")
        }
    }

    @Test(arguments: [
        (["--cd", "/x"], true), (["-C", "/x"], true), (["-C/x"], true), (["-C=/x"], true), (["--cd=/x"], true),
        (["--last"], true), (["-h"], true), (["-V"], true), (["--worktree"], true),
        (["-c", "model=\"o3\""], false), (["-cC=1"], false), (["-mhV"], false), (["--search"], false),
        (["-s", "read-only"], false), (["--oss"], false),
    ])
    func `Codex's flags are judged likewise`(flags: [String], isRefused: Bool) {
        #expect(refusal(CodexAgent(), Samples.codex, flags)?.code == (isRefused ? .refused : nil))
    }

    @Test(
        arguments: [
            (["--resume"], CcmuxError.Code.refused), (["--session-id=x"], .refused), (["--nonsense"], .invalid),
            (["--model", "x"], nil), ([], nil),
        ] as [([String], CcmuxError.Code?)])
    func `the demo agent's flags are judged likewise`(flags: [String], code: CcmuxError.Code?) {
        #expect(refusal(DemoAgentKind(), Samples.demo, flags)?.code == code)
    }

    @Test(arguments: [
        // mode, 2.1.1, 2.1.139, 2.1.329
        ("acceptEdits", true, true, true), ("plan", true, true, true), ("dontAsk", true, true, true),
        ("bypassPermissions", true, true, true), ("default", true, true, true), ("manual", true, true, true),
        ("auto", false, true, true), ("delegate", true, false, false), ("Plan", false, false, false),
        ("nonsense", false, false, false),
    ])
    func `a permission mode is judged by the version's own list`(mode: String, old: Bool, middle: Bool, new: Bool) {
        for (capabilities, isAllowed) in [(Samples.old, old), (Samples.middle, middle), (Samples.new, new)] {
            let settings = SessionSettings(directory: "/w", permissionMode: mode)
            var code: CcmuxError.Code?
            do throws(CcmuxError) {
                try ClaudeAgent().check(settings, capabilities, Samples.context())
            } catch {
                code = error.code
            }
            #expect(code == (isAllowed ? nil : .invalid), "\(capabilities.version ?? "")")
        }
    }

    @Test(
        arguments: [
            // mode, flags, the session's and the inherited IS_SANDBOX, root, refused
            ("bypassPermissions", [], nil, nil, true, true), ("bypassPermissions", [], nil, nil, false, false),
            (nil, ["--dangerously-skip-permissions"], nil, nil, true, true),
            (nil, ["--allow-dangerously-skip-permissions"], nil, nil, true, true),
            (nil, ["--dangerously-skip-permissions"], "1", nil, true, false),
            ("bypassPermissions", [], nil, "1", true, false), ("bypassPermissions", [], "0", "1", true, true),
            (nil, ["--permission-mode", "bypassPermissions"], nil, nil, true, true),
            (nil, ["--permission-mode=bypassPermissions"], nil, nil, true, true),
            ("plan", [], nil, nil, true, false),
        ] as [(String?, [String], String?, String?, Bool, Bool)])
    func `root may not bypass permissions, but in a sandbox`(
        mode: String?, flags: [String], own: String?, inherited: String?, isRoot: Bool, isRefused: Bool
    ) throws {
        let settings = SessionSettings(
            directory: "/w", permissionMode: mode, flags: flags, environment: own.map { ["IS_SANDBOX": $0] } ?? [:])
        let context = Samples.context(environment: inherited.map { ["IS_SANDBOX": $0] } ?? [:], isRoot: isRoot)
        var code: CcmuxError.Code?
        do throws(CcmuxError) { try ClaudeAgent().check(settings, Samples.new, context) } catch { code = error.code }
        #expect(code == (isRefused ? .refused : nil))
    }

    @Test(arguments: ["/clear", "/", "/x y"])
    func `a slash command is no first prompt`(prompt: String) {
        #expect(throws: CcmuxError.self) { try ClaudeAgent().check(prompt: prompt) }
        #expect(throws: CcmuxError.self) { try CodexAgent().check(prompt: prompt) }
    }

    @Test(arguments: ["hello", "-x", "mcp", " /clear", "!ls", "a\nb"])
    func `any other text may be a first prompt`(prompt: String) throws {
        try ClaudeAgent().check(prompt: prompt)
        try CodexAgent().check(prompt: prompt)
    }
}
