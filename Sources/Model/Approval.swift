/// Something that an agent asks a person: an open permission, question, plan, or another menu.
package struct Approval: Sendable, Hashable, Codable {
    /// Short, and unique among the open ones: `k3f`.
    package var id: String
    package var session: SessionID
    package var name: SessionName
    package var agent: String
    /// `permission`, `question`, `plan`, `trust`, `dialog`, `resume`, ….
    package var kind: AgentState
    /// The tool that it wants to use.
    package var tool: String?
    /// The exact command, file or plan; at most 16,000 characters.
    package var subject: String?
    /// What the menu asks, in its own words.
    package var question: String?
    /// Of a question: each with its options.
    package var questions: [Question]
    /// As the screen shows them.
    package var options: [OpenMenu.Option]
    package var since: Timestamp
    /// How an answer gets to the agent.
    package var channel: Channel

    package enum Channel: String, Sendable, Hashable, Codable {
        /// Through the hook that waits for it; no key is typed.
        case hook
        /// By keys, after the menu was read again.
        case keys
    }

    package struct Question: Sendable, Hashable, Codable {
        package var text: String
        package var header: String?
        package var options: [String]
        package var isMultiple: Bool

        package init(text: String, header: String?, options: [String], isMultiple: Bool) {
            self.text = text
            self.header = header
            self.options = options
            self.isMultiple = isMultiple
        }
    }

    package init(
        id: String, session: SessionID, name: SessionName, agent: String, kind: AgentState, tool: String? = nil,
        subject: String? = nil, question: String? = nil, questions: [Question] = [],
        options: [OpenMenu.Option] = [], since: Timestamp, channel: Channel
    ) {
        self.id = id
        self.session = session
        self.name = name
        self.agent = agent
        self.kind = kind
        self.tool = tool
        self.subject = subject
        self.question = question
        self.questions = questions
        self.options = options
        self.since = since
        self.channel = channel
    }
}

/// `GET /v1/approvals`: the longest open first.
package struct ApprovalList: Sendable, Codable {
    package var approvals: [Approval]

    package init(approvals: [Approval]) {
        self.approvals = approvals
    }
}

/// `POST /v1/sessions/NAME/answer` and `POST /v1/approvals/ID`.
package struct AnswerRequest: Sendable, Hashable, Codable {
    /// A number, `yes`, `no`, or text: an option's own words, or words for a question; one for each question.
    package var answers: [String]
    /// What the agent is told with a refusal.
    package var note: String?
    /// The approval that was looked at: another one that is open meanwhile is not answered.
    package var approval: String?

    package init(answers: [String], note: String? = nil, approval: String? = nil) {
        self.answers = answers
        self.note = note
        self.approval = approval
    }
}

/// What was answered, and how.
package struct AnswerResponse: Sendable, Codable {
    package var approval: Approval
    /// The option that was chosen, in the menu's own words, or the words that were given.
    package var answer: String
    package var channel: Approval.Channel

    package init(approval: Approval, answer: String, channel: Approval.Channel) {
        self.approval = approval
        self.answer = answer
        self.channel = channel
    }
}
