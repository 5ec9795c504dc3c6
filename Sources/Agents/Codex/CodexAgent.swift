package import Model
import Platform
import Runner
package import Transcripts

/// OpenAI's Codex. It names its conversations itself, at the first prompt; the rollout file tells the name.
package struct CodexAgent: AgentKind {
    package let name = "codex"
    package let command = "codex"
    package let installation = "npm install -g @openai/codex   (or: brew install codex)"
    package let takesConversationID = false
    package let tellsWhenReady = false
    package let settleSeconds = 2.0
    package let readsComposer = true
    package let recordsPrompts = true
    package let compactCommand: String? = "/compact"

    private static let pinned = "ccmux itself chooses the conversation"
    private static let ends = "the program would end at once"
    private static let moves = "it would leave the session's directory"
    private static let flags = FlagCheck(
        refused: [
            "--cd": moves, "--worktree": moves, "--last": pinned, "--help": ends, "--version": ends,
        ], short: ["C": "--cd", "h": "--help", "V": "--version"], shortWithValue: ["a", "c", "i", "m", "p", "s"])

    package init() {}

    package func capabilities(help: String, version: String?) -> AgentCapabilities {
        let text = HelpText(help)
        return AgentCapabilities(
            version: version, flags: text.longFlags, permissionModes: text.choices(of: "--ask-for-approval"))
    }

    package func check(
        _ settings: SessionSettings, _ capabilities: AgentCapabilities, _ context: LaunchContext
    ) throws(CcmuxError) {
        try Self.flags.check(settings.flags, agent: name)
        try checkPermissionMode(settings.permissionMode, allowed: capabilities.permissionModes, agent: name)
    }

    package func check(prompt: String) throws(CcmuxError) {
        try refuseSlashCommand(prompt)
    }

    package func recipe(
        for record: SessionRecord, _ capabilities: AgentCapabilities, _ context: LaunchContext
    ) -> LaunchRecipe {
        // Asked from elsewhere, `resume` opens a menu of directories.
        var options = ["--cd", record.settings.directory]
        // A shared app server would hold the conversations of all sessions, and outlive them.
        if capabilities.knows("--no-daemon") { options.append("--no-daemon") }
        if let model = record.settings.model { options += ["--model", model] }
        if let mode = record.settings.permissionMode { options += ["--ask-for-approval", mode] }
        options += record.settings.flags
        var begin = [context.executable] + options
        if let prompt = record.firstPrompt { begin += ["--", prompt] }
        let root = Self.sessions(context.environment, home: context.userHome)
        let directory = Files.realPath(record.settings.directory) ?? record.settings.directory
        return LaunchRecipe(
            begin: begin, resume: [context.executable, "resume"] + options + [LaunchFile.placeholder],
            evidence: nil,
            discovery: ConversationDiscovery(
                root: root, prefix: "rollout-", suffix: ".jsonl", firstLineContains: #""cwd":\#(Self.json(directory))"#)
        )
    }

    package var transcriptFormat: TranscriptFormat? { .codex }

    package func transcriptRoot(environment: [String: String]) -> String? {
        let home = environment["HOME"] ?? ""
        let root = Self.sessions(environment, home: home)
        return root.hasPrefix("/") ? root : nil
    }

    static func sessions(_ environment: [String: String], home: String) -> String {
        let folder = environment["CODEX_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "\(home)/.codex"
        return "\(folder)/sessions"
    }

    /// A JSON string as serde_json writes it: only what must be escaped is.
    static func json(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            default:
                if scalar.value < 0x20 {
                    let hex = String(scalar.value, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }
}
