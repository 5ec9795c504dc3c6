package import Model

/// What must be known of an agent's conversations outside of our sessions: who writes one, what it is about, and how it
/// is copied under another uuid.
package protocol ConversationHabits: Sendable {
    /// The conversation whose transcript has this name, as a file or a path; nil for a file that is none.
    func conversation(ofTranscript path: String) -> ConversationID?

    /// A process is this agent.
    ///
    /// - Parameters:
    ///   - executable: its program, absolute, links resolved; empty where it is not known.
    ///   - words: its command line.
    func isAgent(executable: String, words: [String]) -> Bool

    /// What a command line says of the conversation that the agent is in.
    func claim(ofCommand words: [String]) -> ConversationClaim

    /// The agent's file about a process of its own; nil where it keeps none.
    ///
    /// - Parameter root: the folder of its transcripts.
    func sessionFile(of pid: Int32, root: String) -> String?

    /// The conversation that such a file names; nil where it names none, or is another process's.
    func conversation(ofSessionFile bytes: [UInt8], process: ProcessIdentity) -> ConversationID?

    /// The agent keeps a transcript open while it writes it.
    var keepsTranscriptOpen: Bool { get }

    /// The directory of a conversation.
    ///
    /// - Parameter head: the transcript's first whole lines.
    func directory(ofTranscript path: String, head: ArraySlice<UInt8>) -> String?

    // MARK: Copies

    /// A uuid for a copy, of the shape that the agent gives its own.
    func newConversation(at moment: Timestamp) -> ConversationID

    /// Where a copy lies, so that the agent finds it.
    ///
    /// - Parameters:
    ///   - original: the transcript that is copied.
    ///   - recipe: of the session that is to have it.
    ///   - root: the folder of its transcripts, for that session.
    func path(
        ofCopy conversation: ConversationID, of original: String, _ recipe: LaunchRecipe, root: String,
        at moment: Timestamp
    ) -> String?

    /// The keys whose values name the conversation in its records.
    var conversationKeys: Set<String> { get }

    /// The first line of a copy, its uuid changed already.
    func firstLine(ofCopy line: ArraySlice<UInt8>, from original: ConversationID, directory: String) -> [UInt8]
}

/// What a command line says of the conversation that an agent is in.
package enum ConversationClaim: Sendable, Hashable {
    case conversation(ConversationID)
    /// It is some conversation, and the command line does not tell which.
    case untold
    /// It is in none: a subcommand that does something else.
    case none
    /// It holds conversations for other processes.
    case server
}

extension ConversationHabits {
    package func sessionFile(of pid: Int32, root: String) -> String? { nil }
    package func conversation(ofSessionFile bytes: [UInt8], process: ProcessIdentity) -> ConversationID? { nil }
    package var keepsTranscriptOpen: Bool { false }
    package func newConversation(at moment: Timestamp) -> ConversationID { .random() }
    package func firstLine(
        ofCopy line: ArraySlice<UInt8>, from original: ConversationID, directory: String
    ) -> [UInt8] { Array(line) }

    /// The uuid with which a transcript's name ends.
    func uuid(atEndOf path: String) -> ConversationID? {
        let name = path.split(separator: "/").last ?? ""
        guard name.hasSuffix(".jsonl") else { return nil }
        return ConversationID(String(name.dropLast(6).suffix(36)))
    }

    /// A program is called so, or an interpreter runs a script of that name; `vim claude` is neither.
    func isCalled(_ command: String, executable: String, words: [String]) -> Bool {
        func base(_ path: String) -> Substring { path.split(separator: "/").last ?? "" }
        if base(executable) == command || base(words.first ?? "") == command { return true }
        return isInterpreted(executable: executable, words: words) && words.dropFirst().first.map(base) == command[...]
    }

    func isInterpreted(executable: String, words: [String]) -> Bool {
        let program = executable.isEmpty ? words.first ?? "" : executable
        let name = program.split(separator: "/").last ?? ""
        return ["node", "nodejs", "bun", "deno", "bash", "sh", "dash", "zsh"].contains(name) || name.hasPrefix("python")
    }
}
