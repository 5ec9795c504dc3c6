package import Model

/// An attempt to type a prompt, written down before it is made, so that whoever comes after a crash can find out what
/// became of it.
package struct DeliveryAttempt: Sendable, Hashable, Codable {
    /// Counts from 1; with the entry's id it names the attempt in the pane.
    package var number: Int
    /// The agent that it is typed into.
    package var agent: ProcessIdentity
    package var conversation: ConversationID?
    /// The transcript and its length in bytes before; what stands there does not count as proof.
    package var transcript: String?
    package var offset: Int
    package var began: Timestamp

    package init(
        number: Int, agent: ProcessIdentity, conversation: ConversationID?, transcript: String?, offset: Int,
        began: Timestamp
    ) {
        self.number = number
        self.agent = agent
        self.conversation = conversation
        self.transcript = transcript
        self.offset = offset
        self.began = began
    }
}
