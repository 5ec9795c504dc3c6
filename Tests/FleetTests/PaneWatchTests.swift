import Model
import Testing
import Tmux

@testable import Fleet

@Suite struct PaneWatchTests {
    /// What is looked at, and whether that calls for a capture, or differs from the last one.
    private enum Step {
        case glance(pane: Int = 1, server: Int32 = 7, activity: Int, width: Int = 80, Bool)
        case capture([[UInt8]], at: Double, Bool)
    }

    private func play(_ steps: [Step]) {
        var watch = PaneWatch()
        for (index, step) in steps.enumerated() {
            let (found, expected): (Bool, Bool)
            switch step {
            case .glance(let pane, let server, let activity, let width, let isDue):
                let line = "%\(pane) \(server) 100 \(activity) 0 \(width) 24 5:title\n"
                found = watch.take(Glance(bytes: Array(line.utf8)).panes[0])
                expected = isDue
            case .capture(let lines, let second, let isNew):
                found = watch.take(capture: lines, at: Timestamp(seconds: second))
                expected = isNew
            }
            #expect(found == expected, "step \(index)")
        }
    }

    @Test func `a pane is captured until it was in a later second than its last activity`() {
        play([
            .glance(activity: 10, true), .capture([[1]], at: 10.5, true),
            // It may have changed later in that second…
            .glance(activity: 10, true), .capture([[1]], at: 11.5, false),
            // …and has not.
            .glance(activity: 10, false),
            .glance(activity: 12, true), .capture([[2]], at: 12.2, true),
        ])
    }

    @Test func `tmux's clock may be a little behind`() {
        play([.glance(activity: 10, true), .capture([[1]], at: 11.01, true), .glance(activity: 10, true)])
    }

    @Test func `another size, another pane and another server are looked at from the beginning`() {
        play([
            .glance(activity: 10, true), .capture([[1]], at: 20, true),
            .glance(activity: 10, width: 60, true), .capture([[1]], at: 21, false),
            .glance(activity: 10, width: 60, false),
            .glance(pane: 2, activity: 10, width: 60, true), .capture([[1]], at: 22, true),
            .glance(pane: 2, server: 8, activity: 10, width: 60, true),
        ])
    }

    @Test func `rows are not taken for each other's ends`() {
        play([.capture([[1, 2], [3]], at: 1, true), .capture([[1], [2, 3]], at: 1, true)])
    }
}
