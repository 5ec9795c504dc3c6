import Model
import Testing

@Suite struct ConversationEndTests {
    private static let now = Timestamp(milliseconds: 1_800_000_000_000)

    private func item(_ kind: TranscriptItem.Kind, _ text: String, thread: String? = nil) -> TranscriptItem {
        var item = TranscriptItem(kind: kind, text: text, at: Self.now, offset: 0)
        item.thread = thread
        return item
    }

    private func tool(_ name: String, result: String?) -> TranscriptItem {
        var item = item(.tool, "")
        item.tool = TranscriptTool(id: nil, name: name)
        item.tool?.subject = "make"
        item.tool?.result = result
        return item
    }

    private func end(_ turns: [(items: [TranscriptItem], outcome: String?)]) -> ConversationEnd? {
        let all = turns.enumerated().map { index, turn in
            TranscriptTurn(
                id: String(index), offset: index, items: turn.items, isEnded: turn.outcome != nil,
                outcome: turn.outcome)
        }
        return ConversationEnd(
            TranscriptPage(source: TranscriptSource(path: "/t", format: "claude"), turns: all, cursor: ""))
    }

    @Test func `a turn that ended tells prompt, answer and how`() {
        let end = end([([item(.prompt, "a"), item(.said, "b")], "completed"), ([item(.prompt, "c")], "interrupted")])
        #expect(end?.prompt == "c")
        #expect(end?.promptAt == Self.now)
        #expect(end?.message == nil)
        #expect(end?.isEnded == true)
        #expect(end?.outcome == "interrupted")
        #expect(end?.openTool == nil)
    }

    @Test func `a turn that goes on tells the call that is open`() {
        let end = end([
            ([item(.prompt, "a"), item(.said, "b"), tool("Read", result: ""), tool("Bash", result: nil)], nil)
        ])
        #expect(end?.isEnded == false)
        #expect(end?.message == "b")
        #expect(end?.openTool == "Bash")
        #expect(end?.openToolSubject == "make")
    }

    @Test func `commands and boundaries after it, and what subagents say, are not the end`() {
        let end = end([
            ([item(.prompt, "a"), item(.said, "b"), item(.said, "sub", thread: "x")], "completed"),
            ([item(.command, "/model")], nil),
        ])
        #expect(end?.prompt == "a")
        #expect(end?.message == "b")
        #expect(self.end([([item(.command, "/model")], nil)]) == nil)
    }

    @Test func `long texts are cut`() {
        let end = end([([item(.prompt, String(repeating: "x", count: 5000))], nil)])
        #expect(end?.prompt?.count == 1001)
        #expect(end?.prompt?.hasSuffix("x…") == true)
    }
}
