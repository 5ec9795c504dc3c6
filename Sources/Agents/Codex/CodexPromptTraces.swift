import Delivery
import Model
import Transcripts

/// What a Codex rollout says of prompts (seen of 0.163.0): a prompt is a `message` of role `user` among the response
/// items, written when the model is asked. What waits until then is recorded nowhere. Of Codex's own commands only
/// `/compact` leaves a record.
enum CodexPromptTraces {
    static func traces(in lines: ArraySlice<UInt8>) -> [PromptTrace] {
        var traces: [PromptTrace] = []
        for line in ForwardLines(lines) {
            guard let record = RawJSON(line).members(["timestamp", "type", "payload"]) else { continue }
            let at = record["timestamp"]?.text.flatMap { Timestamp(rfc3339: $0) }
            if record["type"]?.text == "compacted" { traces.append(PromptTrace(.command, text: "/compact", at: at)) }
            guard record["type"]?.text == "response_item",
                let payload = record["payload"]?.members(["type", "role", "content"]),
                payload["type"]?.text == "message", payload["role"]?.text == "user"
            else { continue }
            for block in payload["content"]?.elements ?? [] {
                guard let block = block.members(["type", "text"]), block["type"]?.text == "input_text",
                    let text = block["text"]?.wholeText
                else { continue }
                traces.append(PromptTrace(.taken, text: text, at: at))
            }
        }
        return traces
    }
}
