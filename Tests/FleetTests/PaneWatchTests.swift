import Model
import Testing
import Tmux

@testable import Fleet

@Suite struct PaneWatchTests {
    private func glance(_ number: Int = 1, server: Int32 = 7, activity: Int, width: Int = 80) -> Glance.Pane {
        let line = "%\(number) \(server) 100 \(activity) 0 \(width) 24 5:title\n"
        return Glance(bytes: Array(line.utf8)).panes[0]
    }

    private func at(_ second: Double) -> Timestamp { Timestamp(seconds: second) }

    @Test func `a pane is captured until it was in a later second than its last activity`() {
        var watch = PaneWatch()
        #expect(watch.take(glance(activity: 10)), "never seen")
        #expect(watch.take(capture: [[1]], at: at(10.5)))
        #expect(watch.take(glance(activity: 10)), "it may have changed later in that second")
        #expect(!watch.take(capture: [[1]], at: at(11.5)), "it has not")
        #expect(!watch.take(glance(activity: 10)))
        #expect(watch.isCurrent)
        #expect(watch.take(glance(activity: 12)))
        #expect(!watch.isCurrent)
        #expect(watch.take(capture: [[2]], at: at(12.2)))
    }

    @Test func `tmux's clock may be a little behind`() {
        var watch = PaneWatch()
        _ = watch.take(glance(activity: 10))
        _ = watch.take(capture: [[1]], at: at(11.01))
        #expect(watch.take(glance(activity: 10)))
    }

    @Test func `another size, another pane and another server are looked at from the beginning`() {
        var watch = PaneWatch()
        _ = watch.take(glance(activity: 10))
        _ = watch.take(capture: [[1]], at: at(20))
        #expect(watch.take(glance(activity: 10, width: 60)))
        _ = watch.take(capture: [[1]], at: at(21))
        #expect(!watch.take(glance(activity: 10, width: 60)))
        #expect(watch.take(glance(2, activity: 10, width: 60)))
        _ = watch.take(capture: [[1]], at: at(22))
        #expect(watch.take(glance(2, server: 8, activity: 10, width: 60)))
    }

    @Test func `rows are not taken for each other's ends`() {
        var watch = PaneWatch()
        _ = watch.take(capture: [[1, 2], [3]], at: at(1))
        #expect(watch.take(capture: [[1], [2, 3]], at: at(1)))
    }
}
