import Foundation
import Model
import Testing
import Transcripts

/// For `Tests/Lab/transcripts`: reads every transcript below `CCMUX_TRANSCRIPTS` and writes its page beside it.
@Suite struct TranscriptDumpTests {
    private static let folder = ProcessInfo.processInfo.environment["CCMUX_TRANSCRIPTS"]

    @Test(.enabled(if: folder != nil)) func `each transcript's turns are written beside it`() throws {
        let folder = try #require(Self.folder)
        let root = TranscriptRoot(path: folder, format: .claude)
        for file in TranscriptFiles.all([root]).files where !file.path.hasSuffix("/exchanges.jsonl") {
            let format = try #require(TranscriptFormat.detect(file.path))
            let transcript = Transcript(path: file.path, format: format, limits: .whole)
            let page = try transcript.all(maximumTurns: 100_000)
            try JSONEncoder().encode(page).write(to: URL(filePath: file.path + ".turns.json"))
        }
    }
}
