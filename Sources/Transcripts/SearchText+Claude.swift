import Model

extension SearchTextReader {
    private static let words: [[UInt8]] = ["\"user\"", "\"assistant\"", "\"queued_command\"", "\"enqueue\""].map {
        Array($0.utf8)
    }
    private static let members: Set<String> = [
        "type", "timestamp", "sessionId", "cwd", "isSidechain", "isMeta", "isCompactSummary", "isApiErrorMessage",
        "message", "attachment", "operation", "content",
    ]

    /// - Returns: false for a line that matters and is no JSON object.
    mutating func readClaude(_ line: ArraySlice<UInt8>) -> Bool {
        guard Self.words.contains(where: { line.has($0) }) else { return true }
        guard let record = RawJSON(line).members(Self.members) else { return false }
        note(time: record["timestamp"], conversation: record["sessionId"], directory: record["cwd"])
        guard record["isMeta"]?.isTrue != true, record["isCompactSummary"]?.isTrue != true else { return true }
        // What a subagent is asked comes from the agent.
        let asker: SearchRole = record["isSidechain"]?.isTrue == true ? .agent : .user
        switch record["type"]?.text {
        case "user": readContent(record["message"]?.members(["content"])?["content"], asker)
        case "assistant":
            guard record["isApiErrorMessage"]?.isTrue != true else { break }
            readContent(record["message"]?.members(["content"])?["content"], .agent)
        case "queue-operation":
            // Also what is handed over later: 2.1.1 has no other record of it.
            guard record["operation"]?.text == "enqueue", let text = record["content"]?.searchText else { break }
            prompt(text, asker)
        case "attachment":
            let attachment = record["attachment"]?.members(["type", "prompt"])
            guard attachment?["type"]?.text == "queued_command" else { break }
            readContent(attachment?["prompt"], asker)
        default: break
        }
        return true
    }

    private mutating func readContent(_ content: RawJSON?, _ role: SearchRole) {
        guard let content else { return }
        if content.isText {
            if let text = content.searchText { prompt(text, role) }
            return
        }
        for element in content.elements {
            guard let block = element.members(["type", "text", "name", "input", "content", "is_error"]) else {
                continue
            }
            switch block["type"]?.text {
            case "text": if let text = block["text"]?.searchText { prompt(text, role) }
            case "tool_use": use(of: block["name"]?.text ?? "", block["input"])
            case "tool_result" where block["is_error"]?.isTrue == true:
                if let text = block["content"]?.searchTexts.first { say(.tool, text, limit: Self.resultLimit) }
            default: break
            }
        }
    }

    private mutating func prompt(_ text: String, _ role: SearchRole) {
        guard let words = SearchWords.prompt(text) else { return }
        say(role, words)
    }

    /// A tool, and what it is about.
    mutating func use(of tool: String, _ input: RawJSON?) {
        guard let subject = input.flatMap(SearchWords.subject) else { return }
        say(.tool, "\(tool) \(subject)", limit: Self.subjectLimit)
    }
}

extension RawJSON {
    /// The beginning of a string.
    var searchText: String? { slice.count < 1 << 20 ? wholeText : text }

    /// A string, or the texts among an array's blocks.
    var searchTexts: [String] {
        if isText { return searchText.map { [$0] } ?? [] }
        return elements.compactMap { $0.members(["text"])?["text"]?.searchText }
    }
}
