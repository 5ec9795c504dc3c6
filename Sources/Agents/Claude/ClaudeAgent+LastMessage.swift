import Transcripts

extension ClaudeAgent {
    /// The text blocks after the last prompt or tool's result. What Claude itself writes when the model cannot be
    /// reached is no message; neither are its own commands a prompt.
    ///
    /// Claude 2.1.139 that is ended right after a turn may write the answer before its prompt: where nothing follows on a
    /// prompt, what stands right before it counts if it was said later.
    package func lastMessage(ofTranscript tail: ArraySlice<UInt8>) -> String? {
        var said = SaidText()
        var asked: String?
        for line in TranscriptLines(tail) {
            guard let record = RawJSON(line).members(Self.recordMembers), let type = record["type"]?.text,
                record["isSidechain"]?.isTrue != true
            else { continue }
            switch type {
            case "assistant":
                guard record["isApiErrorMessage"]?.isTrue != true else { continue }
                if let asked {
                    guard let time = record["timestamp"]?.text, time > asked else { return said.text }
                }
                let blocks = record["message"]?.members(["content"])?["content"]?.elements ?? []
                for block in blocks.reversed() {
                    guard let block = block.members(["type", "text"]), block["type"]?.text == "text",
                        let text = block["text"]?.wholeText
                    else { continue }
                    if !said.takeBefore(text) { return said.text }
                }
            case "user" where isInput(record):
                guard asked == nil, said.text == nil, let time = record["timestamp"]?.text else { return said.text }
                asked = time
            case "attachment" where record["attachment"]?.members(["type"])?["type"]?.text == "queued_command":
                return said.text
            default: break
            }
        }
        return said.text
    }

    private static let recordMembers: Set<String> = [
        "type", "isSidechain", "isMeta", "isApiErrorMessage", "message", "attachment", "timestamp",
    ]

    /// A prompt, a summary or a tool's result, on which an answer follows.
    private func isInput(_ record: [String: RawJSON]) -> Bool {
        guard record["isMeta"]?.isTrue != true,
            let content = record["message"]?.members(["content"])?["content"]
        else { return false }
        let blocks = content.isText ? [content] : content.elements
        return blocks.contains { block in
            guard !block.isText else { return !isOwn(block.text) }
            guard let block = block.members(["type", "text"]) else { return false }
            return block["type"]?.text != "text" || !isOwn(block["text"]?.text)
        }
    }

    private func isOwn(_ text: String?) -> Bool {
        guard let text else { return false }
        return ["<command-", "<local-command-", "<bash-", "[Request interrupted by user"].contains { text.begins($0) }
    }
}
