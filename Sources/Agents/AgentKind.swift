package import Answers
package import Delivery
package import Model
package import Runner
package import Status
package import Transcripts

/// What ccmux must know of a coding agent. A new kind is one type of this protocol, listed in `AgentCatalog.shipped`.
package protocol AgentKind: Sendable {
    /// As in `--agent NAME`.
    var name: String { get }
    /// The command that is looked for on the PATH, or its absolute path.
    var command: String { get }
    /// How a user gets it, one line.
    var installation: String { get }
    /// The agent takes the conversation's uuid beforehand. Where it does not, the uuid is discovered.
    var takesConversationID: Bool { get }
    /// It has hooks of ours that tell when it is ready.
    var tellsWhenReady: Bool { get }
    /// Seconds for which a start keeps the machine busy: the next one waits as long, or until the agent is ready.
    var settleSeconds: Double { get }

    /// It is the `ccmux` program itself, and not looked for.
    var isPartOfCcmux: Bool { get }
    /// Its program is asked for its `--help`; otherwise nothing is known of its flags.
    var answersHelp: Bool { get }
    /// The names under which the configuration's `agents.paths` may say where the program is, the nearest first.
    var pathNames: [String] { get }
    /// Variables for every session of this kind; a session's own come before them.
    var environment: [String: String] { get }

    /// What this binary can do, read from its `--help`.
    func capabilities(help: String, version: String?) -> AgentCapabilities

    /// Refuses settings that this binary would answer by ending at once, or that would undo the pinning.
    func check(_ settings: SessionSettings, _ capabilities: AgentCapabilities, _ context: LaunchContext)
        throws(CcmuxError)

    /// Refuses a first prompt that would not arrive as one.
    func check(prompt: String) throws(CcmuxError)

    /// The command lines. Only called with settings that `check` lets pass.
    func recipe(for record: SessionRecord, _ capabilities: AgentCapabilities, _ context: LaunchContext) -> LaunchRecipe

    /// Variables that the agent must not get, given all that it would get.
    func droppedVariables(_ environment: [String: String], home: String) -> Set<String>

    /// Why it would ask for a login, as the end of a sentence; nil where it is logged in as far as can be seen.
    func loginProblem(_ environment: [String: String], home: String) -> String?

    /// What a hook's payload says; nil when it says nothing that is used.
    func signal(fromHook payload: JSONValue) -> AgentSignal?

    // MARK: What it is doing: each reads one source, and knows nothing of the others

    /// What a screen shows.
    ///
    /// - Parameters:
    ///   - moment: when it was captured; times of day on it are after that.
    ///   - zone: the name of the time zone that the agent runs in (`Europe/Berlin`); nil for the machine's own.
    func reading(of screen: ScreenText, at moment: Timestamp, zone: String?) -> ScreenReading

    /// What a pane's title says.
    func reading(ofTitle title: String) -> TitleReading

    /// What a hook's payload announces; nil when it announces nothing that counts.
    func reading(ofHook payload: JSONValue) -> HookReading?

    /// What a hook's payload asks a person for; nil when it asks nothing.
    func request(ofHook payload: JSONValue) -> ToolRequest?

    /// A hook of ours tells of each permission that it asks for.
    var tellsOfPermissions: Bool { get }

    /// The file in which a running agent keeps its state; nil where it keeps none.
    func sessionFile(of agent: ProcessIdentity, environment: [String: String]) -> String?

    /// What that file says; nil when it is unreadable, says nothing, or is another process's.
    func reading(ofSessionFile bytes: [UInt8], agent: ProcessIdentity) -> Signal<SessionFileReading>?

    /// Where an agent that chooses its conversation itself keeps it; nil where it is not found.
    func transcript(of conversation: ConversationID, environment: [String: String]) -> String?

    /// What the end of a transcript says: whole lines, the last that fit into what the caller read.
    func reading(ofTranscript tail: ArraySlice<UInt8>, zone: String?) -> Signal<TranscriptReading>?

    /// What it hands to its status line's command.
    func reading(ofStatusLine payload: JSONValue) -> StatusLineReading?

    /// The conversation that a live agent says it is in, from files that it keeps; nil where it does not say.
    func currentConversation(of agent: ProcessIdentity, environment: [String: String]) -> ConversationID?

    /// How it writes its transcripts; nil where nothing reads them.
    var transcriptFormat: TranscriptFormat? { get }

    /// The folder below which it keeps them, for an environment; nil where it keeps none.
    func transcriptRoot(environment: [String: String]) -> String?

    /// What must be known of its conversations outside of our sessions; nil where they can be neither adopted nor forked.
    var conversations: (any ConversationHabits)? { get }

    // MARK: Talking to it

    /// Its command that makes room in the context; nil where it has none.
    var compactCommand: String? { get }

    /// It takes prompts while it works, keeps them for later, and then takes them in their order.
    ///
    /// - Parameter version: as the agent prints it; nil where it is not known.
    func queuesPrompts(version: String?) -> Bool

    /// Its screen reader tells what stands in the composer.
    var readsComposer: Bool { get }

    /// Its transcript shows at once what it puts into its queue.
    var recordsQueue: Bool { get }

    /// It takes such a prompt out of its queue apart from the others, and so not in their order.
    func queuesApart(_ text: String) -> Bool

    /// tmux's names of the keys that take a line or more out of its composer, one after the other, and do nothing in an
    /// empty one; none where that cannot be done.
    var clearingKeys: [String] { get }

    /// It keeps a transcript in which `promptTraces` finds prompts.
    var recordsPrompts: Bool { get }

    /// How this text gets into the composer.
    func typingForm(of text: String) -> TypingForm

    /// Refuses a text that would end the agent, or that it would run as a shell command.
    func check(sent text: String) throws(CcmuxError)

    /// What whole lines of a transcript say of prompts, in their order; texts whole, up to 4 MB. Give it all lines since
    /// the prompt was typed: some records say only that the oldest in the agent's queue was taken.
    func promptTraces(in lines: ArraySlice<UInt8>) -> [PromptTrace]

    /// The text of a record is this prompt, but for what the agent itself does to what is typed (`docs/facts.md`).
    func isSamePrompt(_ recorded: String, as sent: String) -> Bool

    /// The text in the composer is this prompt, whole, shortened, or as the mark that stands for a long paste.
    func isInComposer(_ draft: String, _ sent: String) -> Bool

    /// What the agent said last, from the end of a transcript; nil where it has said nothing since the last prompt.
    func lastMessage(ofTranscript tail: ArraySlice<UInt8>) -> String?

    /// Whose limits it has, in this environment: never a secret itself.
    ///
    /// - Parameter files: what was read before, so that unchanged files are not read again.
    func account(_ environment: [String: String], home: String, files: AccountFiles) -> AccountID
}

