/// How much of a transcript's texts is taken over, in bytes of UTF-8; what is longer is cut, and it is said how much is
/// missing.
package struct TranscriptLimits: Sendable, Hashable {
    /// A prompt, an answer, a thought.
    package var text: Int
    /// A tool's input, as JSON.
    package var input: Int
    /// A tool's result.
    package var result: Int

    package init(text: Int, input: Int, result: Int) {
        self.text = text
        self.input = input
        self.result = result
    }

    /// What is shown and sent over the API.
    package static let shown = TranscriptLimits(text: 64 << 10, input: 16 << 10, result: 16 << 10)
    /// All that is read of a line (see `TranscriptReader.lineLimit`).
    package static let whole = TranscriptLimits(text: .max, input: .max, result: .max)
}
