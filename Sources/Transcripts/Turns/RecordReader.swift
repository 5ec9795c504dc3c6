import Model

/// Reads one format's records into a builder.
protocol RecordReader {
    /// What the records say of the conversation as a whole.
    var source: TranscriptSource { get }

    /// What that which was read means for what comes.
    var memory: TurnMemory { get }

    /// Takes a record; false for what is no whole JSON object.
    mutating func take(_ record: RawJSON, into turns: inout TurnBuilder) -> Bool

    /// Whether this line is certain to begin a turn, wherever the reading begins.
    static func beginsTurn(_ line: ArraySlice<UInt8>) -> Bool
}

/// Reads lines into turns.
struct TurnReader {
    private(set) var turns: TurnBuilder
    private var reader: any RecordReader

    init(path: String, format: TranscriptFormat, limits: TranscriptLimits, memory: TurnMemory = TurnMemory()) {
        turns = TurnBuilder(limits: limits, isPart: memory.isPart)
        reader =
            switch format {
            case .claude: ClaudeRecords(path: path)
            case .codex: CodexRecords(path: path, memory)
            }
    }

    var source: TranscriptSource { reader.source }

    mutating func takeFinished() -> [TurnBuilder.Finished] { turns.takeFinished() }

    mutating func take(_ line: TranscriptLine) {
        turns.take(TurnBuilder.Place(offset: line.offset, end: line.end), memory: reader.memory)
        turns.counts.lines += 1
        var bytes = line.bytes
        if line.cutBytes > 0 {
            turns.counts.cut += 1
            turns.place.cutBytes = line.cutBytes
            guard let whole = ClosedJSON.object(bytes) else { return broken() }
            turns.place.record = Self.member(line.tail.afterLast("\"uuid\":\""))
            turns.place.at = Self.member(line.tail.afterLast("\"timestamp\":\"")).flatMap { Timestamp(rfc3339: $0) }
            bytes = whole[...]
        }
        let record = RawJSON(bytes)
        if record.slice.isEmpty { return turns.counts.lines -= 1 }
        if !reader.take(record, into: &turns) { broken() }
    }

    private mutating func broken() {
        turns.counts.broken += 1
        turns.touch()
    }

    private static func member(_ text: ArraySlice<UInt8>?) -> String? {
        guard let text, let end = text.prefix(64).firstIndex(of: UInt8(ascii: "\"")) else { return nil }
        let value = String(decoding: text[..<end], as: UTF8.self)
        return value.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x5C }) ? value : nil
    }
}
