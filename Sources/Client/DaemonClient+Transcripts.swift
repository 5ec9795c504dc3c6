package import Model
import Platform

/// Calls about conversations. A `word` is a session's name or id or the beginning of one, a conversation's uuid, or a
/// file's absolute path.
extension DaemonClient {
    /// What of a transcript a page has.
    package enum TranscriptPart: Sendable, Hashable {
        /// The last turns.
        case tail(Int)
        case since(Timestamp)
        /// What is new since the page that gave this cursor; it is waited for at most so many seconds.
        case after(String, wait: Double = 0)
        /// The turn in which this byte of the file lies, and those around it.
        case at(Int)

        var query: [Request.Parameter] {
            switch self {
            case .tail(let turns): [.init("tail", String(turns))]
            case .since(let moment): [.init("since", moment.rfc3339)]
            case .at(let offset): [.init("at", String(offset))]
            case .after(let cursor, let wait): [.init("after", cursor), .init("wait", String(wait))]
            }
        }
    }

    package func transcript(_ word: String, _ part: TranscriptPart) throws(CcmuxError) -> TranscriptPage {
        var patience = timeout
        if case .after(_, let wait) = part { patience += wait }
        return try send(
            Request(.get, try Self.transcriptPath(word), query: part.query), as: TranscriptPage.self, timeout: patience)
    }

    /// A whole transcript, turn after turn, whatever its length.
    ///
    /// - Parameters:
    ///   - begin: called first, with the page that the turns belong to; it has none itself.
    package func wholeTranscript(
        _ word: String, begin: (TranscriptPage) throws(CcmuxError) -> Void,
        each: (TranscriptTurn) throws(CcmuxError) -> Void
    ) throws(CcmuxError) {
        let request = Request(.get, try Self.transcriptPath(word), query: [.init("whole", "1")])
        var exchange = try self.begin(request, timeout: timeout)
        while exchange.head == nil { try exchange.advance(timeout: timeout) }
        if let head = exchange.head, head.status != 200 {
            throw Self.failure(try exchange.response(timeout: timeout))
        }
        var lines = LineBuffer()
        var isFirst = true
        while true {
            let isLast = exchange.isComplete
            for line in lines.take(exchange.takeBody()) {
                if isFirst {
                    try begin(try JSONCoding.decode(TranscriptPage.self, from: line))
                    isFirst = false
                } else {
                    try each(try JSONCoding.decode(TranscriptTurn.self, from: line))
                }
            }
            if isLast { return }
            try exchange.advance(timeout: timeout)
        }
    }

    private static func transcriptPath(_ word: String) throws(CcmuxError) -> String {
        guard !word.isEmpty, word.utf8.count <= 4096, !word.utf8.contains(0) else {
            throw CcmuxError(.invalid, "That is neither a session, a conversation's uuid nor a file.")
        }
        return "/v1/transcripts/\(word.percentEncoded)"
    }
}

/// Lines out of bytes that arrive in any pieces.
private struct LineBuffer {
    private var rest: [UInt8] = []

    /// The lines that are complete now.
    mutating func take(_ bytes: [UInt8]) -> [[UInt8]] {
        guard let last = bytes.lastIndex(of: 0x0A) else {
            rest += bytes
            return []
        }
        let all = rest + bytes[..<last]
        rest = Array(bytes[(last + 1)...])
        return all.split(separator: 0x0A).map(Array.init)
    }
}
