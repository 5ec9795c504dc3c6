package import Answers
package import Config
package import Model
import Platform
package import Status
package import Transcripts

/// A kind that a file defines: all of another kind, but for what the file says.
package struct DefinedAgentKind: AgentKind {
    package let definition: AgentDefinition
    package let base: any AgentKind

    /// - Parameter base: the kind that `definition.extends` names.
    package init(_ definition: AgentDefinition, base: any AgentKind) {
        self.definition = definition
        self.base = base
    }

    package var name: String { definition.name }
    package var command: String { definition.command.first ?? base.command }
    package var installation: String { definition.install ?? base.installation }
    /// Another program may be named for what extends the demo agent.
    package var isPartOfCcmux: Bool { base.isPartOfCcmux && definition.command.isEmpty }
    package var takesConversationID: Bool { base.takesConversationID }
    package var tellsWhenReady: Bool { base.tellsWhenReady }
    package var settleSeconds: Double { definition.startupDelay ?? base.settleSeconds }
    /// Variables that every session of this kind gets.
    package var environment: [String: String] { definition.environment }

    /// Its program is asked for its `--help`. Of a program that is not known, nobody knows what that would do.
    package var answersHelp: Bool { base.answersHelp }
    /// The names under which the configuration's `agents.paths` may say where the program is; the first that is there
    /// counts.
    package var pathNames: [String] { definition.command.isEmpty ? [name, base.name] : [name] }

    package var compactCommand: String? { base.compactCommand }

    private var isGeneric: Bool { definition.extends == AgentDefinition.generic }

    // MARK: Launch

    package func capabilities(help: String, version: String?) -> AgentCapabilities {
        base.capabilities(help: help, version: version)
    }

    package func check(
        _ settings: SessionSettings, _ capabilities: AgentCapabilities, _ context: LaunchContext
    ) throws(CcmuxError) {
        try base.check(whole(settings), capabilities, context)
    }

    package func check(prompt: String) throws(CcmuxError) { try base.check(prompt: prompt) }

    package func recipe(
        for record: SessionRecord, _ capabilities: AgentCapabilities, _ context: LaunchContext
    ) -> LaunchRecipe {
        var record = record
        record.settings = whole(record.settings)
        return base.recipe(for: record, capabilities, context)
    }

    /// With the kind's flags before the session's. A generic kind puts its own where its program wants them.
    private func whole(_ settings: SessionSettings) -> SessionSettings {
        guard !isGeneric else { return settings }
        var settings = settings
        settings.flags = definition.flags + settings.flags
        return settings
    }

    /// What the file gives is meant, whatever the base would drop.
    package func droppedVariables(_ environment: [String: String], home: String) -> Set<String> {
        base.droppedVariables(whole(environment), home: home).subtracting(definition.environment.keys)
    }

    package func loginProblem(_ environment: [String: String], home: String) -> String? {
        base.loginProblem(whole(environment), home: home)
    }

    private func whole(_ environment: [String: String]) -> [String: String] {
        environment.merging(definition.environment) { given, _ in given }
    }

    package func signal(fromHook payload: JSONValue) -> AgentSignal? { base.signal(fromHook: payload) }

    package func currentConversation(of agent: ProcessIdentity, environment: [String: String]) -> ConversationID? {
        base.currentConversation(of: agent, environment: environment)
    }

    // MARK: What it is doing

    /// The file's patterns come first: they are written for what the base does not read right.
    package func reading(of screen: ScreenText, at moment: Timestamp, zone: String?) -> ScreenReading {
        DefinedScreenReader(definition).reading(of: screen, at: moment, zone: zone)
            ?? base.reading(of: screen, at: moment, zone: zone)
    }

    package func reading(ofTitle title: String) -> TitleReading {
        let text = Array(title.unicodeScalars.prefix(DefinedScreenReader.longestRow))
        func matches(_ part: AgentDefinition.TitlePart) -> Bool {
            definition.title[part]?.contains { $0.matches(text) } ?? false
        }
        if matches(.waiting) { return .needsPerson }
        if matches(.working) { return .working }
        return matches(.idle) ? .atRest : base.reading(ofTitle: title)
    }

    package func reading(ofHook payload: JSONValue) -> HookReading? { base.reading(ofHook: payload) }
    package func request(ofHook payload: JSONValue) -> ToolRequest? { base.request(ofHook: payload) }
    package var tellsOfPermissions: Bool { base.tellsOfPermissions }

    package func sessionFile(of agent: ProcessIdentity, environment: [String: String]) -> String? {
        base.sessionFile(of: agent, environment: environment)
    }

    package func reading(ofSessionFile bytes: [UInt8], agent: ProcessIdentity) -> Signal<SessionFileReading>? {
        base.reading(ofSessionFile: bytes, agent: agent)
    }

    package func transcript(of conversation: ConversationID, environment: [String: String]) -> String? {
        base.transcript(of: conversation, environment: environment)
    }

    package func reading(ofTranscript tail: ArraySlice<UInt8>, zone: String?) -> Signal<TranscriptReading>? {
        base.reading(ofTranscript: tail, zone: zone)
    }

    package func reading(ofStatusLine payload: JSONValue) -> StatusLineReading? {
        base.reading(ofStatusLine: payload)
    }

    package var transcriptFormat: TranscriptFormat? { base.transcriptFormat }

    package func transcriptRoot(environment: [String: String]) -> String? {
        base.transcriptRoot(environment: environment)
    }

    package var conversations: (any ConversationHabits)? { base.conversations }

    package var readsComposer: Bool { base.readsComposer }
    package var recordsPrompts: Bool { base.recordsPrompts }
}
