package import Model

/// A conversation's transcript, read as it lies on the disk.
package struct Transcript {
    let path: String
    let format: TranscriptFormat
    let limits: TranscriptLimits

    package init(path: String, format: TranscriptFormat, limits: TranscriptLimits = .shown) {
        self.path = path
        self.format = format
        self.limits = limits
    }

    /// The last turns.
    package func last(_ turns: Int) throws(CcmuxError) -> TranscriptPage { throw Self.missing }

    /// The turns that went on at or after a moment.
    package func since(_ moment: Timestamp) throws(CcmuxError) -> TranscriptPage { throw Self.missing }

    /// From the beginning.
    package func all(maximumTurns: Int) throws(CcmuxError) -> TranscriptPage { throw Self.missing }

    /// What was written since the page that gave this cursor. The turn that was open comes again whole (same id).
    package func after(_ cursor: String) throws(CcmuxError) -> TranscriptPage { throw Self.missing }

    /// All turns, one after the other, in bounded memory.
    package func each(_ body: (TranscriptTurn) throws -> Void) throws { throw Self.missing }

    /// What the agent said last.
    package func lastMessage() throws(CcmuxError) -> String? { throw Self.missing }

    private static var missing: CcmuxError { CcmuxError(.unavailable, "Transcripts cannot be read yet.") }
}

extension TranscriptFormat {
    /// From its first records; nil where they tell nothing.
    package static func detect(_ path: String) -> TranscriptFormat? { nil }
}
