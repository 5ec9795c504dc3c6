/// What one transcript tells of tokens: its answers in the order of the file, and the quarters of an hour, models and
/// directories that they belong to. Read it up to `offset`, keep it, and go on from there.
package struct UsageLog: Sendable, Hashable {
    /// One answer of a model. Where an `id` comes again in the same file, the later one stands for it.
    package struct Message: Sendable, Hashable, BitwiseCopyable {
        /// Of the message's id; 0 where it has none.
        package var id: UInt64
        /// Index into `slots`.
        package var slot: UInt32
        package var input: UInt32
        package var output: UInt32
        package var cacheWrite5m: UInt32
        package var cacheWrite1h: UInt32
        package var cacheRead: UInt32
    }

    package struct Slot: Sendable, Hashable, BitwiseCopyable {
        /// Quarters of an hour since 1970; 0 where the records have no time.
        package var quarter: Int32
        /// Index into `models`.
        package var model: UInt16
        /// Index into `directories`.
        package var directory: UInt16
        /// Seconds since 1970 of its first and its last answer.
        package var first: UInt32
        package var last: UInt32
    }

    /// Where Codex's own count stood, from which the next event is told apart.
    struct CodexState: Sendable, Hashable {
        var total: CodexTokens?
        var model: UInt16?
    }

    package internal(set) var messages: [Message] = []
    package internal(set) var slots: [Slot] = []
    package internal(set) var models: [String] = []
    package internal(set) var directories: [String] = []
    /// The conversation that the records name.
    package internal(set) var conversation: String?
    /// Bytes that were taken: to the end of the last whole line.
    package internal(set) var offset = 0
    /// In the middle of a line that is too long to be kept.
    var isSkipping = false
    /// Lines that were too long.
    package internal(set) var tooLong = 0
    /// Of the bytes before `offset`, so that a file which was replaced is noticed.
    var seal: UInt64 = 0
    var codex = CodexState()
    /// The directory that the next records work in, as Codex says it only now and then.
    var directory: UInt16 = 0

    /// How many of the last messages may still be replaced by what is read next.
    package static let reach = 4

    /// Counts the readings from the beginning, so that one is told from another of the same file.
    var beginning: UInt64 = 0

    /// This is `earlier`, read on.
    package func continues(_ earlier: UsageLog) -> Bool {
        beginning == earlier.beginning && offset >= earlier.offset && messages.count >= earlier.messages.count
    }

    /// An empty one for a file of the same path.
    package var anew: UsageLog {
        var log = UsageLog()
        log.beginning = beginning &+ 1
        return log
    }

    package init() {}
}

/// Tokens as Codex counts them: the input includes what was read from the cache and written to it.
struct CodexTokens: Sendable, Hashable {
    var input = 0
    var cached = 0
    var written = 0
    var output = 0

    func isAtLeast(_ other: CodexTokens) -> Bool {
        input >= other.input && cached >= other.cached && written >= other.written && output >= other.output
    }

    static func - (a: CodexTokens, b: CodexTokens) -> CodexTokens {
        CodexTokens(
            input: a.input - b.input, cached: a.cached - b.cached, written: a.written - b.written,
            output: a.output - b.output)
    }

    /// What an event says was used since the one before it.
    ///
    /// An event is told again when the limits change; a count that shrinks has begun anew; and the first one of a file
    /// may go on from another conversation's.
    static func used(total: CodexTokens, last: CodexTokens?, before: CodexTokens?) -> CodexTokens? {
        if total == before { return nil }
        if let before, total.isAtLeast(before) { return total - before }
        return last ?? total
    }
}
