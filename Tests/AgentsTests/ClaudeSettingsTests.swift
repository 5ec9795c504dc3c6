import Foundation
import Model
import TestSupport
import Testing

@testable import Agents

@Suite struct ClaudeSettingsTests {
    private func merged(_ flags: [String], directory: String = "/w", ours: JSONValue) throws -> JSONValue {
        let text = try ClaudeSettings.merged(userFlags: flags, directory: directory, ours: ours)
        return try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
    }

    private static let ours: JSONValue = .object([
        "hooks": .object(["Stop": .array(["ours"]), "SessionEnd": .array(["ours"])]), "x": "ours",
    ])

    @Test func `each event gets one short hook that cannot fail, whatever the path of ccmux`() throws {
        let settings = ClaudeSettings.hooks(command: "/opt/it's/ccmux", events: ClaudeSettings.everyEvent)
        guard case .object(let events) = settings["hooks"] else {
            Issue.record("\(settings)")
            return
        }
        #expect(Set(events.keys) == Set(ClaudeSettings.everyEvent))
        for (event, value) in events {
            guard case .array(let entries) = value, case .array(let hooks) = entries.first?["hooks"] else {
                Issue.record("\(value)")
                continue
            }
            #expect(entries.count == 1 && hooks.count == 1)
            #expect(hooks.first?["type"] == "command")
            // It waits while the dialog is open.
            let waits = event == "PermissionRequest"
            let words = waits ? "hook permission" : "hook"
            #expect(hooks.first?["command"] == .string(#"'/opt/it'\''s/ccmux' \#(words) 2>/dev/null || true"#))
            #expect(hooks.first?["timeout"] == (waits ? 2_000_000 : 5))
        }
    }

    @Test(
        arguments: [
            (nil, []), ("", []), ("dev", []), ("1.0.128", []), ("2.1.0 (Claude Code)", []),
            ("2.1.1 (Claude Code)", ["PermissionRequest"]), ("2.1.80", ["PermissionRequest"]),
            ("2.1.81 (Claude Code)", ["PermissionRequest", "StopFailure"]),
            ("2.2.0-beta.1", ["PermissionRequest", "StopFailure"]), ("10.0.0", ["PermissionRequest", "StopFailure"]),
            ("99999999999999999999.1", []),
        ] as [(String?, [String])])
    func `a version gets no hook whose name it may not know`(version: String?, more: [String]) {
        let base = [
            "SessionStart", "UserPromptSubmit", "PreToolUse", "Notification", "Stop", "SubagentStop", "PreCompact",
            "SessionEnd",
        ]
        #expect(ClaudeSettings.events(for: version) == base + more)
    }

    @Test func `where a dialog tells of itself, notifications are only asked for what it does not tell`() {
        func matcher(_ version: String?) -> JSONValue? {
            let settings = ClaudeSettings.hooks(command: "c", events: ClaudeSettings.events(for: version))
            guard case .array(let entries) = settings["hooks"]?["Notification"] else { return nil }
            return entries.first?["matcher"]
        }
        #expect(matcher(nil) == nil)
        #expect(matcher("2.1.1") == "elicitation_dialog")
    }

    @Test func `without the user's own there are only ours`() throws {
        #expect(try merged(["--verbose"], ours: Self.ours) == Self.ours)
    }

    @Test(arguments: [
        ["--settings", #"{"hooks":{"Stop":["theirs"]},"x":"theirs","y":[1]}"#],
        ["--verbose", #"--settings= {"hooks":{"Stop":["theirs"]},"x":"theirs","y":[1]}"#],
        ["--settings", "{\"z\":1}", "--settings", #"{"hooks":{"Stop":["theirs"]},"x":"theirs","y":[1]}"#],
    ])
    func `the user's are merged in: hooks run beside each other, of two values theirs counts`(flags: [String]) throws {
        #expect(
            try merged(flags, ours: Self.ours)
                == .object([
                    "hooks": .object(["Stop": .array(["theirs", "ours"]), "SessionEnd": .array(["ours"])]),
                    "x": "theirs", "y": .array([1]),
                ]))
    }

    @Test func `a file of the user's is read from the session's directory`() throws {
        let folder = try TemporaryFolder()
        try folder.write("s.json", #"{"y":1}"#)
        for name in ["s.json", "./s.json", folder / "s.json"] {
            #expect(try merged(["--settings", name], directory: folder.path, ours: .object([:])) == .object(["y": 1]))
        }
        try folder.write("bad.json", "[1]")
        #expect(throws: CcmuxError.self) {
            try merged(["--settings", "bad.json"], directory: folder.path, ours: Self.ours)
        }
    }

    @Test(arguments: ["/no/such/file", "{", "{]", "none.json", "/dev/zero", ""])
    func `what cannot be read is refused before the launch`(value: String) {
        let settings = SessionSettings(directory: "/", flags: ["--settings", value])
        #expect(throws: CcmuxError.self) { try ClaudeAgent().check(settings, Samples.new, Samples.context()) }
    }

    @Test(arguments: [
        ([], []), (["--settings", "a"], []), (["--a", "--settings=x", "--b"], ["--a", "--b"]),
        (["--settings"], []), (["--settings", "--a", "--b"], ["--b"]), (["--settings-x"], ["--settings-x"]),
    ])
    func `the user's flag itself is taken out`(flags: [String], rest: [String]) {
        #expect(ClaudeSettings.withoutSettings(flags) == rest)
    }

    @Test func `remote control can be switched off for a session`() {
        #expect(
            ClaudeSettings.withoutRemoteControl(.object(["a": 1]))
                == .object(["a": 1, "remoteControlAtStartup": false]))
    }
}
