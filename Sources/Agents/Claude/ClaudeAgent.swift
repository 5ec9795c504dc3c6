package import Model
import Platform
import Runner
package import Transcripts

/// Claude Code.
package struct ClaudeAgent: AgentKind {
    package let name = "claude"
    package let command = "claude"
    package let installation =
        "curl -fsSL https://claude.ai/install.sh | bash   (or: npm install -g @anthropic-ai/claude-code)"
    package let takesConversationID = true
    package let tellsWhenReady = true
    package let settleSeconds = 4.0
    package let readsComposer = true
    package let recordsPrompts = true
    package let compactCommand: String? = "/compact"

    package init() {}

    package func capabilities(help: String, version: String?) -> AgentCapabilities {
        let text = HelpText(help)
        return AgentCapabilities(
            version: version, flags: text.longFlags, permissionModes: text.choices(of: "--permission-mode"))
    }

    // MARK: Checks

    private static let pinned = "ccmux itself chooses the conversation, and would resume another one"
    private static let ends = "the program would end at once"
    private static let moves = "it would leave the session's directory"

    private static let flags = FlagCheck(
        refused: [
            "--resume": pinned, "--continue": pinned, "--session-id": pinned, "--fork-session": pinned,
            "--from-pr": pinned, "--teleport": pinned, "--no-session-persistence": pinned,
            "--print": ends, "--help": ends, "--version": ends, "--bg": ends, "--background": ends,
            "--cloud": moves, "--environment": moves, "--desktop": moves, "--worktree": moves, "--tmux": moves,
        ],
        short: [
            "r": "--resume", "c": "--continue", "p": "--print", "h": "--help", "v": "--version", "w": "--worktree",
        ],
        shortWithValue: ["d", "n"])

    package func check(
        _ settings: SessionSettings, _ capabilities: AgentCapabilities, _ context: LaunchContext
    ) throws(CcmuxError) {
        try Self.flags.check(settings.flags, agent: name)
        let modes = capabilities.permissionModes
        let also = modes.contains("manual") ? ["default"] : modes.contains("default") ? ["manual"] : []
        try checkPermissionMode(settings.permissionMode, allowed: modes + also, agent: name)
        try checkRoot(settings, context)
        _ = try ClaudeSettings.merged(userFlags: settings.flags, directory: settings.directory, ours: .object([:]))
    }

    private static let bypassing: Set<String> = [
        "--dangerously-skip-permissions", "--allow-dangerously-skip-permissions", "bypassPermissions",
        "--permission-mode=bypassPermissions",
    ]

    /// As root Claude ends at once when asked to bypass permissions, but in a sandbox.
    private func checkRoot(_ settings: SessionSettings, _ context: LaunchContext) throws(CcmuxError) {
        let bypasses =
            settings.permissionMode == "bypassPermissions" || !Self.bypassing.isDisjoint(with: settings.flags)
        let sandboxed = (settings.environment["IS_SANDBOX"] ?? context.environment["IS_SANDBOX"]) == "1"
        guard bypasses, context.isRoot, !sandboxed else { return }
        throw CcmuxError(
            .refused, "Claude does not bypass permissions for root.",
            advice: "Run ccmux as another user, or, in a sandbox that you trust, add --env IS_SANDBOX=1.")
    }

    package func check(prompt: String) throws(CcmuxError) {
        try refuseSlashCommand(prompt)
    }

    // MARK: Launch

    package func recipe(
        for record: SessionRecord, _ capabilities: AgentCapabilities, _ context: LaunchContext
    ) -> LaunchRecipe {
        var common = [context.executable]
        let settings = record.settings
        if capabilities.knows("--name") { common += ["--name", record.name.text] }
        if let model = settings.model { common += ["--model", model] }
        if let mode = settings.permissionMode { common += ["--permission-mode", spelling(of: mode, capabilities)] }
        common += remoteControl(record, capabilities, context)
        var ours = ClaudeSettings.hooks(
            command: context.ccmux, events: ClaudeSettings.events(for: capabilities.version))
        let directory = Files.realPath(settings.directory) ?? settings.directory
        let folder = Self.folder(context.environment, home: context.userHome, directory: directory)
        ours = ClaudeSettings.merge(
            ours,
            with: ClaudeStatusLine.settings(
                ccmux: context.ccmux, flags: settings.flags, directory: directory, folder: folder))
        if remoteControlChoice(record, context) == .off { ours = ClaudeSettings.withoutRemoteControl(ours) }
        if capabilities.knows("--settings"),
            let text = try? ClaudeSettings.merged(
                userFlags: settings.flags, directory: settings.directory, ours: ours, ccmux: context.ccmux)
        {
            common += ["--settings", text]
        }
        common += ClaudeSettings.withoutSettings(settings.flags)
        var begin = common + ["--session-id", LaunchFile.placeholder]
        if let prompt = record.firstPrompt { begin += ["--", Self.argument(forPrompt: prompt)] }
        return LaunchRecipe(
            begin: begin, resume: common + ["--resume", LaunchFile.placeholder],
            evidence: ConversationEvidence(
                path: transcript(directory: settings.directory, context),
                anyOf: [#""type":"user""#, #""type":"assistant""#],
                noneOf: [#""isSidechain":true"#]))
    }

    /// The same mode is `default` to older and `manual` to newer versions.
    private func spelling(of mode: String, _ capabilities: AgentCapabilities) -> String {
        let modes = capabilities.permissionModes
        return switch mode {
        case "default" where !modes.contains("default") && modes.contains("manual"): "manual"
        case "manual" where !modes.contains("manual"): "default"
        default: mode
        }
    }

    private func remoteControl(
        _ record: SessionRecord, _ capabilities: AgentCapabilities, _ context: LaunchContext
    ) -> [String] {
        switch remoteControlChoice(record, context) {
        case .on where capabilities.knows("--remote-control"):
            return ["--remote-control", "\(context.remoteControlPrefix)-\(record.name)"]
        case .asUser where capabilities.knows("--remote-control-session-name-prefix"):
            return ["--remote-control-session-name-prefix", context.remoteControlPrefix]
        default:
            return []
        }
    }

    private func remoteControlChoice(_ record: SessionRecord, _ context: LaunchContext) -> RemoteControl {
        record.settings.remoteControl == .asUser ? context.remoteControl : record.settings.remoteControl
    }

    /// A prompt that is exactly the name of a subcommand would run it, even after `--`; a blank at its end does not
    /// change what the agent is told.
    private static func argument(forPrompt prompt: String) -> String {
        let isWord =
            !prompt.hasPrefix("-")
            && prompt.utf8.allSatisfy {
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || $0 == UInt8(ascii: "-")
            }
        return isWord ? prompt + " " : prompt
    }

    package var transcriptFormat: TranscriptFormat? { .claude }

    package func transcriptRoot(environment: [String: String]) -> String? {
        guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
        let folder = Self.folder(environment, home: home, directory: home)
        return folder.hasPrefix("/") ? folder + "/projects" : nil
    }

    private func transcript(directory: String, _ context: LaunchContext) -> String {
        let real = Files.realPath(directory) ?? directory
        return "\(Self.folder(context.environment, home: context.userHome, directory: real))/projects/"
            + "\(ClaudeProjectFolder.name(for: real))/\(LaunchFile.placeholder).jsonl"
    }

    /// `$CLAUDE_CONFIG_DIR` as it is, relative to the agent's directory, else `~/.claude`.
    static func folder(_ environment: [String: String], home: String, directory: String) -> String {
        guard let given = environment["CLAUDE_CONFIG_DIR"], !given.isEmpty else { return home + "/.claude" }
        let path = given.hasPrefix("/") ? given : "\(directory)/\(given)"
        return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }
}
