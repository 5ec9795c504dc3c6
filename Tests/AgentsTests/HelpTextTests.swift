import Testing

@testable import Agents

@Suite struct HelpTextTests {
    @Test(
        arguments: [
            // version, permission modes, flags that it knows, flags that it does not know
            (
                Samples.old, ["acceptEdits", "bypassPermissions", "default", "delegate", "dontAsk", "plan"],
                [
                    "--session-id", "--resume", "--settings", "--permission-mode", "--fork-session", "--model",
                    "--print",
                ],
                ["--name", "--remote-control", "--remote-control-session-name-prefix"]
            ),
            (
                Samples.middle, ["acceptEdits", "auto", "bypassPermissions", "default", "dontAsk", "plan"],
                ["--name", "--remote-control", "--remote-control-session-name-prefix", "--disallowed-tools"],
                ["--bg"]
            ),
            (
                Samples.new, ["acceptEdits", "auto", "bypassPermissions", "manual", "dontAsk", "plan"],
                [
                    "--bg", "--background", "--disallowedTools", "--disallowed-tools", "--name", "--remote-control",
                    "--remote-control-session-name-prefix", "--exclude-dynamic-system-prompt-sections", "--settings",
                ],
                ["--resume <session-id>", "--continue", "--system-prompt"]
            ),
            (
                Samples.codex, ["on-request", "never"], ["--config", "--model", "--sandbox", "--cd", "--no-daemon"],
                ["--session-id"]
            ),
        ] as [(AgentCapabilities, [String], [String], [String])])
    func `flags and permission modes are read off each version's help`(
        capabilities: AgentCapabilities, modes: [String], known: [String], unknown: [String]
    ) {
        #expect(capabilities.permissionModes == modes)
        for flag in known { #expect(capabilities.knows(flag), "\(flag)") }
        for flag in unknown { #expect(!capabilities.knows(flag), "\(flag)") }
    }

    @Test func `choices of another option are not taken for an option's own`() {
        let help = HelpText(HelpFixtures.claude329)
        #expect(help.choices(of: "--output-format") == ["text", "json", "stream-json"])
        #expect(help.choices(of: "--model") == [])
        #expect(help.choices(of: "--none") == [])
        #expect(
            HelpText(HelpFixtures.codex).choices(of: "-s") == ["read-only", "workspace-write", "danger-full-access"])
    }

    @Test(arguments: ["", "\n\n\n", "usage: x -a --bb", "  -", "  --", String(repeating: "  --x\n", count: 20_000)])
    func `a help that is none makes no trouble`(text: String) {
        #expect(HelpText(text).choices(of: "--permission-mode") == [])
    }

    @Test(
        arguments: [
            ("2.1.329 (Claude Code)\n", "2.1.329"), ("codex-cli 0.163.0\n", "0.163.0"), ("", nil), ("no version", nil),
            ("error 7: x\n", nil),
        ] as [(String, String?)])
    func `a version is the first word that looks like one`(output: String, version: String?) {
        #expect(AgentBinaries.version(output) == version)
    }
}
