package import Model

/// A conversation's transcript, read as it lies on the disk: see `docs/transcripts.md`.
///
/// Each reading opens the file anew and reads it as long as it is then. Nothing in it is fatal: what is no record is
/// counted, half a line at the end waits for the next reading.
package struct Transcript {
    let path: String
    let format: TranscriptFormat
    let limits: TranscriptLimits

    package init(path: String, format: TranscriptFormat, limits: TranscriptLimits = .shown) {
        self.path = path
        self.format = format
        self.limits = limits
    }

    /// Bytes of text in one page.
    static let pageLimit = 48 << 20
    /// The same for the turns around a place.
    static let aroundLimit = 6 << 20
    /// Bytes from the end in which the last turns are looked for.
    static let reach = 256 << 20
    static let lastAfterReplacement = 50
    /// Bytes that a cursor goes back for prompts that wait in a queue.
    static let recall = 4 << 20

    /// The last turns, found from the end of the file. Fewer where they are not in its last 256 MB; `hasEarlier` says
    /// whether there are more.
    ///
    /// - Throws: `notFound`, `refused` or `invalid` where there is nothing to read.
    package func last(_ turns: Int) throws(CcmuxError) -> TranscriptPage {
        last(turns, in: try OpenTranscript(path))
    }

    /// The turns that went on at or after a moment, as far as they are in the file's last 256 MB.
    package func since(_ moment: Timestamp) throws(CcmuxError) -> TranscriptPage {
        let file = try OpenTranscript(path)
        var count = 16
        while true {
            var page = last(count, in: file)
            let isBefore = page.turns.first?.start.map { $0 < moment } ?? false
            if page.hasEarlier, !isBefore, count < 1 << 16, page.turns.count >= count {
                count *= 4
                continue
            }
            // By the file's order: a clock that went back takes no turn away from between two.
            let first = page.turns.firstIndex { ($0.end ?? $0.start).map { $0 >= moment } ?? false }
            let dropped = first ?? page.turns.count
            page.turns.removeFirst(dropped)
            page.hasEarlier = page.hasEarlier || dropped > 0
            return page
        }
    }

    /// The turn in which a byte of the file lies, and those around it. `place` and `hasLater` say more; the cursor goes on
    /// behind the last of them.
    ///
    /// - Parameter offset: of a record, as items and what a search finds have it.
    /// - Throws: also `notFound` where the file is not that long.
    package func at(_ offset: Int, before: Int = 2, after: Int = 5) throws(CcmuxError) -> TranscriptPage {
        let file = try OpenTranscript(path)
        guard 0..<file.size ~= offset else {
            throw CcmuxError(.notFound, "There is no byte \(offset) in \(path): it has \(file.size).")
        }
        var starts = TurnStarts(file, format: format, before: offset)
        // As with the last turns: one more.
        let start = starts.find(before + 2)
        var collector = TurnCollector(limit: before + 1, bytes: Self.aroundLimit)
        var place: Int?
        var hasLater = false
        let reader = read(file, from: start, memory: start > 0 ? .middle : TurnMemory()) { turn in
            guard place == nil else {
                hasLater = !collector.keepFirst(turn)
                return !hasLater
            }
            collector.keepLast(turn)
            guard turn.end > offset else { return true }
            place = turn.turn.items.last { $0.offset <= offset }?.offset ?? turn.turn.offset
            collector.grow(by: after)
            return true
        }
        var page = page(file, reader, collector, hasEarlier: start > 0 || collector.dropped > 0)
        page.place = place
        page.hasLater = hasLater
        return page
    }

    /// From the beginning. The cursor goes on behind the last of them.
    package func all(maximumTurns: Int) throws(CcmuxError) -> TranscriptPage {
        let file = try OpenTranscript(path)
        return forward(file, from: 0, after: 0, memory: TurnMemory(), maximumTurns: maximumTurns)
    }

    /// What was written since the page that gave this cursor. The turn that was open comes again whole (same id), so
    /// that the caller replaces it. Where another file has taken the place, or it became shorter, `isReplaced` is true
    /// and its last turns come.
    ///
    /// - Throws: also `invalid` for what is no cursor.
    package func after(_ cursor: String, maximumTurns: Int = 1000) throws(CcmuxError) -> TranscriptPage {
        guard let cursor = TranscriptCursor(cursor) else {
            throw CcmuxError(.invalid, "This is no cursor of a transcript's.")
        }
        let file = try OpenTranscript(path)
        guard cursor.isOf(file) else {
            var page = last(Self.lastAfterReplacement, in: file)
            page.isReplaced = true
            return page
        }
        var page = forward(
            file, from: cursor.start, after: cursor.end, memory: cursor.memory, maximumTurns: maximumTurns)
        page.hasEarlier = cursor.start > 0
        return page
    }

    /// All turns, one after the other, in bounded memory.
    package func each(_ body: (TranscriptTurn) throws -> Void) throws {
        let file = try OpenTranscript(path)
        var lines = TranscriptLineReader(file, from: 0)
        var reader = TurnReader(path: path, format: format, limits: limits)
        while let line = lines.next() {
            reader.take(line)
            for finished in reader.takeFinished() { try body(finished.turn) }
        }
        if let current = reader.turns.current { try body(current.turn) }
    }

    /// What the agent said last, as far as it can be found among the last turns.
    package func lastMessage() throws(CcmuxError) -> String? {
        let file = try OpenTranscript(path)
        for count in [2, 20, 200] {
            let page = last(count, in: file)
            for turn in page.turns.reversed() {
                let said = turn.items.last { $0.kind == .said && $0.thread == nil && !$0.text.isEmpty }
                if let said { return said.text }
            }
            if !page.hasEarlier { break }
        }
        return nil
    }
}