extension AgentKind {
    /// A command leaves no record that would keep it from being given again.
    func refuseSlashCommand(_ prompt: String) throws(CcmuxError) {
        guard prompt.hasPrefix("/") else { return }
        throw CcmuxError(
            .refused, "A first prompt cannot be a slash command: it would run again with each launch.",
            advice: "Send it once the session runs: ccmux send NAME '\(prompt.prefix(40))'.")
    }

    package var isPartOfCcmux: Bool { false }
    package var answersHelp: Bool { !isPartOfCcmux }
    package var pathNames: [String] { [name] }
    package var environment: [String: String] { [:] }
    package func check(prompt: String) throws(CcmuxError) {}
    package func droppedVariables(_ environment: [String: String], home: String) -> Set<String> { [] }
    package func loginProblem(_ environment: [String: String], home: String) -> String? { nil }
    package func signal(fromHook payload: JSONValue) -> AgentSignal? { nil }
    package func reading(of screen: ScreenText, at moment: Timestamp, zone: String?) -> ScreenReading {
        ScreenReading(screen.isBlank ? .blank : .unclear)
    }
    package func reading(ofTitle title: String) -> TitleReading { .silent }
    package func reading(ofHook payload: JSONValue) -> HookReading? { nil }
    package func request(ofHook payload: JSONValue) -> ToolRequest? { nil }
    package var tellsOfPermissions: Bool { false }
    package func sessionFile(of agent: ProcessIdentity, environment: [String: String]) -> String? { nil }
    package func reading(ofSessionFile bytes: [UInt8], agent: ProcessIdentity) -> Signal<SessionFileReading>? { nil }
    package func transcript(of conversation: ConversationID, environment: [String: String]) -> String? { nil }
    package func reading(ofTranscript tail: ArraySlice<UInt8>, zone: String?) -> Signal<TranscriptReading>? { nil }
    package func reading(ofStatusLine payload: JSONValue) -> StatusLineReading? { nil }
    package func currentConversation(of agent: ProcessIdentity, environment: [String: String]) -> ConversationID? {
        nil
    }
    package var transcriptFormat: TranscriptFormat? { nil }
    package func transcriptRoot(environment: [String: String]) -> String? { nil }
    package var conversations: (any ConversationHabits)? { nil }
    package var compactCommand: String? { nil }
    package func queuesPrompts(version: String?) -> Bool { false }
    package var readsComposer: Bool { false }
    package var recordsQueue: Bool { false }
    package func queuesApart(_ text: String) -> Bool { false }
    package var clearingKeys: [String] { [] }
    package var recordsPrompts: Bool { false }
    package func typingForm(of text: String) -> TypingForm { .paste }
    package func check(sent text: String) throws(CcmuxError) {}
    package func promptTraces(in lines: ArraySlice<UInt8>) -> [PromptTrace] { [] }
    package func isSamePrompt(_ recorded: String, as sent: String) -> Bool {
        recorded.utf8.elementsEqual(sent.utf8) || recorded.utf8.elementsEqual(PromptText.pasted(sent))
    }
    package func isInComposer(_ draft: String, _ sent: String) -> Bool { DraftMatch.isSame(draft, sent) }
    package func lastMessage(ofTranscript tail: ArraySlice<UInt8>) -> String? { nil }
    package func account(_ environment: [String: String], home: String, files: AccountFiles) -> AccountID {
        AccountID(rawValue: name)
    }
}

