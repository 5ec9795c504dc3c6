import ArgumentParser
import Model
import Testing

@testable import Commands

@Suite("set")
struct SettingChangeTests {
    /// The patch that `ccmux set api WORDS…` asks for.
    private func patch(_ words: String...) throws -> SessionPatch {
        let command = try #require(try RootCommand.parseAsRoot(["set", "api"] + words) as? SetCommand)
        return try command.patch(CommandContext())
    }

    @Test("Single values are set, and cleared by the empty string")
    func single() throws {
        #expect(try patch("model", "opus").model == "opus")
        #expect(try patch("model", "--unset").model == "")
        #expect(try patch("mode", "plan", "--restart").permissionMode == "plan")
        #expect(try patch("group", "g").group == "g")
        #expect(try patch("dir", "/a/./b/../c/").dir == "/a/c")
        #expect(try patch("rc", "off").remoteControl == .off)
        #expect(try patch("rc", "--unset").remoteControl == .asUser)
        var only = SessionPatch()
        only.model = "opus"
        #expect(try patch("model", "opus") == only)
    }

    @Test("Flags stand behind the terminator, even such as look like ours")
    func flags() throws {
        #expect(
            try patch("flags", "--", "--verbose", "--restart", "--json").flags == ["--verbose", "--restart", "--json"])
        #expect(try patch("flags", "--", "a", "--", "b").flags == ["a", "--", "b"])
        #expect(try patch("flags", "--unset").flags == [])
    }

    @Test("Variables are set, emptied and removed")
    func variables() throws {
        let mixed = try patch("env", "A=1", "B=", "C=x=y z", "-D", "--unset", "E")
        #expect(mixed.env == ["A": "1", "B": "", "C": "x=y z"])
        #expect(mixed.unsetEnv == ["D", "E"])
        let removed = try patch("env", "-DEBUG")
        #expect(removed.env == nil)
        #expect(removed.unsetEnv == ["DEBUG"])
    }

    @Test(
        "What cannot be meant is wrong usage",
        arguments: [
            ["model"], ["model", "a", "b"], ["model", ""], ["model", "a", "--unset"], ["dir", "--unset"], ["dir"],
            ["flags"], ["rc", "maybe"], ["env"], ["env", "A"], ["env", "-1X"], ["env", "A=1", "-A"], ["env", "ü=1"],
            ["colour", "red"],
        ])
    func wrong(_ words: [String]) throws {
        let command = try #require(try RootCommand.parseAsRoot(["set", "api"] + words) as? SetCommand)
        #expect {
            try command.patch(CommandContext())
        } throws: { error in
            (error as? CcmuxError)?.code == .invalid
        }
    }

    @Test("An unknown setting is answered with the nearest")
    func suggestion() {
        #expect {
            try SettingChange.patch("modle", values: ["x"], unset: false) { $0 }
        } throws: { error in
            (error as? CcmuxError)?.message.contains("'model'") == true
        }
    }

    @Test(
        "Paths become absolute by their letters alone",
        arguments: [
            ("/a/b", "/a/b"), (".", "/w/d"), ("x", "/w/d/x"), ("../x/", "/w/x"), ("~", "/h"), ("~/s//t", "/h/s/t"),
            ("../../../..", "/"), ("~u", "/w/d/~u"), ("/", "/"), ("a b/#(x)", "/w/d/a b/#(x)"),
        ])
    func paths(_ path: String, _ expected: String) throws {
        #expect(try PathResolution.absolute(path, workingDirectory: "/w/d", userHome: "/h") == expected)
    }

    @Test("Without HOME a ~ is refused, and so is nothing at all")
    func unknownHome() {
        for path in ["~", "~/x", ""] {
            #expect(throws: CcmuxError.self) {
                try PathResolution.absolute(path, workingDirectory: "/w", userHome: nil)
            }
        }
    }
}
