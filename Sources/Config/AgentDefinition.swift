package import Platform

/// A kind of agent as a file `~/.ccmux/agents/NAME.toml` defines it. `docs/agents.md` explains the keys.
package struct AgentDefinition: Sendable, Hashable {
    /// The file's name without `.toml`.
    package var name: String
    /// The kind that it takes everything from that it does not say itself: a shipped one, `generic`, or another file's.
    package var extends = AgentDefinition.generic
    /// The program's name, to be looked for on the PATH, or its absolute path; then words that come before every flag.
    /// Empty where it is inherited.
    package var command: [String] = []
    /// How a user gets the program, one line.
    package var install: String?
    package var environment: [String: String] = [:]
    /// Seconds for which a start keeps the machine busy.
    package var startupDelay: Double?
    /// For each launch.
    package var flags: [String] = []
    /// Further ones for a launch that begins a conversation; `{conversation}` stands for its uuid.
    package var begin: [String]?
    /// Further ones for a launch that resumes one.
    package var resume: [String]?
    /// How a first prompt is passed: these words, and the prompt behind them or in the place of `{prompt}`.
    package var promptFlags: [String]?
    package var conversation: Conversation?
    package var screen: [ScreenPart: [Pattern]] = [:]
    /// The most rows, blank ones left out, that stand below the composer, and below a row that tells of a menu.
    package var belowComposer: Int?
    package var belowMenu: Int?
    package var title: [TitlePart: [Pattern]] = [:]

    /// What is extended where nothing else is: a program of which nothing is known.
    package static let generic = "generic"
    package static let conversationPlaceholder = "{conversation}"
    package static let directoryPlaceholder = "{directory}"
    package static let promptPlaceholder = "{prompt}"

    package init(name: String) {
        self.name = name
    }

    /// Where the program keeps a conversation, and how it is known that there is one.
    package struct Conversation: Sendable, Hashable {
        /// Absolute, or from `~/` or `{directory}` on; may hold `{conversation}`.
        package var file = ""
        /// A line of the file that holds one of these texts proves a conversation.
        package var line: [String] = []

        package init() {}
    }

    /// What a row of the screen can show.
    package enum ScreenPart: String, Sendable, Hashable, CaseIterable {
        case ready, composer, working, menu, permission, question, limited, error
    }

    /// What a pane's title can say.
    package enum TitlePart: String, Sendable, Hashable, CaseIterable {
        case working, idle, waiting
    }
}

extension AgentDefinition {
    /// With all that `parent` says and this does not: tables are joined, flags come behind the parent's, patterns before.
    func inheriting(from parent: AgentDefinition) -> AgentDefinition {
        var result = self
        result.extends = parent.extends
        if command.isEmpty { result.command = parent.command }
        result.install = install ?? parent.install
        result.environment = parent.environment.merging(environment) { $1 }
        result.startupDelay = startupDelay ?? parent.startupDelay
        result.flags = parent.flags + flags
        result.begin = begin ?? parent.begin
        result.resume = resume ?? parent.resume
        result.promptFlags = promptFlags ?? parent.promptFlags
        result.conversation = conversation ?? parent.conversation
        result.screen = screen.merging(parent.screen, uniquingKeysWith: +)
        result.belowComposer = belowComposer ?? parent.belowComposer
        result.belowMenu = belowMenu ?? parent.belowMenu
        result.title = title.merging(parent.title, uniquingKeysWith: +)
        return result
    }
}
