import Model
import Testing

@testable import Agents

private let uuid = ConversationID("11111111-1111-4111-8111-111111111111") ?? .random()

@Suite struct ConversationHabitsTests {
    @Test(arguments: [
        ("claude", ConversationClaim.untold),
        ("/usr/bin/claude --resume \(uuid)", .conversation(uuid)),
        ("claude -r \(uuid) --model opus", .conversation(uuid)),
        ("claude --resume=\(uuid)", .conversation(uuid)),
        ("claude --session-id \(uuid) -- hello", .conversation(uuid)),
        ("claude --resume \(uuid) --fork-session", .untold),
        (
            "claude --resume 22222222-2222-4222-8222-222222222222 --fork-session --session-id \(uuid)",
            .conversation(uuid)
        ),
        ("claude -- --resume \(uuid)", .untold),
        ("claude --resume", .untold),
        ("claude --resume name-of-one", .untold),
        ("claude --continue", .untold),
        ("claude mcp serve", .none),
        ("node /usr/lib/node_modules/@anthropic-ai/claude-code/cli.js --resume \(uuid)", .conversation(uuid)),
        ("node /usr/bin/claude update", .none),
    ])
    func `what a Claude's command line says`(command: String, claim: ConversationClaim) {
        let words = command.split(separator: " ").map(String.init)
        let habits = ClaudeConversations()
        #expect(habits.isAgent(executable: "/usr/bin/node", words: words))
        #expect(habits.claim(ofCommand: words) == claim)
    }

    @Test(arguments: [
        ("codex", ConversationClaim.untold),
        ("codex resume \(uuid)", .conversation(uuid)),
        ("codex --no-daemon resume --cd /x \(uuid)", .conversation(uuid)),
        ("codex resume --last", .untold),
        ("codex exec hello", .untold),
        ("codex fork \(uuid)", .untold),
        ("codex app-server --listen unix://", .server),
        ("codex app-server daemon pid-update-loop", .none),
        ("codex mcp-server", .none),
        ("codex login", .none),
    ])
    func `what a Codex's command line says`(command: String, claim: ConversationClaim) {
        let words = command.split(separator: " ").map(String.init)
        #expect(CodexConversations().isAgent(executable: "", words: words))
        #expect(CodexConversations().claim(ofCommand: words) == claim)
    }

    @Test(arguments: [
        ("/usr/bin/vim", "vim claude"), ("/bin/bash", "bash -c claude"), ("/usr/bin/grep", "grep -r claude ."),
        ("/usr/bin/tail", "tail -f /home/u/.claude/projects/x.jsonl"), ("", "claude-monitor"),
    ])
    func `what only mentions an agent is none`(executable: String, command: String) {
        let words = command.split(separator: " ").map(String.init)
        #expect(!ClaudeConversations().isAgent(executable: executable, words: words))
    }

    @Test func `the directory is the one that the folder is named after, not the first or the last`() {
        let head = """
            {"type":"summary","summary":"x"}
            {"type":"user","cwd":"/home/u/src"}
            {"type":"user","cwd":"/home/u/src/web-app"}
            {"type":"user","cwd":"/tmp"}
            """
        let habits = ClaudeConversations()
        func directory(_ folder: String) -> String? {
            habits.directory(ofTranscript: "/h/.claude/projects/\(folder)/\(uuid).jsonl", head: Array(head.utf8)[...])
        }
        #expect(directory("-home-u-src-web-app") == "/home/u/src/web-app")
        #expect(directory("-tmp") == "/tmp")
        #expect(directory("moved") == "/home/u/src")
    }

    @Test func `a Codex's first record tells the directory`() {
        let head = Array(#"{"type":"session_meta","payload":{"id":"x","cwd":"/home/u/\u00e4"}}"#.utf8)
        #expect(CodexConversations().directory(ofTranscript: "x", head: head[...]) == "/home/u/ä")
        #expect(CodexConversations().directory(ofTranscript: "x", head: head.dropLast(3)) == nil)
    }

    @Test func `a uuid of a Codex's begins with the time`() throws {
        let id = CodexConversations().newConversation(at: Timestamp(milliseconds: 0x01a2_004a_c130))
        #expect(id.text.hasPrefix("01a2004a-c130-7"))
        #expect("89ab".contains(try #require(id.text.split(separator: "-")[3].first)))
        #expect(id != CodexConversations().newConversation(at: Timestamp(milliseconds: 0x01a2_004a_c130)))
    }

    @Test(arguments: [
        ("/p/-x/\(uuid).jsonl", true, false), ("/p/-x/agent-1234.jsonl", false, false),
        ("/s/2026/11/21/rollout-2026-11-21T10-00-00-\(uuid).jsonl", false, true), ("/p/-x/\(uuid).json", false, false),
        ("/p/-x/\(uuid).jsonl.new", false, false), ("", false, false),
    ])
    func `a transcript's name tells its conversation`(path: String, isClaude: Bool, isCodex: Bool) {
        #expect((ClaudeConversations().conversation(ofTranscript: path) == uuid) == isClaude)
        #expect((CodexConversations().conversation(ofTranscript: path) == uuid) == isCodex)
    }
}
