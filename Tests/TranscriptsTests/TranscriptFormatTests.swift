import Testing
import Transcripts

@Suite struct TranscriptFormatTests {
    @Test func `A format is called as its agent`() {
        #expect(TranscriptFormat(rawValue: "claude") == .claude)
    }
}
