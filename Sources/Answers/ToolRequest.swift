package import Model

/// What an agent asks a person for, as its hook tells it.
package struct ToolRequest: Sendable, Hashable {
    /// The tool's own name: `Bash`, `Edit`, `mcp__files__read`.
    package var tool: String
    /// `permission`, `question` or `plan`.
    package var kind: AgentState
    /// The command, file, address or plan, exactly; at most 16,000 characters.
    package var subject: String?
    /// Something of it was cut off: nothing can be said of what it is.
    package var isCut: Bool
    package var questions: [Approval.Question]

    package init(
        tool: String, kind: AgentState, subject: String?, isCut: Bool = false, questions: [Approval.Question] = []
    ) {
        self.tool = tool
        self.kind = kind
        self.subject = subject
        self.isCut = isCut
        self.questions = questions
    }
}
