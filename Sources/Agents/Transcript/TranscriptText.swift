import Model
import Transcripts

/// The end of a conversation as rows of text, for a terminal that keeps no history of what it showed.
///
/// Prompts, answers and the names of tools, as a person would scroll back for them; the records themselves say more.
package struct TranscriptText {
    /// Of one message.
    private static let limit = 20_000

    /// - Parameter tail: the end of a Claude transcript or a Codex rollout; half a line at either end does not count.
    /// - Returns: rows from the oldest to the newest, at most `rows`.
    package static func rows(of tail: ArraySlice<UInt8>, last rows: Int) -> [String] {
        var messages: [[String]] = []
        var count = 0
        for line in TranscriptLines(tail) {
            guard count < rows else { break }
            let message = self.message(line)
            if message.isEmpty { continue }
            messages.append(message + [""])
            count += message.count + 1
        }
        return Array(messages.reversed().joined().suffix(rows))
    }

    private static func message(_ line: ArraySlice<UInt8>) -> [String] {
        guard
            let record = RawJSON(line).members(["type", "isSidechain", "isMeta", "message", "payload"]),
            record["isSidechain"]?.isTrue != true, record["isMeta"]?.isTrue != true
        else { return [] }
        switch record["type"]?.text {
        case "user": return content(record["message"], mark: "❯ ")
        case "assistant": return content(record["message"], mark: "● ")
        case "response_item": return codex(record["payload"])
        default: return []
        }
    }

    private static func content(_ message: RawJSON?, mark: String) -> [String] {
        guard let content = message?.members(["content"])?["content"] else { return [] }
        if content.isText { return said(content.text, mark) }
        return content.elements.flatMap { block -> [String] in
            guard let block = block.members(["type", "text", "name"]) else { return [] }
            switch block["type"]?.text {
            case "text": return said(block["text"]?.text, mark)
            case "tool_use": return said(block["name"]?.text, "● ")
            default: return []
            }
        }
    }

    private static func codex(_ payload: RawJSON?) -> [String] {
        guard let payload = payload?.members(["type", "role", "content", "name"]) else { return [] }
        switch (payload["type"]?.text, payload["role"]?.text) {
        case ("message", let role) where role == "user" || role == "assistant":
            return (payload["content"]?.elements ?? []).flatMap { block in
                said(block.members(["text"])?["text"]?.text, role == "user" ? "› " : "• ")
            }
        case ("function_call", _), ("custom_tool_call", _): return said(payload["name"]?.text, "• ")
        default: return []
        }
    }

    /// What an agent wraps around a person's words (`<environment_context>`, `<system-reminder>`) was not said.
    private static func said(_ text: String?, _ mark: String) -> [String] {
        guard let text, !text.isEmpty, !text.hasPrefix("<") else { return [] }
        let rows = text.prefix(limit).split(separator: "\n", omittingEmptySubsequences: false)
        return rows.enumerated().map { index, row in (index == 0 ? mark : "  ") + row }
    }
}
