package import Model
import Platform
import Runner

/// The demo agent, a program of ours that behaves like a coding agent and needs no account.
package struct DemoAgentKind: AgentKind {
    package let name = "demo"
    /// Not looked for: it is the `ccmux` program itself.
    package let command = "ccmux"
    package let installation = "it is a part of ccmux"
    package let takesConversationID = true
    package let tellsWhenReady = true
    package let settleSeconds = 0.0

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
            flags: ["--session-id", "--resume", "--name", "--model", "--permission-mode", "--settings"],
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
            ours: ClaudeSettings.hooks(command: context.ccmux))
        {
            common += ["--settings", text]
        }
        common += ClaudeSettings.withoutSettings(record.settings.flags)
        var begin = common + ["--session-id", LaunchFile.placeholder]
        if let prompt = record.firstPrompt { begin += ["--", prompt] }
        let directory = Files.realPath(record.settings.directory) ?? record.settings.directory
        let folder = context.environment["CCMUX_DEMO_HOME"] ?? "\(context.userHome)/.ccmux/demo"
        return LaunchRecipe(
            begin: begin, resume: common + ["--resume", LaunchFile.placeholder],
            evidence: ConversationEvidence(
                path: "\(folder)/projects/\(ClaudeProjectFolder.dashed(directory))/\(LaunchFile.placeholder).jsonl",
                anyOf: [#""type":"user""#], noneOf: []))
    }

    /// It speaks Claude's hooks.
    package func signal(fromHook payload: JSONValue) -> AgentSignal? { ClaudeAgent().signal(fromHook: payload) }
}
