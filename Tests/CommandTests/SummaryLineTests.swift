import Model
import Testing

@testable import Commands

@Suite("The fleet on one line")
struct SummaryLineTests {
    private func line(_ counts: [String: Int], waiting: [String] = [], until: String? = nil) throws -> String {
        let summary = FleetSummary(
            counts: counts, total: counts.values.reduce(0, +),
            waiting: try waiting.map { try #require(SessionName($0)) },
            limitedUntil: until.flatMap { Timestamp(rfc3339: $0) })
        return SummaryLine.text(summary, Samples.clock)
    }

    @Test("What needs a person first, then who works, who rests, and who is at a limit until when")
    func whole() throws {
        #expect(
            try line(
                ["permission": 1, "crashed": 1, "working": 4, "compacting": 1, "idle": 2, "limited": 3, "stopped": 2],
                waiting: ["api", "web"], until: "2027-01-15T14:05:00Z")
                == "2 need you · 5 working · 2 idle · 3 of 14 limited, reset 14:05")
    }

    @Test("Parts of which there is nothing are left out")
    func parts() throws {
        #expect(try line(["idle": 3]) == "3 idle")
        #expect(try line(["plan": 1, "starting": 2], waiting: ["a"]) == "1 needs you · 2 starting")
        #expect(try line(["limited": 1]) == "1 of 1 limited")
        #expect(try line(["limited": 1], until: "2027-01-18T09:00:00Z") == "1 of 1 limited, reset Jan 18 09:00")
        #expect(try line(["stopped": 4]) == "4 stopped")
        #expect(try line(["stopped": 4, "idle": 1]) == "1 idle")
        #expect(try line([:]) == "no sessions")
    }

    @Test("What is not known is told, also a state of another version, which cannot move the cursor")
    func unknown() throws {
        #expect(try line(["unknown": 1, "working": 1]) == "1 working · 1 unknown")
        #expect(try line(["dream\u{1B}ing": 2]) == "2 dream\u{FFFD}ing")
    }
}
