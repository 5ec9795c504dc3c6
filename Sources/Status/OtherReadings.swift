package import Model

/// What is known of the processes, from the runner's reports and from tmux.
package enum ProcessReading: Sendable, Hashable, Codable {
    /// Its end is wanted, and it has ended.
    case stopped
    /// Put away for a while; its conversation waits.
    case hibernated
    case blocked(String)
    /// The pane or the agent is being started.
    case starting
    case running
    /// The agent ended; it is launched again.
    case backingOff(lastExit: String?, retryAt: Timestamp?)
    /// The agent ended, and nobody will launch it again.
    case exited(String?)
}

/// What Claude's session file says (`~/.claude/sessions/PID.json`).
package struct SessionFileReading: Sendable, Hashable, Codable {
    package enum Status: Sendable, Hashable, Codable {
        case idle
        case busy
        /// For a person; the state that its word means (`permission`, `question`, `plan`, `dialog`), and the word.
        case waiting(AgentState, String)
    }

    package var status: Status

    package init(_ status: Status) {
        self.status = status
    }
}

/// What a hook told. Each is an event: it says what began or ended at one moment.
package enum HookReading: Sendable, Hashable, Codable {
    /// The agent is ready, or the conversation was exchanged.
    case sessionBegan(source: String)
    /// A prompt was taken: a turn begins.
    case prompted
    /// A tool is about to be used.
    case toolBegins(name: String, subject: String?)
    /// A dialog opens: the state that it means, the tool, and what it is about.
    case asks(AgentState, tool: String, subject: String?)
    /// A turn ended.
    case turnEnded(background: Bool)
    /// A turn ended in an error, or at a limit.
    case turnFailed(AgentErrorKind, isLimit: Bool, text: String?)
    case subagentEnded
    case compacting
    case sessionEnded(reason: String)
}

/// What the end of the transcript says.
package struct TranscriptReading: Sendable, Hashable, Codable {
    package enum Last: Sendable, Hashable, Codable {
        /// A person's prompt, or a tool's result: the model is to speak.
        case input
        /// The agent spoke, and asks for no tool.
        case answer
        /// The agent asked for a tool.
        case toolUse(String)
        case failed(AgentErrorKind, String)
        case limited(UsageLimit)
        /// A person interrupted the turn.
        case interrupted
        /// The agent itself recorded that the turn is over.
        case turnEnded
    }

    package var last: Last?
    package var model: String?
    package var context: ContextUse?

    package init(last: Last?, model: String? = nil, context: ContextUse? = nil) {
        self.last = last
        self.model = model
        self.context = context
    }
}

extension TranscriptReading {
    /// It ends with the end of a turn.
    package var isEnd: Bool {
        switch last {
        case .answer, .turnEnded, .failed, .limited: true
        case .input, .toolUse, .interrupted, nil: false
        }
    }
}

/// What Claude hands to its status line's command.
package struct StatusLineReading: Sendable, Hashable, Codable {
    package var model: String?
    package var context: ContextUse?
    /// US dollars since the session began.
    package var cost: Double?

    package init(model: String?, context: ContextUse?, cost: Double?) {
        self.model = model
        self.context = context
        self.cost = cost
    }
}
