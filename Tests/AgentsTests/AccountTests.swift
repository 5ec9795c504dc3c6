import Agents
import Foundation
import Model
import Platform
import TestSupport
import Testing

/// Whose limits an agent has.
@Suite struct AccountTests {
    private let files = AccountFiles()

    private func claude(_ environment: [String: String], home: String) -> String {
        ClaudeAgent().account(environment, home: home, files: files).rawValue
    }

    private static let token = "sk-ant-oat01-very-secret"

    @Test func `A subscriber is known by address and organization`() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            ".claude.json",
            #"{"numStartups":3,"oauthAccount":{"emailAddress":"me@example.org","accountUuid":"a-b","organizationUuid":"0123456789ab"}}"#
        )
        #expect(claude([:], home: folder.path) == "claude:me@example.org+01234567")
    }

    @Test func `CLAUDE_CONFIG_DIR is another login's`() throws {
        let folder = try TemporaryFolder()
        try folder.write(".claude.json", #"{"oauthAccount":{"emailAddress":"me@example.org"}}"#)
        try folder.write("other/.claude.json", #"{"oauthAccount":{"emailAddress":"you@example.org"}}"#)
        #expect(claude([:], home: folder.path) == "claude:me@example.org")
        #expect(claude(["CLAUDE_CONFIG_DIR": folder.path + "/other"], home: folder.path) == "claude:you@example.org")
        #expect(
            claude(["CLAUDE_CONFIG_DIR": "other", "PWD": folder.path], home: folder.path) == "claude:you@example.org")
        let none = claude(["CLAUDE_CONFIG_DIR": folder.path + "/none"], home: folder.path)
        #expect(none.hasPrefix("claude:home-"))
    }

    @Test func `A token or key tells accounts apart and is not shown`() {
        let one = claude(["CLAUDE_CODE_OAUTH_TOKEN": Self.token], home: "/nowhere")
        let two = claude(["CLAUDE_CODE_OAUTH_TOKEN": Self.token + "x"], home: "/nowhere")
        let key = claude(["ANTHROPIC_API_KEY": Self.token], home: "/nowhere")
        let elsewhere = claude(
            ["ANTHROPIC_API_KEY": Self.token, "ANTHROPIC_BASE_URL": "https://api.z.ai"], home: "/nowhere")
        #expect(Set([one, two, key, elsewhere]).count == 4)
        #expect([one, two, key, elsewhere].allSatisfy { !$0.contains("secret") })
        #expect(claude(["CLAUDE_CODE_OAUTH_TOKEN": Self.token], home: "/elsewhere") == one)
    }

    @Test func `A cloud comes before a key`() {
        let cloud = ["CLAUDE_CODE_USE_BEDROCK": "1", "AWS_REGION": "eu-west-1", "ANTHROPIC_API_KEY": "k"]
        #expect(claude(cloud, home: "/nowhere").hasPrefix("claude:bedrock-"))
        #expect(claude(cloud.merging(["AWS_REGION": "us-east-1"]) { $1 }, home: "/") != claude(cloud, home: "/"))
        let off = ["CLAUDE_CODE_USE_BEDROCK": "0", "ANTHROPIC_API_KEY": "k"]
        #expect(claude(off, home: "/nowhere").hasPrefix("claude:key-"))
    }

    @Test(arguments: [
        "", "{", "[]", #"{"oauthAccount":7}"#, #"{"oauthAccount":{}}"#, #"{"oauthAccount":{"emailAddress":""}}"#,
        #"{"oauthAccount":{"emailAddress":{"a":[1]}}}"#, String(repeating: "[", count: 100_000),
    ])
    func `A file that says nothing leaves the folder`(_ content: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(".claude.json", content)
        #expect(claude([:], home: folder.path).hasPrefix("claude:home-"))
    }

    @Test func `A name is harmless wherever it is shown`() throws {
        let folder = try TemporaryFolder()
        let name = #"a\u001b[2J/../%2e b\n"# + String(repeating: "x", count: 500)
        try folder.write(".claude.json", #"{"oauthAccount":{"emailAddress":"\#(name)"}}"#)
        let account = claude([:], home: folder.path)
        #expect(account.utf8.allSatisfy { (0x21...0x7E).contains($0) })
        #expect(!account.contains("/") && !account.contains("%"))
        #expect(account.utf8.count <= 120)
    }

    @Test func `A login that changes is seen, and one that stays is read once`() throws {
        let folder = try TemporaryFolder()
        try folder.write(".claude.json", #"{"oauthAccount":{"emailAddress":"me@example.org"}}"#)
        #expect(claude([:], home: folder.path) == "claude:me@example.org")
        try folder.write(".claude.json", #"{"oauthAccount":{"emailAddress":"another@example.org"}}"#)
        #expect(claude([:], home: folder.path) == "claude:another@example.org")
    }

    @Test func `Codex is known by its account, its key, or its folder`() throws {
        let folder = try TemporaryFolder()
        func codex(_ environment: [String: String] = [:]) -> String {
            CodexAgent().account(environment, home: folder.path, files: files).rawValue
        }
        #expect(codex().hasPrefix("codex:home-"))
        #expect(codex(["OPENAI_API_KEY": "k"]).hasPrefix("codex:key-"))
        try folder.write(".codex/auth.json", #"{"OPENAI_API_KEY":null,"tokens":{"account_id":"acc-1","id_token":"x"}}"#)
        #expect(codex() == "codex:acc-1")
        try folder.write("two/auth.json", #"{"OPENAI_API_KEY":"sk-secret"}"#)
        let two = codex(["CODEX_HOME": folder.path + "/two"])
        #expect(two.hasPrefix("codex:key-") && !two.contains("secret"))
    }

    @Test func `A demo agent's account is what it is told, else its home`() {
        func demo(_ environment: [String: String]) -> String {
            DemoAgentKind().account(environment, home: "/home/x", files: files).rawValue
        }
        #expect(demo(["CCMUX_DEMO_ACCOUNT": "one"]) == "demo:one")
        #expect(demo(["CCMUX_DEMO_HOME": "/a"]) != demo(["CCMUX_DEMO_HOME": "/b"]))
    }
}
