import Agents
import Foundation
import Model
import Status
import TestSupport
import Testing

/// Screens that no agent drew: whatever a terminal may hand over, a reader answers, and soon.
///
/// `CCMUX_FUZZ=1000000 swift test -c release --filter Fuzz` is the long run; it prints the slowest.
@Suite struct ScreenFuzzTests {
    private static let count = Fuzz.count

    @Test func `readers of mutated screens neither crash nor hang`() throws {
        var random = SplitMix64(seed: 0x5EED)
        let captures = Capture.all
        try #require(!captures.isEmpty)
        // The first use of zones reads the system's tables.
        for capture in captures { _ = capture.reading() }
        var slowest: (seconds: Double, name: String, round: Int) = (0, "", 0)
        var total = 0.0
        var slow = 0
        for round in 0..<Self.count {
            let capture = captures[random.below(captures.count)]
            var mutation = ScreenMutation(random: random)
            let screen = mutation.mutated(capture.screen, other: captures[random.below(captures.count)].screen)
            random = mutation.random
            var reading = ScreenReading(.blank)
            let seconds = ProcessorTime.of {
                reading = capture.kind.reading(of: screen, at: capture.moment, zone: "UTC")
            }
            if seconds > 0.002 { slow += 1 }
            total += seconds
            if seconds > slowest.seconds { slowest = (seconds, capture.name, round) }
            #expect(reading.rows.count <= 10)
            #expect((reading.draft?.unicodeScalars.count ?? 0) <= 1000)
        }
        if Self.count > 2000 {
            print(
                "\(Self.count) screens, \(total / Double(Self.count) * 1e6) µs each, the slowest \(slowest.seconds * 1e6) µs, \(slow) over 2 ms: "
                    + "\(slowest.name), round \(slowest.round)")
        }
        // Not a measurement: a reader that does not end is what this finds.
        #expect(slowest.seconds < 2)
    }
}
