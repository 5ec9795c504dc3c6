package import Config
package import Model
import Platform
import Runner

/// A program of which nothing is known but what its definition says: no hooks, no flags of its own, a screen that only the
/// definition's patterns can read.
package struct GenericAgent: AgentKind {
    private let definition: AgentDefinition

    /// Seconds. Long enough for a program that says nothing of itself to be through with most of its start.
    private static let usualDelay = 2.0
    private static let flags = FlagCheck(refused: [:], short: [:])

    package init(_ definition: AgentDefinition) {
        self.definition = definition
    }

    package var name: String { definition.name }
    package var command: String { definition.command.first ?? definition.name }
    package var installation: String { definition.install ?? "see the documentation of \(command)" }
    /// The uuid is ours where the program does not know it: what is resumed is then whatever lies in the file.
    package var takesConversationID: Bool { definition.conversation != nil }
    package var tellsWhenReady: Bool { false }
    /// Nobody knows what it would do when asked.
    package var answersHelp: Bool { false }
    package var settleSeconds: Double { definition.startupDelay ?? Self.usualDelay }

    package func capabilities(help: String, version: String?) -> AgentCapabilities {
        AgentCapabilities(version: version, flags: [], permissionModes: [])
    }

    package func check(
        _ settings: SessionSettings, _ capabilities: AgentCapabilities, _ context: LaunchContext
    ) throws(CcmuxError) {
        try Self.flags.check(settings.flags, agent: name)
        for (option, value) in [("--model", settings.model), ("--mode", settings.permissionMode)] where value != nil {
            throw CcmuxError(
                .invalid, "\(option) means nothing for \(name): its kind does not say which flag that is.",
                advice: "Write the program's own flag behind --, or into 'flags' of \(name).toml.")
        }
    }

    /// Where it is not seen that a conversation exists, a prompt on the command line would come again with each launch.
    package func check(prompt: String) throws(CcmuxError) {
        guard definition.promptFlags == nil else { return try refuseSlashCommand(prompt) }
        throw CcmuxError(
            .refused, "\(name) takes no first prompt: its kind has no 'promptFlags'.",
            advice: "Send it once the session runs: ccmux send NAME TEXT.")
    }

    package func recipe(
        for record: SessionRecord, _ capabilities: AgentCapabilities, _ context: LaunchContext
    ) -> LaunchRecipe {
        let common =
            [context.executable] + definition.command.dropFirst() + definition.flags + record.settings.flags
        let begin = common + (definition.begin ?? [])
        guard let conversation = definition.conversation else {
            return LaunchRecipe(begin: begin, resume: begin, evidence: nil)
        }
        return LaunchRecipe(
            begin: begin + (record.firstPrompt.map(arguments(forPrompt:)) ?? []),
            resume: common + (definition.resume ?? []),
            evidence: ConversationEvidence(
                path: path(conversation.file, record, context), anyOf: conversation.line, noneOf: []))
    }

    private func arguments(forPrompt prompt: String) -> [String] {
        guard let flags = definition.promptFlags else { return [] }
        let placeholder = AgentDefinition.promptPlaceholder
        guard flags.contains(where: { $0.contains(placeholder) }) else { return flags + [prompt] }
        return flags.map { flag in
            flag.split(separator: placeholder, omittingEmptySubsequences: false).joined(separator: prompt)
        }
    }

    private func path(_ file: String, _ record: SessionRecord, _ context: LaunchContext) -> String {
        if file.hasPrefix("~/") { return context.userHome + file.dropFirst() }
        let start = AgentDefinition.directoryPlaceholder
        guard file.hasPrefix(start) else { return file }
        let directory = record.settings.directory
        return (Files.realPath(directory) ?? directory) + file.dropFirst(start.count)
    }
}
