import Model
import TestSupport
import Testing

@testable import Agents

@Suite struct EnvironmentRecipeTests {
    private let utf8 = ["LANG": "de_DE.UTF-8"]

    private func decide(
        _ login: [String: String], config: [String: String] = [:], session: [String: String] = [:],
        kind: any AgentKind = ClaudeAgent(), home: String = "/nowhere"
    ) -> EnvironmentRecipe.Result {
        EnvironmentRecipe.decide(
            login: login.merging(utf8) { given, _ in given }, config: config, session: session, kind: kind, home: home)
    }

    @Test(arguments: [
        "TMUX", "TMUX_PANE", "TERM", "TERM_PROGRAM", "COLUMNS", "LINES", "PWD", "OLDPWD", "SHLVL", "_", "STY",
        "NOTIFY_SOCKET", "WATCHDOG_USEC", "LISTEN_FDS", "INVOCATION_ID", "PS1", "BASH_ENV", "BASH_FUNC_x%%",
        "CCMUX_SESSION_ID",
        "CCMUX_NONCE", "CCMUX_HOME", "CLAUDECODE", "CLAUDE_CODE_CHILD_SESSION", "CLAUDE_CODE_SESSION_ID",
        "CLAUDE_CODE_SSE_PORT",
        "CLAUDE_CODE_ENTRYPOINT", "CLAUDE_CODE_MESSAGING_TOKEN", "CLAUDE_PID", "CLAUDE_PROJECT_DIR", "AI_AGENT",
    ])
    func `what belongs to another process is dropped, unless it is given to the session itself`(name: String) {
        let result = decide([name: "x", "A": "1"])
        #expect(result.variables == utf8.merging(["A": "1"]) { $1 })
        #expect(result.dropped == [name])
        #expect(decide([name: "x"], session: [name: "own"]).variables[name] == "own")
        #expect(decide([name: "x"], config: [name: "own"]).sources[name] == "config")
    }

    @Test(arguments: [
        "PATH", "HOME", "SSH_AUTH_SOCK", "EDITOR", "CLAUDE_CONFIG_DIR", "CLAUDE_CODE_USE_BEDROCK",
        "CLAUDE_CODE_OAUTH_TOKEN",
        "ANTHROPIC_BASE_URL", "ANTHROPIC_API_KEY", "AWS_PROFILE", "NVM_DIR", "GIT_EDITOR",
    ])
    func `what is the user's own is kept`(name: String) {
        #expect(decide([name: "x"]).variables[name] == "x")
        #expect(decide([name: "x"]).dropped == [])
    }

    @Test func `the session's come before the configuration's, and those before the login shell's`() {
        let result = decide(["A": "1", "B": "1", "C": "1"], config: ["B": "2", "C": "2"], session: ["C": "3"])
        #expect(result.variables == utf8.merging(["A": "1", "B": "2", "C": "3"]) { $1 })
        #expect(result.sources == ["A": "login", "B": "config", "C": "session", "LANG": "login"])
    }

    @Test(arguments: [
        // what the login shell has, what the agent gets
        ([:], ["LANG": "C.UTF-8"]),
        (["LANG": "C"], ["LANG": "C.UTF-8"]),
        (["LANG": "de_DE.utf8"], ["LANG": "de_DE.utf8"]),
        (["LANG": "de_DE.UTF-8", "LC_ALL": "C"], ["LANG": "C.UTF-8"]),
        (["LANG": "C", "LC_CTYPE": "en_US.UTF-8"], ["LANG": "C", "LC_CTYPE": "en_US.UTF-8"]),
        (["LANG": "", "LC_ALL": ""], ["LANG": "C.UTF-8"]),
    ])
    func `an agent always reads and writes UTF-8`(login: [String: String], expected: [String: String]) {
        let result = EnvironmentRecipe.decide(
            login: login, config: [:], session: [:], kind: ClaudeAgent(), home: "/nowhere")
        #expect(result.variables == expected)
    }

    @Test func `a locale that was asked for is not overruled`() {
        let result = EnvironmentRecipe.decide(
            login: [:], config: [:], session: ["LC_ALL": "POSIX"], kind: ClaudeAgent(), home: "/nowhere")
        #expect(result.variables["LC_ALL"] == "POSIX")
    }

    @Test func `a key in the environment does not replace a subscription`() throws {
        let folder = try TemporaryFolder()
        #expect(decide(["ANTHROPIC_API_KEY": "k"], home: folder.path).variables["ANTHROPIC_API_KEY"] == "k")
        try folder.write(".claude.json", #"{"oauthAccount":null}"#)
        #expect(decide(["ANTHROPIC_API_KEY": "k"], home: folder.path).variables["ANTHROPIC_API_KEY"] == "k")
        try folder.write(".claude.json", #"{"oauthAccount":{"emailAddress":"a@b"}}"#)
        #expect(decide(["ANTHROPIC_API_KEY": "k"], home: folder.path).dropped == ["ANTHROPIC_API_KEY"])
        let own = decide([:], session: ["ANTHROPIC_API_KEY": "k"], home: folder.path)
        #expect(own.variables["ANTHROPIC_API_KEY"] == "k")
        try folder.write(".claude.json", "garbage")
        try folder.write("config/.credentials.json", #"{"claudeAiOauth":{"accessToken":"t"}}"#)
        let moved = decide(["ANTHROPIC_API_KEY": "k", "CLAUDE_CONFIG_DIR": folder / "config"], home: folder.path)
        #expect(moved.dropped == ["ANTHROPIC_API_KEY"])
    }

    @Test func `an empty CLAUDE_CONFIG_DIR, and Claude's own idea of an editor, are dropped`() {
        #expect(
            decide(["CLAUDE_CONFIG_DIR": "", "GIT_EDITOR": "true"]).dropped == ["CLAUDE_CONFIG_DIR", "GIT_EDITOR"])
    }

    @Test func `another kind keeps what is none of its business`() {
        #expect(decide(["CLAUDE_EFFORT": "x"], kind: CodexAgent()).variables["CLAUDE_EFFORT"] == "x")
    }
}