/// What one binary can do.
package struct AgentCapabilities: Sendable, Hashable {
    /// As it prints it; nil when it did not.
    package var version: String?
    /// Long flags with their dashes.
    package var flags: Set<String>
    /// As its help lists them; empty when it does not list any.
    package var permissionModes: [String]

    package init(version: String?, flags: Set<String>, permissionModes: [String]) {
        self.version = version
        self.flags = flags
        self.permissionModes = permissionModes
    }

    package func knows(_ flag: String) -> Bool { flags.contains(flag) }
}

/// What a launch depends on beside the record.
package struct LaunchContext: Sendable {
    /// The agent's binary, absolute.
    package var executable: String
    /// The stable path of the `ccmux` program, for hooks.
    package var ccmux: String
    /// The user's home folder.
    package var userHome: String
    package var isRoot: Bool
    /// Comes before `-NAME` in the name under which remote control shows a session.
    package var remoteControlPrefix: String
    /// From the configuration; the session's own choice comes first.
    package var remoteControl: RemoteControl
    /// What the agent will get.
    package var environment: [String: String]

    package init(
        executable: String, ccmux: String, userHome: String, isRoot: Bool, remoteControlPrefix: String,
        remoteControl: RemoteControl, environment: [String: String]
    ) {
        self.executable = executable
        self.ccmux = ccmux
        self.userHome = userHome
        self.isRoot = isRoot
        self.remoteControlPrefix = remoteControlPrefix
        self.remoteControl = remoteControl
        self.environment = environment
    }
}

/// The command lines of a session, as the launch file takes them.
package struct LaunchRecipe: Sendable, Hashable {
    package var begin: [String]
    package var resume: [String]
    package var evidence: ConversationEvidence?
    package var discovery: ConversationDiscovery?

    package init(
        begin: [String], resume: [String], evidence: ConversationEvidence?, discovery: ConversationDiscovery? = nil
    ) {
        self.begin = begin
        self.resume = resume
        self.evidence = evidence
        self.discovery = discovery
    }
}

/// What an agent told of its conversation through a hook.
package enum AgentSignal: Sendable, Hashable {
    /// It is in this conversation now; `transcript` is where it keeps it.
    case conversation(ConversationID, transcript: String?)
    /// A prompt was taken, with its text where it is told: from now on there is something to lose.
    case prompted(String?)
}
