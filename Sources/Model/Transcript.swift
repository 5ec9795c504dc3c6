/// A part of a conversation as its transcript tells it: the answer to "what was said".
package struct TranscriptPage: Sendable, Hashable, Codable {
    package var source: TranscriptSource
    /// Oldest first. The first may lack its beginning where the page does not begin with the conversation.
    package var turns: [TranscriptTurn]
    /// Give it back as `after` to go on with what was written since; opaque.
    package var cursor: String
    /// There is more before the first turn.
    package var hasEarlier: Bool
    /// Of what was read.
    package var counts: TranscriptCounts
    /// True where the cursor was of another file, or of what this one was before: these are its last turns, and what
    /// was known of it holds no more.
    package var isReplaced: Bool?
    /// Where a place was asked for: the offset of the item that is there, or the last one before it.
    package var place: Int?
    /// Where a place was asked for: there is more behind the last turn, which the cursor gives.
    package var hasLater: Bool?

    package init(
        source: TranscriptSource, turns: [TranscriptTurn], cursor: String, hasEarlier: Bool = false,
        counts: TranscriptCounts = TranscriptCounts()
    ) {
        self.source = source
        self.turns = turns
        self.cursor = cursor
        self.hasEarlier = hasEarlier
        self.counts = counts
    }
}

/// Where a conversation is from.
package struct TranscriptSource: Sendable, Hashable, Codable {
    package var path: String
    /// `claude` or `codex`.
    package var format: String
    package var conversation: String?
    /// The directory that the agent worked in, as its records say.
    package var directory: String?
    /// What the agent calls it: a summary or a title.
    package var title: String?
    /// The conversation that it was forked or resumed from.
    package var forkedFrom: String?
    package var session: SessionID?
    package var name: SessionName?

    package init(path: String, format: String) {
        self.path = path
        self.format = format
    }
}

/// What a reading met.
package struct TranscriptCounts: Sendable, Hashable, Codable {
    package var lines = 0
    /// Lines that are no JSON object; the half line at the end of a file that is being written is not one.
    package var broken = 0
    /// Records of a type that is not known; they are kept as such.
    package var unknown = 0
    /// Lines that were too long to read whole.
    package var cut = 0

    package init() {}
}

/// From a prompt to the next one.
package struct TranscriptTurn: Sendable, Hashable, Codable {
    /// The id of the record that begins it, or its byte offset where it has none.
    package var id: String
    /// Of its first record, in bytes from the beginning of the file.
    package var offset: Int
    package var start: Timestamp?
    package var end: Timestamp?
    package var items: [TranscriptItem]
    /// The transcript says that it came to its end: by an answer, an error or an interruption.
    package var isEnded: Bool
    /// `completed`, `interrupted`, `failed`, `limited`; nil while it goes on.
    package var outcome: String?
    package var usage: TokenUsage?

    package init(
        id: String, offset: Int, start: Timestamp? = nil, end: Timestamp? = nil, items: [TranscriptItem] = [],
        isEnded: Bool = false, outcome: String? = nil, usage: TokenUsage? = nil
    ) {
        self.id = id
        self.offset = offset
        self.start = start
        self.end = end
        self.items = items
        self.isEnded = isEnded
        self.outcome = outcome
        self.usage = usage
    }
}

/// One thing in a turn.
package struct TranscriptItem: Sendable, Hashable, Codable {
    /// An open set.
    package struct Kind: RawRepresentable, Sendable, Hashable, Codable {
        package let rawValue: String

        package init(rawValue: String) { self.rawValue = rawValue }

        /// What a person, or somebody in their place, asked for.
        package static let prompt = Kind(rawValue: "prompt")
        /// A command of the agent's own, and what it printed.
        package static let command = Kind(rawValue: "command")
        /// What the agent said.
        package static let said = Kind(rawValue: "said")
        package static let thinking = Kind(rawValue: "thinking")
        /// A tool call; its result is folded in.
        package static let tool = Kind(rawValue: "tool")
        /// An error, a limit, an interruption.
        package static let notice = Kind(rawValue: "notice")
        /// The conversation was compacted, cleared, forked or resumed here; `text` says which.
        package static let boundary = Kind(rawValue: "boundary")
        /// The agent's own bookkeeping; only shown when asked for.
        package static let meta = Kind(rawValue: "meta")
        /// A record of a type that is not known; `label` has the type.
        package static let unknown = Kind(rawValue: "unknown")
    }

    package var kind: Kind
    package var at: Timestamp?
    package var text: String
    /// How many bytes of `text` were left out.
    package var cutBytes: Int?
    /// More about its kind: a command's name, a boundary's kind, an unknown record's type.
    package var label: String?
    package var tool: TranscriptTool?
    /// Images and other attachments, as markers: `image/png, 34 KB`.
    package var attachments: [String]?
    /// The subagent or sidechain that it belongs to; nil in the conversation itself.
    package var thread: String?
    package var model: String?
    /// The record's own id.
    package var record: String?
    /// Of its record, in bytes from the beginning of the file.
    package var offset: Int

    package init(kind: Kind, text: String = "", at: Timestamp? = nil, offset: Int) {
        self.kind = kind
        self.text = text
        self.at = at
        self.offset = offset
    }
}

/// A tool call with its result.
package struct TranscriptTool: Sendable, Hashable, Codable {
    package var id: String?
    package var name: String
    /// What it is about, in one line: the command, the file.
    package var subject: String?
    /// Its input as JSON text.
    package var input: String?
    package var inputCutBytes: Int?
    /// Nil while it is open.
    package var result: String?
    package var resultCutBytes: Int?
    package var isError: Bool
    package var endedAt: Timestamp?

    package init(id: String?, name: String, isError: Bool = false) {
        self.id = id
        self.name = name
        self.isError = isError
    }
}

/// Tokens, each kind apart; one message is counted once.
package struct TokenUsage: Sendable, Hashable, Codable {
    /// Input that was neither read from the cache nor written to it.
    package var input: Int
    package var output: Int
    /// Written to the cache for five minutes.
    package var cacheWrite5m: Int
    /// Written to the cache for an hour.
    package var cacheWrite1h: Int
    package var cacheRead: Int

    package init(input: Int = 0, output: Int = 0, cacheWrite5m: Int = 0, cacheWrite1h: Int = 0, cacheRead: Int = 0) {
        self.input = input
        self.output = output
        self.cacheWrite5m = cacheWrite5m
        self.cacheWrite1h = cacheWrite1h
        self.cacheRead = cacheRead
    }

    package var cacheWrite: Int { cacheWrite5m &+ cacheWrite1h }
    package var total: Int { input &+ output &+ cacheWrite &+ cacheRead }
    package var isZero: Bool { self == TokenUsage() }

    package static func + (a: TokenUsage, b: TokenUsage) -> TokenUsage {
        TokenUsage(
            input: a.input &+ b.input, output: a.output &+ b.output, cacheWrite5m: a.cacheWrite5m &+ b.cacheWrite5m,
            cacheWrite1h: a.cacheWrite1h &+ b.cacheWrite1h, cacheRead: a.cacheRead &+ b.cacheRead)
    }
}
