import Model
import Testing

@testable import Fleet

@Suite struct QuietWatchTests {
    private func words(_ lines: String...) -> Int { QuietWatch.words(of: lines.map { Array($0.utf8) }) }

    @Test func `a clock, a counter and a spinner that turn on are no sign of work, words are`() {
        let before = words("● Reading", "\u{1B}[38;5;211m✻ Imagining… (3s · ↓ 5 tokens)\u{1B}[39m", "❯ ")
        #expect(before == words("● Reading", "\u{1B}[38;5;99m✢ Imagining… (59s · ↓ 812 tokens)\u{1B}[39m", "❯ "))
        #expect(before != words("● Reading", "● Done", "✢ Imagining… (59s · ↓ 812 tokens)", "❯ "))
    }

    @Test func `much CPU is a sign of work, a spinner's is not`() {
        let start = Timestamp(milliseconds: 1_000_000)
        var quiet = QuietWatch(since: start)
        quiet.take(cpu: 10, at: start.adding(seconds: 100))
        #expect(quiet.since == start)
        quiet.take(cpu: 11, at: start.adding(seconds: 120))
        #expect(quiet.since == start, "a twentieth of a core")
        quiet.take(cpu: 15, at: start.adding(seconds: 140))
        #expect(quiet.since == start.adding(seconds: 140))
    }
}
