import Config
import Foundation
import Model
import Platform
import Runner
import Status
import TestSupport
import Testing

@testable import Agents

@Suite struct DefinedAgentKindTests {
    /// The kind that one file defines.
    private func kind(_ text: String) throws -> DefinedAgentKind {
        let folder = try TemporaryFolder()
        try folder.write("mine.toml", text)
        let found = withExtendedLifetime(folder) { DefinedAgentKinds.load(folder: folder.path) }
        #expect(found.problems.isEmpty, "\(found.problems.map(\.error.message))")
        return try #require(found.kinds.first)
    }

    @Test func `who names a kind whose file is wrong is told what is wrong with it`() throws {
        let folder = try TemporaryFolder()
        try folder.write("good.toml", "extends = 'claude'")
        try folder.write("bad.toml", "extends = 'claude'\ncommnd = 'x'")
        let catalog = withExtendedLifetime(folder) { AgentCatalog.whole(folder: folder.path) }
        #expect(catalog.kind("good") != nil)
        #expect(catalog.kind("bad") == nil)
        let error = #expect(throws: CcmuxError.self) { try catalog.required("bad") }
        #expect(error?.code == .configuration)
        #expect(error?.message.contains("bad.toml:2") == true)
        let other = #expect(throws: CcmuxError.self) { try catalog.required("none") }
        #expect(other?.code == .invalid)
    }

    private let none = AgentCapabilities(version: nil, flags: [], permissionModes: [])

    // MARK: Of a shipped kind

    @Test func `a kind that extends claude launches it with its own flags before the session's`() throws {
        let mine = try kind("extends = 'claude'\ncommand = '/opt/glm'\nflags = ['--verbose']\nstartupDelay = 9")
        let record = try Samples.record(agent: "mine", model: "m", flags: ["--add-dir", "/x"], prompt: "hi")
        let recipe = mine.recipe(for: record, Samples.new, Samples.context())
        var plain = record
        plain.settings.flags = ["--verbose", "--add-dir", "/x"]
        #expect(recipe == ClaudeAgent().recipe(for: plain, Samples.new, Samples.context()))
        #expect(recipe.begin.contains("--verbose"))
        #expect(mine.name == "mine")
        #expect(mine.command == "/opt/glm")
        #expect(mine.settleSeconds == 9)
        #expect(mine.takesConversationID)
        #expect(mine.tellsWhenReady)
        #expect(mine.installation == ClaudeAgent().installation)
        #expect(mine.capabilities(help: HelpFixtures.claude329, version: "2.1.329") == Samples.new)
    }

    @Test func `what claude refuses is refused in the file's flags as well`() throws {
        let mine = try kind("extends = 'claude'\nflags = ['--resume', 'x']")
        let settings = try Samples.record().settings
        let error = #expect(throws: CcmuxError.self) { try mine.check(settings, Samples.new, Samples.context()) }
        #expect(error?.message.contains("--resume") == true)
        #expect(throws: CcmuxError.self) { try mine.check(prompt: "/clear") }
    }

    @Test func `its variables count where claude looks at them, and are never dropped`() throws {
        let mine = try kind(
            "extends = 'claude'\n[environment]\nANTHROPIC_AUTH_TOKEN = 'k'\nANTHROPIC_API_KEY = 'k'\nCLAUDECODE = '1'")
        #expect(mine.environment.count == 3)
        #expect(mine.loginProblem([:], home: "/nowhere") == nil)
        #expect(ClaudeAgent().loginProblem([:], home: "/nowhere") != nil)
        let dropped = mine.droppedVariables(["CLAUDE_CODE_OAUTH_TOKEN": "x"], home: "/nowhere")
        #expect(dropped.contains("CLAUDE_CODE_ENTRYPOINT"))
        #expect(dropped.isDisjoint(with: mine.environment.keys))
    }

