import Agents
import Foundation
import Model
import Status
import Testing

/// The cost of a reading, on a full screen of the largest size. Printed only when asked for (`CCMUX_FUZZ`), since it is
/// the machine's as much as the reader's.
@Suite struct ScreenSpeedTests {
    @Test func `a full screen of 250 by 120 is read`() throws {
        let clock = ContinuousClock()
        for capture in ScreenCaptureTests.told
        where ["answered", "permission", "working", "limited"].contains(capture.state) {
            var screen = capture.screen
            let filler = Array(("  " + String(repeating: "word, ", count: 40)).utf8)
            let coloured = Array("  \u{1B}[38;5;174mword\u{1B}[39m, and \u{1B}[1mmore\u{1B}[0m".utf8)
            let missing = max(0, 120 - screen.lines.count)
            screen.lines.insert(contentsOf: (0..<missing).map { $0 % 2 == 0 ? filler : coloured + filler }, at: 0)
            screen.width = 250
            var best = Duration.seconds(1)
            for _ in 0..<20 {
                let start = clock.now
                let reading = capture.kind.reading(of: screen, at: capture.moment, zone: "UTC")
                best = min(best, clock.now - start)
                #expect(reading.shown == capture.truth.state)
            }
            if ProcessInfo.processInfo.environment["CCMUX_FUZZ"] != nil { print("\(capture.name): \(best)") }
        }
    }
}
