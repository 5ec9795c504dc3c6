/// A conversation of this machine that no session of ccmux has: an element of `GET /v1/external`.
package struct ExternalConversation: Sendable, Hashable, Codable {
    package var uuid: ConversationID
    /// The kind of agent: `claude`, `codex`.
    package var agent: String
    /// The directory that it began in, absolute, as its records tell; nil where they do not.
    package var dir: String?
    /// Its transcript.
    package var path: String
    /// Bytes.
    package var size: Int
    /// When something was last written to it.
    package var modified: Timestamp
    /// The last prompt, at most 500 characters; nil where the end of the transcript has none.
    package var lastPrompt: String?
    /// What the agent said after it, at most 500 characters; nil where it has said nothing.
    package var lastMessage: String?
    /// Live processes that write it, the surest first.
    package var writers: [ConversationWriter]

    package init(
        uuid: ConversationID, agent: String, dir: String?, path: String, size: Int, modified: Timestamp,
        lastPrompt: String? = nil, lastMessage: String? = nil, writers: [ConversationWriter] = []
    ) {
        self.uuid = uuid
        self.agent = agent
        self.dir = dir
        self.path = path
        self.size = size
        self.modified = modified
        self.lastPrompt = lastPrompt
        self.lastMessage = lastMessage
        self.writers = writers
    }
}

/// A live process that writes a conversation, and how that is known.
package struct ConversationWriter: Sendable, Hashable, Codable {
    /// From the surest to the least sure.
    package enum Evidence: String, Sendable, Hashable, Codable, CaseIterable {
        /// The agent's own file about this process names the conversation.
        case sessionFile
        /// It has the transcript open.
        case openFile
        /// Its command line names the conversation.
        case commandLine
        /// It is an agent in the conversation's directory that names none, and the transcript grew since it began.
        case guess
    }

    package var process: ProcessIdentity
    package var evidence: Evidence
    /// Its command line, at most 200 characters.
    package var command: String
    /// A server that holds conversations for several screens.
    package var isServer: Bool
    /// How many conversations it has open beside this one.
    package var others: Int
    /// A ccmux runs it, another one than this home's perhaps.
    package var isManaged: Bool

    package init(
        process: ProcessIdentity, evidence: Evidence, command: String, isServer: Bool = false, others: Int = 0,
        isManaged: Bool = false
    ) {
        self.process = process
        self.evidence = evidence
        self.command = command
        self.isServer = isServer
        self.others = others
        self.isManaged = isManaged
    }

    private enum CodingKeys: String, CodingKey {
        case process, evidence, command, others
        case isServer = "server"
        case isManaged = "managed"
    }
}

/// `GET /v1/external`, newest first.
package struct ExternalList: Sendable, Codable {
    package var conversations: [ExternalConversation]
    /// How many more there are that were asked for, and are not told.
    package var more: Int
    /// Folders that could not be read.
    package var problems: [CcmuxError]

    package init(conversations: [ExternalConversation], more: Int = 0, problems: [CcmuxError] = []) {
        self.conversations = conversations
        self.more = more
        self.problems = problems
    }
}

/// `POST /v1/adopt`.
package struct AdoptRequest: Sendable, Hashable, Codable {
    package enum Way: String, Sendable, Hashable, Codable {
        /// The conversation itself; refused while something writes it.
        case plain
        /// A copy under a uuid of its own.
        case fork
        /// The conversation itself; what writes it is ended.
        case takeover
    }

    package var conversation: ConversationID
    package var way: Way?
    /// What the session is to be made with. Its name may be empty: it is made from the directory's. Its directory may be
    /// empty: it is the conversation's own.
    package var session: NewSessionRequest
    /// Takeover: what does not end is killed.
    package var force: Bool?
    /// Takeover: seconds to wait for the writer's end.
    package var patience: Double?
    /// Takeover: the writer, as the caller knows it; needed where ccmux can only guess.
    package var pid: Int32?
    /// The asking process: neither it nor what it runs below is ended.
    package var caller: Int32?

    package init(conversation: ConversationID, session: NewSessionRequest, way: Way = .plain) {
        self.conversation = conversation
        self.session = session
        self.way = way
    }
}

/// `POST /v1/sessions/NAME/fork`.
package struct ForkRequest: Sendable, Hashable, Codable {
    /// The new session's.
    package var name: String
    /// Absolute; nil for the original's.
    package var dir: String?
    /// A prompt for the new session is not part of it: send it once it runs.
    package var start: Bool?
    /// Work in a git worktree of its own, which begins at the last commit of that directory.
    package var worktree: WorktreeWish?
    /// With a worktree: `take` copies the directory's uncommitted changes into it, `leave` does not, nil says that there
    /// are some. They stay where they are either way.
    package var changes: String?

    package init(
        name: String, dir: String? = nil, start: Bool? = nil, worktree: WorktreeWish? = nil, changes: String? = nil
    ) {
        self.name = name
        self.dir = dir
        self.start = start
        self.worktree = worktree
        self.changes = changes
    }
}

/// What `adopt` and `fork` made.
package struct AdoptionResult: Sendable, Codable {
    package var session: SessionView
    package var way: AdoptRequest.Way
    /// The conversation that it came from; the session's own after `plain` and `takeover`.
    package var from: ConversationID
    /// The processes that were ended for it.
    package var ended: [Int32]
    /// What those had started and did not take with them.
    package var left: [Int32]
    /// Sentences: what the new session lacks.
    package var notes: [String]?

    package init(
        session: SessionView, way: AdoptRequest.Way, from: ConversationID, ended: [Int32] = [], left: [Int32] = []
    ) {
        self.session = session
        self.way = way
        self.from = from
        self.ended = ended
        self.left = left
    }
}

/// Where a session's conversation came from.
package struct SessionOrigin: Sendable, Hashable, Codable {
    package var way: AdoptRequest.Way
    package var conversation: ConversationID
    /// The session of ours that it was, by the name that it had.
    package var session: SessionName?
    package var at: Timestamp

    package init(way: AdoptRequest.Way, conversation: ConversationID, session: SessionName?, at: Timestamp) {
        self.way = way
        self.conversation = conversation
        self.session = session
        self.at = at
    }
}
