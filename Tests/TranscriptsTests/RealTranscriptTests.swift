import Model
import Testing
import Transcripts

/// What the agents of the lab wrote (`Tests/Lab/transcripts`), read as turns.
@Suite struct RealTranscriptTests {
    @Test(arguments: Records.agents) func `each prompt is there once, in its order`(_ agent: String) throws {
        let prompts = try Records.page(agent).texts(.prompt)
        let wanted = [
            "hello", "grüße \"quoted\" back\\slash 漢字", "first line\n\nthird line", "[[tool cat greeting.txt]] one",
            "[[tool ls nothing-there; exit 3]]", "[[tool seq 1 4000]]", "[[limit 300]] limited", "[[error 400]] broken",
            "[[slow 20]] interrupt me", "[[slow 6]] before", "queued one", "[[tool sleep 5]] and then", "queued two",
        ]
        #expect(Array(prompts.prefix(wanted.count)) == wanted)
        #expect(prompts.suffix(2) == ["after compacting", "after resuming"])
    }

    @Test(arguments: Records.agents) func `nothing is broken, unknown or cut`(_ agent: String) throws {
        for name in ["main", "fork", "clear"] {
            let counts = try Records.page(agent, name).counts
            #expect(counts.lines > 5)
            #expect([counts.broken, counts.unknown, counts.cut] == [0, 0, 0])
        }
    }

    @Test(arguments: Records.agents) func `a tool's result is folded into its call`(_ agent: String) throws {
        let page = try Records.page(agent)
        let fine = try #require(page.turn("[[tool cat greeting.txt]] one")?.items.first { $0.kind == .tool }?.tool)
        #expect(fine.subject == "cat greeting.txt")
        #expect(fine.result?.contains("hello\nsecond line") == true)
        #expect(!fine.isError)
        #expect(fine.endedAt != nil)
        let failed = page.turn("[[tool ls nothing-there; exit 3]]")?.items.first { $0.kind == .tool }?.tool
        #expect(failed?.isError == true)
        #expect(page.items.allSatisfy { $0.kind != .tool || $0.tool?.result != nil && $0.label == nil })
    }

    @Test(arguments: Records.agents) func `a turn tells how it ended`(_ agent: String) throws {
        let page = try Records.page(agent)
        let outcomes = ["hello", "[[error 400]] broken", "[[slow 20]] interrupt me", "after resuming"].map {
            page.turn($0)?.outcome
        }
        #expect(outcomes == ["completed", "failed", "interrupted", "completed"])
        #expect(page.turns.filter { !$0.isEnded }.map(\.id) == [])
        #expect(page.turn("[[error 400]] broken")?.items.last { $0.kind == .notice }?.text.isEmpty == false)
    }

    @Test(arguments: Records.agents) func `what was compacted is marked, and its summary is no prompt`(
        _ agent: String
    ) throws {
        let page = try Records.page(agent)
        #expect(page.items.filter { $0.kind == .boundary && $0.label == "compacted" }.count == 1)
        #expect(page.items.filter { $0.kind == .meta && $0.label == "summary" }.count == 1)
    }

    @Test(arguments: Records.agents) func `a message's tokens are counted once`(_ agent: String) throws {
        let page = try Records.page(agent)
        let isClaude = agent.hasPrefix("claude")
        let one =
            isClaude
            ? TokenUsage(input: 12, output: 20, cacheWrite5m: 34, cacheRead: 560)
            : TokenUsage(input: 40, output: 20, cacheRead: 560)
        #expect(page.turn("hello")?.usage == one)
        #expect(page.turn("[[tool cat greeting.txt]] one")?.usage == one + one)
        #expect(page.turn("[[error 400]] broken")?.usage == nil)
    }

    @Test(arguments: Records.claudes) func `thoughts, pictures and shell commands are told apart`(_ agent: String)
        throws
    {
        let page = try Records.page(agent)
        #expect(page.texts(.thinking) == ["thought 0 thought 1 thought 2 thought 3 "])
        let pictures = page.items.filter { $0.attachments != nil }
        #expect(pictures.map(\.attachments) == [["image/png, 72 B"], ["image/png, 72 B"]])
        #expect(pictures.map(\.kind) == [.tool, .prompt])
        let shell = try #require(page.turn("echo from the shell"))
        #expect(
            shell.items.filter { $0.kind == .command }.map(\.text).prefix(2) == [
                "echo from the shell", "from the shell",
            ])
        #expect(shell.items.first { $0.kind == .command }?.label == "!")
        let compact = page.turn("/compact keep the names")?.items.first { $0.kind == .command }
        #expect(compact?.label == "/compact")
    }

    @Test(arguments: Records.claudes) func `a subagent's own file is a thread of its conversation`(_ agent: String)
        throws
    {
        let names = ["claude-2.1.1": "agent-acda2b9", "claude-2.1.139": "agent-a6c27712d964620b4"]
        let name = names[agent] ?? "agent-aace3f5603d9f2d4a"
        let page = try Records.page(agent, name)
        #expect(page.turns.count == 1)
        #expect(page.texts(.prompt) == ["sub one"])
        #expect(page.texts(.said) == ["ack: sub one"])
        #expect(Set(page.items.map(\.thread)) == [String(name.dropFirst(6))])
        #expect(page.source.conversation != nil)
    }

    @Test func `a fork of Codex's says where it comes from`() throws {
        let page = try Records.page("codex-0.163.0", "fork")
        #expect(page.source.forkedFrom == "01a2004c-a6d6-7fe2-b186-27833dce7c54")
        #expect(page.items.contains { $0.kind == .boundary && $0.label == "forked" })
        #expect(page.source.directory == "/home/u/project")
        #expect(page.texts(.prompt) == ["in the fork"])
    }

    @Test func `after a rewind the conversation goes on elsewhere`() throws {
        let page = try Records.page("claude-2.1.329")
        let turn = page.turns.first { $0.items.contains { $0.label == "rewound" } }
        #expect(turn?.items.contains { $0.text == "after the rewind" } == true)
    }

    @Test(arguments: Records.agents) func `its kind is seen in its first records`(_ agent: String) {
        for name in ["main", "fork", "clear"] {
            #expect(TranscriptFormat.detect(Records.path(agent, name)) == Records.format(agent))
        }
        #expect(TranscriptFormat.detect(#filePath) == nil)
        #expect(TranscriptFormat.detect(Records.folder) == nil)
    }

    @Test(arguments: Records.agents) func `the last message is what the agent said last`(_ agent: String) throws {
        #expect(try Records.transcript(agent).lastMessage() == "ack: after resuming")
    }
}
