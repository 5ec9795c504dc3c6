package import Model

/// What one record of a transcript says of a prompt.
package struct PromptTrace: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// The agent put it into its own queue.
        case enqueued
        /// It left the queue, and another record tells what became of it.
        case dequeued
        /// It left the queue without becoming part of the conversation: a person took it back.
        case withdrawn
        /// It became part of the conversation.
        case taken
        /// It was a command of the agent's own, and was carried out.
        case command
    }

    package var kind: Kind
    /// As the record has it; empty for a record of the queue that does not repeat the text, and means the oldest in
    /// it then, or all of it where a person took it back.
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
    /// As one bracketed paste, then Home: what stands right before the cursor would take the Enter.
    case pasteThenHome
    /// As one bracketed paste, then a blank, which the agent cuts off again: a list of completions would take the Enter.
    case pasteThenBlank
    /// Behind a blank that is typed first and deleted after: as the first thing in an empty composer its first
    /// character would open a mode of the agent's.
    case pasteAhead
    /// As typed characters in one step: a command of the agent's own, which a paste would not be taken for.
    case typed

    /// tmux's names of the keys to press before the paste, each a step of its own with a pause after it: Claude 2.1.1
    /// takes keys that it reads together for text.
    package var keysBefore: [String] { self == .pasteAhead ? ["Space", "Left"] : [] }

    /// Those to press where it is not known whether `keysAfter` were, because whoever pasted was killed: harmless twice.
    package var keysAgain: [String] {
        switch self {
        case .paste, .typed: []
        case .pasteThenHome, .pasteAhead: ["Home"]
        case .pasteThenBlank: ["Space"]
        }
    }

    /// Those to press after it, before the Enter.
    package var keysAfter: [String] {
        switch self {
        case .paste, .typed: []
        case .pasteThenHome: ["Home"]
        case .pasteThenBlank: ["Space"]
        case .pasteAhead: ["DC", "Home"]
        }
    }
}
