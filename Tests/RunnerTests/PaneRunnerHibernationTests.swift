import Foundation
import Model
import Platform
import TestSupport
import Testing

@testable import Runner

@Suite struct PaneRunnerHibernationTests {
    private func alive(_ pid: Int32) -> Bool { ProcessTable.identity(of: pid) != nil }

    @Test func `a session that is put away keeps its runner, without an agent, until the file says otherwise`() throws {
        let pane = try Pane("exec sleep 1000")
        defer { pane.end() }
        #expect(eventually { pane.launches.count == 1 })
        let agent = try pane.agent()
        try pane.update { $0.hibernation = .asked }
        ProcessTable.signal(SIGUSR1, to: try pane.runner())
        #expect(eventually { !alive(agent) })
        #expect(try eventually { try pane.screen().contains("api is hibernated: demo was put away") })
        guard case .exited(let exited) = try pane.reports().last?.content else {
            Issue.record("\(try pane.reports())")
            return
        }
        #expect(exited.retryAt == nil)
        // A signal alone changes nothing.
        ProcessTable.signal(SIGUSR1, to: try pane.runner())
        try pane.update { $0.hibernation = nil }
        ProcessTable.signal(SIGUSR1, to: try pane.runner())
        #expect(eventually { pane.launches.count == 2 })
        #expect(try eventually { try pane.screen().isEmpty })
    }

    @Test func `a key wakes it, and the launch file says so`() throws {
        let pane = try Pane("exec sleep 1000") { $0.hibernation = .asked }
        defer { pane.end() }
        #expect(try eventually { try pane.screen().contains("any key wakes it") })
        #expect(pane.launches.isEmpty)
        try pane.tmux("send-keys", "-t", "s:", "x")
        #expect(eventually { pane.launches.count == 1 })
        #expect(try LaunchFile.read(pane.home.launchFile(pane.id))?.hibernation == .woken)
        // An agent that ends after that is launched again.
        kill(try pane.agent(), SIGKILL)
        #expect(eventually { pane.launches.count == 2 })
    }

    @Test func `an agent that ends again and again is tried only now and then, and at once for a key`() throws {
        let pane = try Pane("exit 7") {
            $0.crashLimit = 2
            $0.probeSeconds = 500
        }
        defer { pane.end() }
        #expect(try eventually { try pane.screen().contains("demo: ended with status 7 · again in 500 s") })
        #expect(pane.launches.count == 2)
        let ends = try pane.reports().compactMap { report -> Report.Exited? in
            if case .exited(let exited) = report.content { exited } else { nil }
        }
        #expect(ends.map(\.failures) == [1, 2])
        try pane.tmux("send-keys", "-t", "s:", "x")
        // Its tries begin anew.
        #expect(eventually { pane.launches.count == 4 })
    }
}
