/// A line of a transcript with where it lies in the file.
struct TranscriptLine {
    /// Of its first byte.
    var offset: Int
    /// Of what follows its line feed.
    var end: Int
    /// Without the line feed; of a line that is too long only its beginning.
    var bytes: ArraySlice<UInt8>
    /// How many bytes are missing at the end of `bytes`.
    var cutBytes = 0
    /// The end of a line that is too long.
    var tail: ArraySlice<UInt8> = []
}

/// A transcript's whole lines from an offset on, in bounded memory; blank ones and the half one at the end left out.
struct TranscriptLineReader {
    /// Bytes. Of a longer line the beginning is kept.
    static let lineLimit = 8 << 20
    /// Bytes of a line that is too long.
    static let headLimit = 1 << 20
    static let tailLimit = 4 << 10

    private let file: OpenTranscript
    /// Of `block`'s first byte.
    private var base: Int
    private var block: [UInt8] = []
    /// Where the next line begins in `block`.
    private var index = 0
    /// Up to where `block` is known to have no line feed after `index`.
    private var searched = 0
    private let blockSize: Int

    init(_ file: OpenTranscript, from offset: Int, blockSize: Int = 512 << 10) {
        self.file = file
        self.blockSize = blockSize
        base = max(0, offset)
    }

    /// Of what was not given out yet.
    var offset: Int { base + index }

    mutating func next() -> TranscriptLine? {
        while true {
            if let length = lineLength() {
                let start = index
                index += length + 1
                searched = index
                guard length > 0 else { continue }
                return TranscriptLine(
                    offset: base + start, end: base + index, bytes: block[start..<start + length])
            }
            if block.count - index > Self.lineLimit { return longLine() }
            guard readOn() else { return nil }
        }
    }

    private func lineLength() -> Int? {
        block.firstLineFeed(from: max(index, searched)).map { $0 - index }
    }

    /// False at the end of the file.
    private mutating func readOn() -> Bool {
        let rest = block[index...]
        let next = file.bytes(after: rest, from: base + block.count, count: blockSize)
        guard next.count > rest.count else { return false }
        base += index
        searched = rest.count
        index = 0
        block = next
        return true
    }

    /// Goes on to the end of a line that is too long; nil where it has none yet.
    private mutating func longLine() -> TranscriptLine? {
        let head = Array(block[index..<index + Self.headLimit])
        let start = base + index
        var last = Array(block.suffix(Self.tailLimit))
        var place = base + block.count
        while true {
            let next = file.bytes(from: place, count: blockSize)
            // Half a line: what was read of it is not taken.
            guard !next.isEmpty else { return nil }
            guard let end = next.firstLineFeed(from: 0) else {
                last = Array((last + next.suffix(Self.tailLimit)).suffix(Self.tailLimit))
                place += next.count
                continue
            }
            last = Array((last + next[..<end].suffix(Self.tailLimit)).suffix(Self.tailLimit))
            block = next
            base = place
            index = end + 1
            searched = index
            return TranscriptLine(
                offset: start, end: base + index, bytes: head[...], cutBytes: base + end - start - head.count,
                tail: last[...])
        }
    }
}
