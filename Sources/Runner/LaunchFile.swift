package import Model
import Platform

/// All that a runner needs to launch its agent, so that it depends on neither the daemon nor the database.
///
/// The daemon writes it (`run/ID.json`) whenever the record changes; the runner and the hook write it too, under
/// `LaunchFile.lock`: `conversation` when the agent moved to another one, `conversed` once there is something to lose.
package struct LaunchFile: Sendable, Hashable, Codable {
    package var version = 1
    package var session: SessionID
    package var name: SessionName
    package var agent: String
    package var settings: SessionSettings
    /// The agent's whole environment but for what the runner adds itself (TERM, the pane).
    package var environment: [String: String]
    package var conversation: ConversationID?
    /// This conversation has been seen with something in it.
    package var conversed: Bool
    /// The command line that begins a conversation: an absolute path, then arguments. An argument that is exactly
    /// `LaunchFile.placeholder` stands for the conversation's uuid.
    package var begin: [String]
    /// The command line that resumes the conversation.
    package var resume: [String]
    package var evidence: ConversationEvidence?
    package var discovery: ConversationDiscovery?
    /// Seconds between SIGTERM and SIGKILL when the agent is to end.
    package var stopGrace: Double
    /// The daemon will not have it launched, and why; nil when it may be.
    package var blocked: String?
    /// Set while the session is hibernated, or was woken in its pane; absent otherwise.
    package var hibernation: Hibernation?
    /// Ends in a row without a minute alive after which the agent is tried only every `probeSeconds`; nil is never.
    package var crashLimit: Int?
    package var probeSeconds: Double?
    /// Where a conversation that is gone was found, if anywhere, and what a person can do.
    package var lost: String?

    package enum Hibernation: String, Sendable, Hashable, Codable {
        /// The daemon wants no agent to run.
        case asked
        /// Somebody pressed a key in the pane since: the agent is launched, and the daemon follows.
        case woken
    }

    package static let placeholder = "{conversation}"

    package init(
        session: SessionID, name: SessionName, agent: String, settings: SessionSettings,
        environment: [String: String], conversation: ConversationID?, conversed: Bool, begin: [String],
        resume: [String], evidence: ConversationEvidence?, discovery: ConversationDiscovery?, stopGrace: Double,
        blocked: String? = nil, lost: String? = nil
    ) {
        self.session = session
        self.name = name
        self.agent = agent
        self.settings = settings
        self.environment = environment
        self.conversation = conversation
        self.conversed = conversed
        self.begin = begin
        self.resume = resume
        self.evidence = evidence
        self.discovery = discovery
        self.stopGrace = stopGrace
        self.blocked = blocked
        self.lost = lost
    }
}

/// Where an agent keeps a conversation, and what in that file makes it one that can be resumed.
package struct ConversationEvidence: Sendable, Hashable, Codable {
    /// Absolute; `LaunchFile.placeholder` in it stands for the uuid.
    package var path: String
    /// A line that contains one of these is part of a conversation…
    package var anyOf: [String]
    /// …unless it also contains one of these.
    package var noneOf: [String]

    package init(path: String, anyOf: [String], noneOf: [String]) {
        self.path = path
        self.anyOf = anyOf
        self.noneOf = noneOf
    }

    package func path(of conversation: ConversationID) -> String {
        path.replacingPlaceholder(with: conversation)
    }
}

/// How to learn the uuid of a conversation that the agent names itself: from the file that it writes.
package struct ConversationDiscovery: Sendable, Hashable, Codable {
    /// The folder below which the agent writes, at most four levels deep.
    package var root: String
    package var prefix: String
    package var suffix: String
    /// What the first line must contain: the session's own directory, as the agent writes it.
    package var firstLineContains: String

    package init(root: String, prefix: String, suffix: String, firstLineContains: String) {
        self.root = root
        self.prefix = prefix
        self.suffix = suffix
        self.firstLineContains = firstLineContains
    }
}

extension String {
    func replacingPlaceholder(with conversation: ConversationID) -> String {
        var result = ""
        var rest = self[...]
        while let range = rest.firstRange(of: LaunchFile.placeholder) {
            result += rest[..<range.lowerBound] + conversation.text
            rest = rest[range.upperBound...]
        }
        return result + rest
    }
}
