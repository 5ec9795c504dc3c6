/// What the records before a turn mean for those in it: a reading that begins with the turn has to know it, to come to
/// the same as one of the whole file.
struct TurnMemory: Equatable {
    /// Codex: the tokens of all requests so far; -1 where each request's are told apart. Nil where none was told.
    var baseline: Int?
    /// Codex: a task goes on, and a prompt begins no turn.
    var isInTask = false
    /// Codex: the description of the conversation was read; a second one is a copy of another's.
    var isDescribed = false
    /// Codex: the model that answers.
    var model: String?
    /// The turn goes on in parts, and this is one of the later ones: it begins with whatever comes.
    var isPart = false
    /// Nothing else is remembered. False where prompts wait in Claude's queue: these are found again by beginning
    /// earlier.
    var isComplete = true

    /// Bytes.
    static let modelLimit = 100

    /// Where a reading begins in the middle of a file. The description stands at its beginning.
    static let middle = TurnMemory(isDescribed: true)
}

extension TurnMemory {
    /// As two parts of a cursor, behind the baseline's.
    var text: String {
        let flags = (isInTask ? 1 : 0) + (isDescribed ? 2 : 0) + (isPart ? 4 : 0)
        let model = (model ?? "").utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return String(flags) + "." + model
    }

    /// Nil for what `text` does not give.
    init?(baseline: Int?, flags: Substring, model: Substring) {
        let digits = model.utf8.map { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 ? $0 - 48 : $0 &- 87 }
        guard let flags = Int(flags), 0...7 ~= flags, digits.count.isMultiple(of: 2),
            digits.count <= 2 * Self.modelLimit, digits.allSatisfy({ $0 < 16 })
        else { return nil }
        let bytes = stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
        self.init(
            baseline: baseline, isInTask: flags & 1 > 0, isDescribed: flags & 2 > 0,
            model: bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self), isPart: flags & 4 > 0)
    }
}
