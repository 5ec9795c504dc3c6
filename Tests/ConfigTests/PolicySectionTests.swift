import Model
import Testing

@testable import Config

struct PolicySectionTests {
    private func parse(_ text: String) throws(CcmuxError) -> Configuration {
        try Configuration.parse(Array(text.utf8), name: "config.toml")
    }

    @Test func `policies are read for everyone, for groups and for sessions`() throws {
        let found = try parse(
            """
            [policy]
            approve = ["Read", "Bash(git status*)"]
            trust = true
            [policy.groups.back-end]
            approve = []
            resumePicker = "ask"
            [policy.sessions.api]
            confirm = true
            trust = false
            interrupted = "go on"
            """)
        var expected = PolicySettings()
        expected.everyone.approve = ["Read", "Bash(git status*)"]
        expected.everyone.trust = true
        expected.groups["back-end"] = PolicyRules()
        expected.groups["back-end"]?.approve = []
        expected.groups["back-end"]?.resumePicker = .ask
        expected.sessions["api"] = PolicyRules()
        expected.sessions["api"]?.confirm = true
        expected.sessions["api"]?.trust = false
        expected.sessions["api"]?.interrupted = "go on"
        #expect(found.policy == expected)
        #expect(
            ConfigurationKey.special(in: found).map(\.name) == [
                "policy.groups.back-end.approve", "policy.groups.back-end.resumePicker",
                "policy.sessions.api.confirm", "policy.sessions.api.interrupted", "policy.sessions.api.trust",
            ])
    }

    @Test(arguments: [
        "[policy.groups]\na.b.approve = []", "[policy.group.a]\napprove = []", "[policy.groups.'a b']\napprove = []",
        "[policy.sessions.a]\naprove = []", "[policy.sessions]\na = 1", "policy.groups = 3",
        "[policy]\napprove = \"Read\"", "[policy]\napprove = [\"Bash(\"]", "[policy]\napprove = [\"*\"]",
        "[policy]\napprove = [1]", "[policy]\nresumePicker = \"all\"", "[policy]\ntrust = 1",
        "[[policy.groups.a]]\ntrust = true", "[policy.sessions.a.b]\ntrust = true",
    ])
    func `what is no policy is refused with its line`(text: String) {
        let error = failure { () throws(CcmuxError) in try parse(text) }
        #expect(error?.code == .configuration)
    }

    @Test func `a session's policy is set and unset by its name, and comments stay`() throws {
        let folder = try ConfigFolder()
        try folder.write("# mine\n[policy]\ntrust = true # yes\n")
        var document = try ConfigurationDocument(path: folder.file)
        try document.set("policy.sessions.api.approve", value: "Read, Bash(git log a,b)")
        try document.set("policy.groups.g.trust", value: "false")
        try document.save()
        let found = try Configuration.load(path: folder.file)
        #expect(found.policy.sessions["api"]?.approve == ["Read", "Bash(git log a,b)"])
        #expect(found.policy.groups["g"]?.trust == false)
        #expect(found.policy.everyone.trust == true)
        #expect(try folder.read().contains("# mine\n[policy]\ntrust = true # yes\n"))
        #expect(try document.get("policy.sessions.api.approve") == "Read, Bash(git log a,b)")
        #expect(try document.unset("policy.sessions.api.approve"))
        try document.save()
        #expect(try Configuration.load(path: folder.file).policy.sessions["api"]?.approve == nil)
    }
}