extension Transcript {
    private func last(_ wanted: Int, in file: OpenTranscript) -> TranscriptPage {
        guard wanted > 0 else {
            return TranscriptPage(
                source: source(file, TranscriptSource(path: path, format: format.rawValue)), turns: [],
                cursor: TranscriptCursor(file, start: file.size, end: file.size, memory: .middle).text,
                hasEarlier: file.size > 0)
        }
        var backward = TurnStarts(file, format: format)
        // One more, so that what the first of them needs of its past is known.
        var count = min(wanted, 1 << 20) + 2
        while true {
            let start = backward.find(count)
            var collector = TurnCollector(limit: wanted)
            let reader = read(file, from: start, memory: start > 0 ? .middle : TurnMemory()) { turn in
                collector.keepLast(turn)
                return true
            }
            let isEnough = collector.total > wanted || start == 0 || backward.isAtReach
            guard isEnough else {
                count += wanted + 2
                continue
            }
            return page(file, reader, collector, hasEarlier: start > 0 || collector.dropped > 0)
        }
    }

    private func forward(
        _ file: OpenTranscript, from start: Int, after end: Int, memory: TurnMemory, maximumTurns: Int
    ) -> TranscriptPage {
        var collector = TurnCollector(limit: max(1, maximumTurns))
        let reader = read(file, from: start, memory: memory) { turn in
            // What stood in the last page already, and got nothing new.
            turn.end <= end || collector.keepFirst(turn)
        }
        return page(file, reader, collector, hasEarlier: false)
    }

    /// Gives each turn to `take` until it wants no more.
    ///
    /// The next reading begins with the turn before the one that may go on: what a turn needs of its past is there, or
    /// in the memory that goes with it.
    private func read(
        _ file: OpenTranscript, from start: Int, memory: TurnMemory, _ take: (TurnBuilder.Finished) -> Bool
    ) -> ReadTurns {
        var lines = TranscriptLineReader(file, from: start)
        var reader = TurnReader(path: path, format: format, limits: limits, memory: memory)
        var before = (start: start, memory: memory)
        func stopped(at offset: Int) -> ReadTurns {
            ReadTurns(reader: reader, start: before.start, end: offset, memory: before.memory)
        }
        while let line = lines.next() {
            reader.take(line)
            for finished in reader.takeFinished() {
                guard take(finished) else { return stopped(at: finished.turn.offset) }
                let isFar = finished.turn.offset - before.start > Self.recall
                if finished.memory.isComplete || isFar { before = (finished.turn.offset, finished.memory) }
            }
        }
        if let current = reader.turns.current, !take(current) { return stopped(at: current.turn.offset) }
        return stopped(at: lines.offset)
    }

    private func page(
        _ file: OpenTranscript, _ read: ReadTurns, _ collector: TurnCollector, hasEarlier: Bool
    ) -> TranscriptPage {
        TranscriptPage(
            source: source(file, read.reader.source), turns: collector.turns.map(\.turn),
            cursor: TranscriptCursor(file, start: read.start, end: read.end, memory: read.memory).text,
            hasEarlier: hasEarlier, counts: read.reader.turns.counts)
    }

    /// What the beginning of the file says of the conversation, and what was read in addition.
    private func source(_ file: OpenTranscript, _ read: TranscriptSource) -> TranscriptSource {
        var lines = TranscriptLineReader(file, from: 0, blockSize: 64 << 10)
        var reader = TurnReader(path: path, format: format, limits: TranscriptLimits(text: 0, input: 0, result: 0))
        while lines.offset < 128 << 10, reader.turns.counts.lines < 40, let line = lines.next() { reader.take(line) }
        var source = reader.source
        source.title = read.title ?? source.title
        source.directory = source.directory ?? read.directory
        source.conversation = source.conversation ?? read.conversation
        source.forkedFrom = source.forkedFrom ?? read.forkedFrom
        return source
    }
}

/// How far a reading got.
private struct ReadTurns {
    var reader: TurnReader
    /// Where the next reading begins.
    var start: Int
    /// Up to where lines were taken.
    var end: Int
    var memory: TurnMemory
}

/// The turns of a page, bounded in number and in size.
struct TurnCollector {
    private(set) var turns: ArraySlice<TurnBuilder.Finished> = []
    /// How many were seen, and how many of them did not stay.
    private(set) var total = 0
    private(set) var dropped = 0
    private var size = 0
    private var limit: Int
    private let bytes: Int

    init(limit: Int, bytes: Int = Transcript.pageLimit) {
        self.limit = limit
        self.bytes = bytes
    }

    /// There is room for so many more than there are.
    mutating func grow(by count: Int) { limit = turns.count + count }

    mutating func keepLast(_ turn: TurnBuilder.Finished) {
        total += 1
        turns.append(turn)
        size += turn.turn.size
        while turns.count > limit || (size > bytes && turns.count > 1), let first = turns.popFirst() {
            size -= first.turn.size
            dropped += 1
        }
    }

    /// False where it has no room.
    mutating func keepFirst(_ turn: TurnBuilder.Finished) -> Bool {
        let size = turn.turn.size
        guard turns.count < limit, turns.isEmpty || self.size + size <= bytes else { return false }
        turns.append(turn)
        self.size += size
        return true
    }
}

extension TranscriptTurn {
    /// Bytes, about.
    fileprivate var size: Int {
        items.reduce(200) { sum, item in
            let tool = (item.tool?.input?.utf8.count ?? 0) + (item.tool?.result?.utf8.count ?? 0)
            return sum + 300 + item.text.utf8.count + tool
        }
    }
}
