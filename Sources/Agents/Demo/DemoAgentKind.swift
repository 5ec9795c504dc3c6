package import Answers
package import Model
import Platform
import Runner
package import Status
package import Transcripts

/// The demo agent, a program of ours that behaves like a coding agent and needs no account.
package struct DemoAgentKind: AgentKind {
    package let name = "demo"
    /// Not looked for: it is the `ccmux` program itself.
    package let command = "ccmux"
    package let installation = "it is a part of ccmux"
    package let takesConversationID = true
    package let tellsWhenReady = true
    package let settleSeconds = 0.0
    package let readsComposer = true
    package let recordsPrompts = true
    package let compactCommand: String? = "/compact"
    package let isPartOfCcmux = true

    private static let modes = ["default", "acceptEdits", "plan", "bypassPermissions"]
    private static let flags = FlagCheck(
        refused: [
            "--resume": "ccmux itself chooses the conversation",
            "--session-id": "ccmux itself chooses the conversation",
            "--help": "the program would end at once", "--version": "the program would end at once",
        ], short: [:])

    package init() {}

    package func capabilities(help: String, version: String?) -> AgentCapabilities {
        AgentCapabilities(
            version: version,
            flags: ["--session-id", "--resume", "--name", "--model", "--permission-mode", "--settings", "--untrusted"],
            permissionModes: Self.modes)
    }

    package func check(
        _ settings: SessionSettings, _ capabilities: AgentCapabilities, _ context: LaunchContext
    ) throws(CcmuxError) {
        try Self.flags.check(settings.flags, agent: name)
        try checkPermissionMode(settings.permissionMode, allowed: Self.modes, agent: name)
        _ = try ClaudeSettings.merged(userFlags: settings.flags, directory: settings.directory, ours: .object([:]))
        for flag in settings.flags where flag.hasPrefix("--") && !capabilities.knows(String(flag.prefix { $0 != "=" }))
        {
            throw CcmuxError(.invalid, "The demo agent has no flag \(flag).")
        }
    }

    package func recipe(
        for record: SessionRecord, _ capabilities: AgentCapabilities, _ context: LaunchContext
    ) -> LaunchRecipe {
        var common = [context.executable, "_demo", "--name", record.name.text]
        if let model = record.settings.model { common += ["--model", model] }
        if let mode = record.settings.permissionMode { common += ["--permission-mode", mode] }
        if let text = try? ClaudeSettings.merged(
            userFlags: record.settings.flags, directory: record.settings.directory,
            ours: ClaudeSettings.hooks(command: context.ccmux, events: ClaudeSettings.everyEvent))
        {
            common += ["--settings", text]
        }
        common += ClaudeSettings.withoutSettings(record.settings.flags)
        var begin = common + ["--session-id", LaunchFile.placeholder]
        if let prompt = record.firstPrompt { begin += ["--", prompt] }
        let directory = Files.realPath(record.settings.directory) ?? record.settings.directory
        let folder = Self.folder(context.environment, home: context.userHome)
        return LaunchRecipe(
            begin: begin, resume: common + ["--resume", LaunchFile.placeholder],
            evidence: ConversationEvidence(
                path: "\(folder)/projects/\(ClaudeProjectFolder.dashed(directory))/\(LaunchFile.placeholder).jsonl",
                anyOf: [#""type":"user""#], noneOf: []))
    }

    package var transcriptFormat: TranscriptFormat? { .claude }

    package func transcriptRoot(environment: [String: String]) -> String? {
        guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
        return Self.folder(environment, home: home) + "/projects"
    }

    // MARK: What it is doing: it speaks as Claude does

    package func signal(fromHook payload: JSONValue) -> AgentSignal? { ClaudeAgent().signal(fromHook: payload) }
    package func reading(ofHook payload: JSONValue) -> HookReading? { ClaudeAgent().reading(ofHook: payload) }
    package func request(ofHook payload: JSONValue) -> ToolRequest? { ClaudeAgent().request(ofHook: payload) }
    package var tellsOfPermissions: Bool { true }

    package func sessionFile(of agent: ProcessIdentity, environment: [String: String]) -> String? {
        "\(Self.folder(environment, home: environment["HOME"] ?? "/"))/sessions/\(agent.pid).json"
    }

    package func reading(ofSessionFile bytes: [UInt8], agent: ProcessIdentity) -> Signal<SessionFileReading>? {
        ClaudeAgent().reading(ofSessionFile: bytes, agent: agent)
    }

    package func reading(ofTranscript tail: ArraySlice<UInt8>, zone: String?) -> Signal<TranscriptReading>? {
        ClaudeAgent().reading(ofTranscript: tail, zone: zone)
    }

    package func reading(ofStatusLine payload: JSONValue) -> StatusLineReading? {
        ClaudeAgent().reading(ofStatusLine: payload)
    }

    /// As the demo agent itself finds it.
    private static func folder(_ environment: [String: String], home: String) -> String {
        func given(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        let folder =
            given("CCMUX_DEMO_HOME") ?? given("CCMUX_HOME").map { $0 + "/demo" } ?? "\(home)/.ccmux/demo"
        return folder.hasPrefix("/") ? folder : "\(environment["PWD"] ?? "/")/\(folder)"
    }
}
