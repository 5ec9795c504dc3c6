package import Model

/// What one record of a transcript says of a prompt.
package struct PromptTrace: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// The agent put it into its own queue.
        case enqueued
        /// It left the queue without becoming part of the conversation: a person took it back.
        case withdrawn
        /// It became part of the conversation.
        case taken
        /// It was a command of the agent's own, and was carried out.
        case command
    }

    package var kind: Kind
    /// As the record has it; empty for a record of the queue that does not repeat the text.
    package var text: String
    package var at: Timestamp?

    package init(_ kind: Kind, text: String, at: Timestamp?) {
        self.kind = kind
        self.text = text
        self.at = at
    }
}

/// How a text gets into an agent's composer.
package enum TypingForm: Sendable, Hashable {
    /// As one bracketed paste.
    case paste
    /// As typed characters in one step: a command of the agent's own, which a paste would not be taken for.
    case typed
}
