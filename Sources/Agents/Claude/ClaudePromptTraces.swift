import Delivery
import Model
import Transcripts

/// What the records of a Claude transcript say of prompts (seen of 2.1.1, 2.1.139, 2.1.329).
///
/// Typed at rest, a prompt is a `user` record. Typed while it works, it is a `queue-operation` `enqueue` at once; later
/// a `dequeue` and a `user` record (of its own, on 2.1.1 one for all that was queued, with line breaks between), or, in
/// the middle of a turn, a `remove` and an `attachment` `queued_command` (2.1.1: the `remove` alone). A person who takes
/// it back leaves a `popAll`.
struct ClaudePromptTraces {
    private(set) var traces: [PromptTrace] = []
    private static let wanted: Set<String> = [
        "type", "subtype", "timestamp", "isSidechain", "isMeta", "isCompactSummary", "message", "attachment",
        "operation", "content",
    ]

    static func traces(in lines: ArraySlice<UInt8>) -> [PromptTrace] {
        var traces = ClaudePromptTraces()
        for line in ForwardLines(lines) { traces.take(line) }
        return traces.traces
    }

    private mutating func take(_ line: ArraySlice<UInt8>) {
        guard let record = RawJSON(line).members(Self.wanted), let type = record["type"]?.text,
            record["isSidechain"]?.isTrue != true
        else { return }
        let at = record["timestamp"]?.text.flatMap { Timestamp(rfc3339: $0) }
        switch type {
        case "user": takeUser(record, at)
        case "queue-operation": takeOperation(record, at)
        case "attachment": takeAttachment(record, at)
        case "system": takeSystem(record, at)
        default: break
        }
    }

    private mutating func say(_ kind: PromptTrace.Kind, _ text: String, _ at: Timestamp?) {
        traces.append(PromptTrace(kind, text: text, at: at))
    }

    private mutating func takeUser(_ record: [String: RawJSON], _ at: Timestamp?) {
        guard record["isMeta"]?.isTrue != true, record["isCompactSummary"]?.isTrue != true,
            let content = record["message"]?.members(["content"])?["content"]
        else { return }
        for text in Self.texts(content) {
            say(.taken, text, at)
            // The words of a command's record may have been typed as well: it is both, and who looks knows which.
            if let command = ClaudeCommandRecord(text) { say(.command, command.text, at) }
            // 2.1.1; from 2.1.139 on it is a record of the system's.
            let unknown = "Unknown slash command: "
            if text.begins(unknown), text.utf8.count < 200 {
                say(.command, "/" + text.dropFirst(unknown.utf8.count), at)
            }
        }
    }

    private mutating func takeOperation(_ record: [String: RawJSON], _ at: Timestamp?) {
        let text = record["content"]?.wholeText
        switch record["operation"]?.text {
        case "enqueue": if let text { say(.enqueued, text, at) }
        case "dequeue": say(.dequeued, text ?? "", at)
        // 2.1.329 gives the text. 2.1.1 does not, and this is the only record of a prompt that was handed over.
        case "remove": say(text == nil ? .taken : .dequeued, text ?? "", at)
        case "popAll": say(.withdrawn, text ?? "", at)
        default: break
        }
    }

    /// Handed over in the middle of a turn.
    private mutating func takeAttachment(_ record: [String: RawJSON], _ at: Timestamp?) {
        guard let attachment = record["attachment"]?.members(["type", "prompt"]),
            attachment["type"]?.text == "queued_command", let prompt = attachment["prompt"]
        else { return }
        for text in Self.texts(prompt) { say(.taken, text, at) }
    }

    private mutating func takeSystem(_ record: [String: RawJSON], _ at: Timestamp?) {
        guard let content = record["content"]?.wholeText else { return }
        switch record["subtype"]?.text {
        case "local_command":
            if let command = ClaudeCommandRecord(content) { say(.command, command.text, at) }
        case "informational":
            let unknown = "Unknown command: "
            if content.begins(unknown) { say(.command, String(content.dropFirst(unknown.utf8.count)), at) }
        default: break
        }
    }

    /// A text, or the texts among blocks.
    private static func texts(_ content: RawJSON) -> [String] {
        if content.isText { return content.wholeText.map { [$0] } ?? [] }
        return content.elements.compactMap { block in
            guard let block = block.members(["type", "text"]), block["type"]?.text == "text" else { return nil }
            return block["text"]?.wholeText
        }
    }
}

/// A command of Claude's own as it is recorded: `<command-name>/compact</command-name>`, `<command-message>` with the
/// name again, `<command-args>` with what followed it.
struct ClaudeCommandRecord {
    /// As it was typed: `/compact keep the names`.
    let text: String

    init?(_ record: String) {
        guard record.begins("<command-") else { return nil }
        guard let name = Self.element("command-name", of: record), name.begins("/"),
            record.has("<command-message>"), name.utf8.count <= 200
        else { return nil }
        let arguments = Self.element("command-args", of: record) ?? ""
        text = arguments.isEmpty ? name : "\(name) \(arguments)"
    }

    private static func element(_ tag: String, of record: String) -> String? {
        guard let start = record.range(ofBytes: "<\(tag)>"),
            let end = record[start.upperBound...].range(ofBytes: "</\(tag)>")
        else { return nil }
        return String(record[start.upperBound..<end.lowerBound])
    }
}
