import Model

/// Turns to show.
enum TranscriptSamples {
    static var source: TranscriptSource {
        var source = TranscriptSource(path: "/home/u/t.jsonl", format: "claude")
        source.conversation = "88da472d-a983-462d-9017-21eab10d3e8e"
        source.name = SessionName("api")
        source.title = "Mend the tests"
        source.directory = "/home/u/src"
        return source
    }

    static func item(
        _ kind: TranscriptItem.Kind, _ text: String, offset: Int, at seconds: Double = 0,
        _ body: (inout TranscriptItem) -> Void = { _ in }
    ) -> TranscriptItem {
        var item = TranscriptItem(
            kind: kind, text: text, at: Samples.now.adding(seconds: seconds - 600), offset: offset)
        body(&item)
        return item
    }

    static func tool(
        _ name: String, _ subject: String?, input: String? = nil, result: String?, isError: Bool = false, offset: Int,
        seconds: Double = 2
    ) -> TranscriptItem {
        item(.tool, "", offset: offset) { item in
            var tool = TranscriptTool(id: "t\(offset)", name: name, isError: isError)
            tool.subject = subject
            tool.input = input
            tool.result = result
            tool.endedAt = item.at?.adding(seconds: seconds)
            item.tool = tool
        }
    }

    static func turn(_ items: [TranscriptItem], outcome: String? = "completed") -> TranscriptTurn {
        TranscriptTurn(
            id: "turn", offset: items.first?.offset ?? 0, start: items.first?.at, items: items,
            isEnded: outcome != nil, outcome: outcome)
    }

    static let talk = turn([
        item(.prompt, "Run the tests,\nplease", offset: 0),
        item(.thinking, "They will fail.", offset: 1),
        tool(
            "Bash", "npm test", input: #"{"command":"npm test\necho done","timeout":5}"#, result: "3 failed\nof 5",
            isError: true, offset: 2),
        tool("Read", "/src/a.ts", input: #"{"file_path":"/src/a.ts"}"#, result: nil, offset: 3),
        item(.said, "Three **fail**.", offset: 4),
        item(.meta, "{}", offset: 5) { $0.label = "mode" },
    ])
}
