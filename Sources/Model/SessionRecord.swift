/// One session as it is kept: what the user asked for, and the conversation that is pinned to it.
package struct SessionRecord: Sendable, Hashable, Codable {
    package var id: SessionID
    package var name: SessionName
    /// The agent kind: `claude`, `codex`, `demo`.
    package var agent: String
    package var settings: SessionSettings
    package var group: String?
    package var wanted: WantedState
    /// The conversation. Nil while the agent has not told it yet (Codex names it at the first prompt).
    package var conversation: ConversationID?
    /// The agent has had a transcript of this conversation: from then on a missing one blocks the launch, since
    /// starting blank would lose it.
    package var conversed: Bool
    /// A prompt to be given with the first launch; gone once the conversation exists.
    package var firstPrompt: String?
    package var created: Timestamp

    package init(
        id: SessionID, name: SessionName, agent: String, settings: SessionSettings, group: String? = nil,
        wanted: WantedState = .running, conversation: ConversationID? = nil, conversed: Bool = false,
        firstPrompt: String? = nil, created: Timestamp
    ) {
        self.id = id
        self.name = name
        self.agent = agent
        self.settings = settings
        self.group = group
        self.wanted = wanted
        self.conversation = conversation
        self.conversed = conversed
        self.firstPrompt = firstPrompt
        self.created = created
    }
}
