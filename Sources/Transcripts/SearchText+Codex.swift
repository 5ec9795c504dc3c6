import Model

extension SearchTextReader {
    private static let words: [[UInt8]] = ["\"response_item\"", "\"session_meta\"", "\"turn_context\""].map {
        Array($0.utf8)
    }
    private static let members: Set<String> = ["timestamp", "type", "payload"]
    private static let item: Set<String> = [
        "type", "role", "content", "name", "arguments", "input", "action", "id", "cwd", "output",
    ]

    /// The same things are said by events as well; only the items are read.
    ///
    /// - Returns: false for a line that matters and is no JSON object.
    mutating func readCodex(_ line: ArraySlice<UInt8>) -> Bool {
        guard Self.words.contains(where: { line.has($0) }) else { return true }
        guard let record = RawJSON(line).members(Self.members) else { return false }
        guard let payload = record["payload"]?.members(Self.item) else { return true }
        switch record["type"]?.text {
        case "session_meta": note(time: record["timestamp"], conversation: payload["id"], directory: payload["cwd"])
        case "turn_context": note(time: record["timestamp"], conversation: nil, directory: payload["cwd"])
        case "response_item":
            note(time: record["timestamp"], conversation: nil, directory: nil)
            readItem(payload)
        default: break
        }
        return true
    }

    private mutating func readItem(_ item: [String: RawJSON]) {
        switch item["type"]?.text {
        case "message": readMessage(item)
        case "function_call":
            let arguments = item["arguments"]?.searchText.map { RawJSON(Array($0.utf8)[...]) }
            use(of: item["name"]?.text ?? "", arguments)
        case "custom_tool_call":
            guard let input = item["input"]?.searchText else { break }
            let subject = SearchWords.patchedFiles(input) ?? input
            say(.tool, "\(item["name"]?.text ?? "") \(subject)", limit: Self.subjectLimit)
        case "local_shell_call": use(of: "shell", item["action"])
        case "web_search_call": use(of: "web_search", item["action"])
        case let type? where type.hasSuffix("_output"): if let output = item["output"] { readOutput(output) }
        default: break
        }
    }

    /// What a call that failed says, without what Codex puts before it.
    private mutating func readOutput(_ output: RawJSON) {
        guard var text = output.text(limit: 4 << 10)?.text else { return }
        if text.utf8.first == UInt8(ascii: "{") { text = output.searchText ?? text }
        guard CodexOutput.isError(text) else { return }
        if text.utf8.first == UInt8(ascii: "{"), let inner = CodexOutput.inner(text) {
            text = inner
        } else if let words = Array(text.utf8)[...].after("\nOutput:\n") {
            text = String(decoding: words, as: UTF8.self)
        }
        say(.tool, text, limit: Self.resultLimit)
    }

    private mutating func readMessage(_ item: [String: RawJSON]) {
        let role: SearchRole
        switch item["role"]?.text {
        case "user": role = .user
        case "assistant": role = .agent
        default: return
        }
        for text in item["content"]?.searchTexts ?? [] {
            if let words = SearchWords.prompt(text) { say(role, words) }
        }
    }
}
