/// Finds from the end of a transcript where turns begin, in blocks, without reading what lies before them.
///
/// A start that is missed costs a look further back, one that is none costs nothing but the turn before it: the turns
/// are made by reading on from here, one more than is wanted.
struct TurnStarts {
    private let file: OpenTranscript
    private let format: TranscriptFormat
    private var starts: [Int] = []
    /// The beginnings of prompts in rollouts of versions that do not say when a task begins.
    private var weak: [Int] = []
    /// All that comes after this was looked through.
    private var place: Int
    /// What lies between `place` and the line feed before the lines that were looked at: the end of a line.
    private var rest: [UInt8] = []
    private var isRestTooLong = false

    private static let blockSize = 512 << 10

    private let lowest: Int

    /// - Parameter end: from where on it looks back; the file's end where none is given.
    init(_ file: OpenTranscript, format: TranscriptFormat, before end: Int? = nil) {
        self.file = file
        self.format = format
        place = end ?? file.size
        lowest = max(0, place - Transcript.reach)
    }

    /// It does not look any further back.
    var isAtReach: Bool { place <= lowest }

    /// Where the `count`-th turn from the end begins; 0 where there are fewer.
    mutating func find(_ count: Int) -> Int {
        while starts.count < count, place > lowest {
            if starts.isEmpty, weak.count > count { return weak[count] }
            back()
        }
        if starts.count >= count { return starts[count - 1] }
        if starts.isEmpty, weak.count > count { return weak[count] }
        guard lowest > 0 else { return 0 }
        // The first whole line within reach.
        return starts.last ?? weak.last ?? min(file.size, place + rest.count + 1)
    }

    private mutating func back() {
        let start = max(lowest, place - Self.blockSize)
        let block = file.bytes(from: start, count: place - start)
        // The file became shorter while it is read.
        guard block.count == place - start, !block.isEmpty else { return place = lowest }
        var lines = block[...]
        while let feed = lines.lastLineFeed {
            look(at: lines[(feed + 1)...], start + feed + 1)
            rest = []
            isRestTooLong = false
            lines = lines[..<feed]
        }
        if rest.count + lines.count > TranscriptLineReader.lineLimit {
            isRestTooLong = true
            rest = []
        } else if !isRestTooLong {
            rest = Array(lines) + rest
        }
        place = start
        if place == 0 { look(at: [], 0) }
    }

    /// - Parameter beginning: of a line that goes on in `rest`.
    private mutating func look(at beginning: ArraySlice<UInt8>, _ offset: Int) {
        guard !isRestTooLong else { return }
        let line = rest.isEmpty ? beginning : (Array(beginning) + rest)[...]
        guard !line.isEmpty else { return }
        switch format {
        case .claude: if ClaudeRecords.beginsTurn(line) { starts.append(offset) }
        case .codex:
            if CodexRecords.beginsTurn(line) {
                starts.append(offset)
            } else if starts.isEmpty, line.has("\"type\":\"response_item\""), line.has("\"role\":\"user\"") {
                weak.append(offset)
            }
        }
    }
}
