/// Where a conversation stopped: the end of its transcript in a few lines.
package struct ConversationEnd: Sendable, Hashable, Codable {
    /// The last prompt, its beginning.
    package var prompt: String?
    package var promptAt: Timestamp?
    /// What the agent said last in answer to it, its beginning; nil where it has said nothing yet.
    package var message: String?
    package var messageAt: Timestamp?
    /// The turn came to its end.
    package var isEnded: Bool
    /// As in a turn: `completed`, `interrupted`, `failed`, `limited`.
    package var outcome: String?
    /// The tool call that has no result yet, while the turn goes on: `Bash`, and what it is about.
    package var openTool: String?
    package var openToolSubject: String?
    package var openToolAt: Timestamp?

    package init(isEnded: Bool) { self.isEnded = isEnded }

    /// - Parameter scalars: how much of a text is kept.
    package init?(_ page: TranscriptPage, scalars: Int = 1000) {
        let isPrompt = { (item: TranscriptItem) in item.kind == .prompt && item.thread == nil }
        guard let turn = page.turns.last(where: { $0.items.contains(where: isPrompt) }) else { return nil }
        self.init(isEnded: turn.isEnded)
        outcome = turn.outcome
        // A prompt that came while the turn went on counts as well; what was said before it is no answer to it.
        let first = turn.items.first(where: isPrompt)
        let last = turn.items.last(where: isPrompt)
        prompt = Self.beginning((last ?? first)?.text, scalars)
        promptAt = last?.at ?? turn.start
        let said = turn.items.last { $0.kind == .said && $0.thread == nil && !$0.text.isEmpty }
        message = Self.beginning(said?.text, scalars)
        messageAt = said?.at
        guard !turn.isEnded, let open = turn.items.last(where: { $0.tool != nil && $0.tool?.result == nil }),
            let tool = open.tool
        else { return }
        openTool = tool.name
        openToolSubject = Self.beginning(tool.subject, 200)
        openToolAt = open.at
    }

    private static func beginning(_ text: String?, _ scalars: Int) -> String? {
        guard let text, !text.isEmpty else { return nil }
        let kept = text.unicodeScalars.prefix(scalars)
        return kept.endIndex < text.unicodeScalars.endIndex ? String(kept) + "…" : text
    }
}
