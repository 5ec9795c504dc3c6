import Model

extension TranscriptFormat {
    /// From its first records; nil where they tell nothing, or there is nothing to read.
    package static func detect(_ path: String) -> TranscriptFormat? {
        guard let file = try? OpenTranscript(path) else { return nil }
        var lines = TranscriptLineReader(file, from: 0, blockSize: 64 << 10)
        var count = 0
        while count < 50, lines.offset < 1 << 20, let line = lines.next() {
            count += 1
            let bytes = line.cutBytes > 0 ? ClosedJSON.object(line.bytes)?[...] ?? [] : line.bytes
            if let format = of(RawJSON(bytes)) { return format }
        }
        return nil
    }

    private static let wanted: Set<String> = [
        "type", "payload", "timestamp", "sessionId", "message", "parentUuid", "leafUuid", "messageId",
    ]

    private static func of(_ record: RawJSON) -> TranscriptFormat? {
        guard let record = record.members(wanted), record["type"]?.isText == true else { return nil }
        if record["payload"] != nil, record["timestamp"] != nil { return .codex }
        let isClaude = ["sessionId", "parentUuid", "leafUuid", "messageId"].contains { record[$0] != nil }
        return isClaude ? .claude : nil
    }
}
