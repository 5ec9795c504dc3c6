import Transcripts

extension CodexAgent {
    /// The messages after the last prompt or tool's result.
    package func lastMessage(ofTranscript tail: ArraySlice<UInt8>) -> String? {
        var said = SaidText()
        for line in TranscriptLines(tail) {
            guard let record = RawJSON(line).members(["type", "payload"]), record["type"]?.text == "response_item",
                let item = record["payload"]?.members(["type", "role", "content"]), let type = item["type"]?.text
            else { continue }
            if type.ends("_output") { return said.text }
            guard type == "message" else { continue }
            let blocks = item["content"]?.elements ?? []
            switch item["role"]?.text {
            case "assistant":
                for block in blocks.reversed() {
                    guard let text = block.members(["text"])?["text"]?.wholeText else { continue }
                    if !said.takeBefore(text) { return said.text }
                }
            case "user":
                // What Codex itself tells the model is written in the same way: `<environment_context>`, ….
                let text = blocks.first?.members(["text"])?["text"]?.text ?? ""
                if !text.begins("<") { return said.text }
            default: break
            }
        }
        return said.text
    }
}
