import Model

/// Puts a transcript's records together into turns. The readers of the two formats drive it, record by record.
struct TurnBuilder {
    /// Where the record that is being taken lies, and what it says of itself.
    struct Place {
        var offset: Int
        var end: Int
        /// How many of its bytes were not read.
        var cutBytes = 0
        var at: Timestamp?
        var record: String?
        /// The subagent or sidechain that it belongs to.
        var thread: String?
    }

    let limits: TranscriptLimits
    var place = Place(offset: 0, end: 0)
    var counts = TranscriptCounts()
    /// The turn that goes on.
    private(set) var turn: TranscriptTurn?
    /// Bookkeeping before the first turn; it becomes that turn's.
    private var ahead: [TranscriptItem] = []
    private var aheadMemory: TurnMemory?
    /// Turns that are over, to be fetched.
    private(set) var finished: [Finished] = []
    /// The tools of the turn that have no result yet, by id, and where they are.
    private var openTools: [String: Int] = [:]
    private var usages: [String: TokenUsage] = [:]
    private var size = 0
    private var lastEnd = 0
    /// What the format's reader knew before the record that is being taken, and before the turn's first one.
    private var memory = TurnMemory()
    private var turnMemory = TurnMemory()
    /// The turn before got too long: the next one begins with whatever comes.
    private var isPart: Bool
    /// How often a turn got too long.
    private(set) var splits = 0

    /// A turn and the end of its last record.
    struct Finished {
        var turn: TranscriptTurn
        var end: Int
        var memory: TurnMemory
    }

    init(limits: TranscriptLimits, isPart: Bool = false) {
        self.limits = limits
        self.isPart = isPart
    }

    /// More than this, and the turn is given out in parts.
    static let itemLimit = 2000
    static let sizeLimit = 8 << 20
    private static let aheadLimit = 200

    /// A turn's later parts count as its first one.
    var hasPrompt: Bool {
        guard let turn else { return false }
        return turnMemory.isPart || turn.items.contains { $0.kind == .prompt || $0.kind == .command }
    }

    mutating func takeFinished() -> [Finished] {
        defer { finished.removeAll(keepingCapacity: true) }
        return finished
    }

    /// The turn that goes on as it stands.
    var current: Finished? { turn.map { Finished(turn: settled($0), end: lastEnd, memory: turnMemory) } }
}

extension TurnBuilder {
    /// Goes on to a record. A turn that is too long ends before it, so that no record is in two.
    mutating func take(_ place: Place, memory: TurnMemory) {
        self.place = place
        self.memory = memory
        guard let turn, turn.items.count >= Self.itemLimit || size > Self.sizeLimit else { return }
        finish()
        isPart = true
        splits += 1
    }

    /// A prompt, or what stands for one, begins a turn.
    mutating func begin() {
        finish()
        open()
    }

    private mutating func open() {
        let first = ahead.first?.offset ?? place.offset
        turnMemory = aheadMemory ?? memory
        turnMemory.isPart = isPart
        isPart = false
        turn = TranscriptTurn(
            id: place.record ?? "@\(place.offset)", offset: first, start: place.at, end: place.at, items: ahead)
        ahead = []
        aheadMemory = nil
    }

    private mutating func finish() {
        guard var turn else { return }
        // The next one has begun. Where an agent writes no end, that the last word was the agent's is one.
        if !turn.isEnded, turn.items.last(where: { $0.kind != .meta && $0.kind != .boundary })?.kind == .said {
            turn.isEnded = true
            turn.outcome = turn.outcome ?? "completed"
        }
        finished.append(Finished(turn: settled(turn), end: lastEnd, memory: turnMemory))
        self.turn = nil
        openTools = [:]
        usages = [:]
        size = 0
    }

    private func settled(_ turn: TranscriptTurn) -> TranscriptTurn {
        var turn = turn
        let usage = usages.values.reduce(TokenUsage(), +)
        turn.usage = usage.isZero ? nil : usage
        return turn
    }

    /// Notes that a record belongs to the turn, whether it adds anything or not.
    mutating func touch() {
        guard turn != nil else { return }
        lastEnd = place.end
        if let at = place.at, place.thread == nil {
            if turn?.start == nil { turn?.start = at }
            // Clocks jump: the file's order is the conversation's, and a time is only what the record says.
            turn?.end = at
        }
    }

    /// Adds an item to the turn; what is not bookkeeping begins one where there is none.
    mutating func add(_ item: TranscriptItem) {
        var item = item
        item.at = item.at ?? place.at
        item.record = item.record ?? place.record
        item.thread = item.thread ?? place.thread
        if turn == nil {
            if !isPart, item.kind == .meta || item.kind == .unknown {
                if ahead.isEmpty { aheadMemory = memory }
                if ahead.count < Self.aheadLimit { ahead.append(item) }
                return
            }
            open()
        }
        size += item.text.utf8.count + (item.tool?.input?.utf8.count ?? 0) + 200
        turn?.items.append(item)
        if item.thread == nil, [.prompt, .command, .said, .thinking, .tool].contains(item.kind) { goOn() }
        if let id = item.tool?.id, item.tool?.result == nil { openTools[id] = (turn?.items.count ?? 1) - 1 }
        touch()
    }

    private mutating func goOn() {
        turn?.isEnded = false
        turn?.outcome = nil
    }

    /// The turn came to its end; a later item opens it again.
    mutating func end(_ outcome: String) {
        guard turn != nil, place.thread == nil else { return }
        turn?.isEnded = true
        turn?.outcome = outcome
        touch()
    }

    /// What failed or was interrupted stays so when the agent also says that the turn is over.
    mutating func endUnlessSaid(_ outcome: String) {
        if turn?.outcome == nil { end(outcome) } else { touch() }
    }

    /// One message's usage stands on several of its records; the last one counts.
    mutating func use(_ usage: TokenUsage, message: String) {
        guard !usage.isZero, usages[message] != nil || usages.count < 100_000 else { return }
        if turn == nil { open() }
        usages[message] = usage
        touch()
    }

    /// A tool's result goes where its call is; one whose call is not in this turn stands alone.
    mutating func fold(_ result: ToolResult, id: String?) {
        guard let id, let index = openTools.removeValue(forKey: id), turn?.items.indices.contains(index) == true else {
            var tool = TranscriptTool(id: id, name: "", isError: result.isError)
            tool.result = result.text
            tool.resultCutBytes = result.cutBytes > 0 ? result.cutBytes : nil
            tool.endedAt = place.at
            var item = TranscriptItem(kind: .tool, offset: place.offset)
            item.label = "result"
            item.attachments = result.attachments.isEmpty ? nil : result.attachments
            item.tool = tool
            return add(item)
        }
        size += result.text.utf8.count
        turn?.items[index].tool?.result = result.text
        turn?.items[index].tool?.resultCutBytes = result.cutBytes > 0 ? result.cutBytes : nil
        turn?.items[index].tool?.isError = result.isError
        turn?.items[index].tool?.endedAt = place.at
        if !result.attachments.isEmpty { turn?.items[index].attachments = result.attachments }
        if place.thread == nil { goOn() }
        touch()
    }
}

/// What a tool gave back.
struct ToolResult {
    var text = ""
    var cutBytes = 0
    var isError = false
    var attachments: [String] = []
}