    @Test func `every source of claude's is read as claude's`() throws {
        let mine = try kind("extends = 'claude'\n[screen]\nerror = '^never$'")
        let claude = ClaudeAgent()
        let start: JSONValue = .object([
            "hook_event_name": "SessionStart", "session_id": "0194c2f0-0000-4000-8000-000000000000",
            "source": "startup",
        ])
        #expect(mine.signal(fromHook: start) != nil)
        #expect(mine.signal(fromHook: start) == claude.signal(fromHook: start))
        #expect(mine.reading(ofHook: start) == claude.reading(ofHook: start))
        let agent = ProcessIdentity(pid: 4711, start: 1)
        let environment = ["HOME": "/home/a"]
        #expect(
            mine.sessionFile(of: agent, environment: environment)
                == claude.sessionFile(of: agent, environment: environment))
        #expect(mine.currentConversation(of: agent, environment: environment) == nil)
        let line =
            Array(
                #"{"type":"user","timestamp":"2026-11-21T10:00:00.000Z","message":{"role":"user","content":"hi"}}"#.utf8
            ) + [10]
        #expect(
            mine.reading(ofTranscript: line[...], zone: "UTC") == claude.reading(ofTranscript: line[...], zone: "UTC"))
        let status: JSONValue = .object(["model": .object(["id": "m", "display_name": "M"])])
        #expect(mine.reading(ofStatusLine: status) == claude.reading(ofStatusLine: status))
        #expect(
            mine.reading(ofSessionFile: Array("{}".utf8), agent: agent)
                == claude.reading(ofSessionFile: Array("{}".utf8), agent: agent))
        for title in ["✳ work", "◐ work", "host"] {
            #expect(mine.reading(ofTitle: title) == claude.reading(ofTitle: title))
        }
        let screen = ScreenText(capture: Array("hello\n\n> \n".utf8), width: 80)
        let moment = Timestamp(milliseconds: 0)
        #expect(mine.reading(of: screen, at: moment, zone: nil) == claude.reading(of: screen, at: moment, zone: nil))
    }

    /// What is not handed on would fall back to the protocol's own answer, and nothing would tell.
    @Test func `every requirement of a kind is handed on`() throws {
        let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources/Agents")
        /// `func reading(ofTitle`, `var name:`: what tells one requirement from another, however lines are broken.
        func heads(_ text: some StringProtocol) -> Set<String> {
            let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                .replacingOccurrences(of: "( ", with: "(").split(separator: " ")
            return Set(
                zip(words, words.dropFirst()).filter { $0.0 == "func" || $0.0 == "var" }.map { "\($0.0) \($0.1)" })
        }
        func read(_ name: String) throws -> String {
            try String(contentsOf: sources.appendingPathComponent(name), encoding: .utf8)
        }
        let kinds = try read("AgentKind.swift")
        let start = try #require(kinds.range(of: "protocol AgentKind")).lowerBound
        let end = try #require(kinds[start...].range(of: "\n}")).lowerBound
        let required = heads(kinds[start..<end])
        #expect(required.count > 15)
        var handedOn = heads(try read("Defined/DefinedAgentKind.swift"))
        let files = try #require(FileManager.default.enumerator(atPath: sources.path)).compactMap { $0 as? String }
        for file in files where file.hasSuffix(".swift") {
            for part in try read(file).components(separatedBy: "\nextension DefinedAgentKind {").dropFirst() {
                handedOn.formUnion(heads(part.components(separatedBy: "\n}")[0]))
            }
        }
        #expect(required.subtracting(handedOn) == [])
    }

    @Test func `a kind that extends codex or demo is one of those`() throws {
        let record = try Samples.record(agent: "mine")
        let codex = try kind("extends = 'codex'")
        #expect(
            codex.recipe(for: record, Samples.codex, Samples.context())
                == CodexAgent().recipe(for: record, Samples.codex, Samples.context()))
        #expect(!codex.takesConversationID)
        let demo = try kind("extends = 'demo'")
        #expect(demo.base is DemoAgentKind)
        #expect(demo.recipe(for: record, Samples.demo, Samples.context()).begin.contains("_demo"))
    }

    // MARK: Of its own

    @Test func `a generic kind begins anew with each launch`() throws {
        let mine = try kind("command = ['npx', '-y', 'tool']\nflags = ['--a']\nbegin = ['--b']")
        let record = try Samples.record(agent: "mine", flags: ["--c", "d"])
        let recipe = mine.recipe(for: record, none, Samples.context())
        let line = ["/bin/agent", "-y", "tool", "--a", "--c", "d", "--b"]
        #expect(recipe == LaunchRecipe(begin: line, resume: line, evidence: nil))
        #expect(mine.command == "npx")
        #expect(!mine.takesConversationID)
        #expect(!mine.tellsWhenReady)
        #expect(mine.settleSeconds == 2)
        #expect(mine.installation == "see the documentation of npx")
        #expect(
            mine.capabilities(help: "--x", version: "1.2")
                == AgentCapabilities(version: "1.2", flags: [], permissionModes: []))
    }

    @Test(arguments: [
        ("['--prompt']", ["--prompt", "say {x}"]), ("[]", ["say {x}"]), ("['--']", ["--", "say {x}"]),
        ("['--prompt={prompt}', '-i']", ["--prompt=say {x}", "-i"]),
        ("['{prompt}', '{prompt}']", ["say {x}", "say {x}"]),
    ])
    func `a generic kind that names its conversations begins, resumes and is prompted as its file says`(
        flags: String, prompt: [String]
    ) throws {
        let mine = try kind(
            """
            command = 'tool'
            begin = ['--id', '{conversation}']
            resume = ['-r', '{conversation}']
            promptFlags = \(flags)
            [conversation]
            file = '~/x/{conversation}.jsonl'
            line = ['a', 'b']
            """)
        let recipe = mine.recipe(for: try Samples.record(agent: "mine", prompt: "say {x}"), none, Samples.context())
        #expect(recipe.begin == ["/bin/agent", "--id", "{conversation}"] + prompt)
        #expect(recipe.resume == ["/bin/agent", "-r", "{conversation}"])
        #expect(
            recipe.evidence
                == ConversationEvidence(path: "/home/a/x/{conversation}.jsonl", anyOf: ["a", "b"], noneOf: []))
        #expect(mine.takesConversationID)
        try mine.check(prompt: "say {x}")
        #expect(throws: CcmuxError.self) { try mine.check(prompt: "/quit") }
    }

    @Test func `a conversation's file can lie in the session's directory, which is known by its real path`() throws {
        let mine = try kind(
            "command = 'x'\nresume = ['-c']\n[conversation]\nfile = '{directory}/.history'\nline = ['a']")
        let folder = try TemporaryFolder()
        try folder.link("link", to: folder.path)
        let recipe = mine.recipe(for: try Samples.record(directory: folder / "link"), none, Samples.context())
        #expect(recipe.evidence?.path == folder / ".history")
    }

    @Test func `what a generic kind has no flag for is refused, with what to do`() throws {
        let mine = try kind("command = 'tool'")
        for settings in [try Samples.record(model: "m").settings, try Samples.record(mode: "plan").settings] {
            let error = #expect(throws: CcmuxError.self) { try mine.check(settings, none, Samples.context()) }
            #expect(error?.message.contains("means nothing for mine") == true)
        }
        #expect(throws: CcmuxError.self) {
            try mine.check(try Samples.record(flags: ["word"]).settings, none, Samples.context())
        }
        let error = #expect(throws: CcmuxError.self) { try mine.check(prompt: "hi") }
        #expect(error?.advice?.contains("ccmux send") == true)
        try mine.check(try Samples.record(flags: ["--x", "y"]).settings, none, Samples.context())
    }

    // MARK: Loading

    @Test func `broken files are told, and keep no other kind away`() throws {
        let folder = try TemporaryFolder()
        try folder.write("good.toml", "extends = 'claude'")
        try folder.write("bad.toml", "\nextends = 'cluade'")
        let found = withExtendedLifetime(folder) { DefinedAgentKinds.load(folder: folder.path) }
        #expect(found.kinds.map(\.name) == ["good"])
        #expect(found.problems.map(\.kind) == ["bad"])
        #expect(found.problems.first?.error.message.contains("bad.toml:2:1:") == true)
        #expect(AgentCatalog(AgentCatalog.shipped + found.kinds).kind("good")?.command == "claude")
        #expect(DefinedAgentKinds.load(folder: "/nowhere/agents").kinds.isEmpty)
    }

    @Test func `a title says what its patterns say, else what the base says`() throws {
        let mine = try kind("extends = 'codex'\n[title]\nidle = '^ok'\nworking = ['^run', '^w']\nwaiting = 'ask$'")
        for (title, reading) in [
            ("ok", TitleReading.atRest), ("run", .working), ("work", .working), ("run, ask", .needsPerson),
        ] {
            #expect(mine.reading(ofTitle: title) == reading)
        }
        #expect(mine.reading(ofTitle: "⠙ dir") == CodexAgent().reading(ofTitle: "⠙ dir"))
    }
}
