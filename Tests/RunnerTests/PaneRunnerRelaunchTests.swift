import Foundation
import Model
import Platform
import TestSupport
import Testing

@testable import Runner

@Suite struct PaneRunnerRelaunchTests {
    @Test func `an agent that ends is launched again, with words about it in between`() throws {
        let pane = try Pane("[ $N -gt 1 ] && exec sleep 1000; exit 0")
        defer { pane.end() }
        #expect(try eventually { try pane.screen().contains("demo: ended · again in 1 s · any key: now") })
        #expect(eventually { pane.launches.count == 2 })
        #expect(try eventually { try pane.screen().isEmpty }, "the line is gone while the agent runs")
        #expect(try eventually { try pane.reports().count == 3 })
        let reports = try pane.reports()
        #expect(reports.map(\.sequence) == [1, 2, 3])
        #expect(Set(reports.map(\.nonce)).count == 1)
        guard case .started(let first) = reports[0].content, case .exited(let exited) = reports[1].content,
            case .started(let second) = reports[2].content
        else {
            Issue.record("\(reports)")
            return
        }
        #expect(exited.exit == .status(0))
        #expect(exited.retryAt.map { $0.seconds(since: reports[1].at) }.map { (0.9...1.1).contains($0) } == true)
        #expect(first.runner == (try pane.runner()))
        #expect(second.agent == ProcessTable.identity(of: try pane.agent()))
    }

    @Test func `an agent that is killed is launched again`() throws {
        let pane = try Pane("exec sleep 1000")
        defer { pane.end() }
        #expect(eventually { pane.launches.count == 1 })
        kill(try pane.agent(), SIGKILL)
        #expect(try eventually { try pane.screen().contains("demo: killed by SIGKILL · again in") })
        #expect(eventually { pane.launches.count == 2 })
    }

    @Test func `a program that cannot be started is tried again and told by name`() throws {
        let pane = try Pane("exec sleep 1000") { $0.begin[0] += "-gone" }
        defer { pane.end() }
        let path = pane.folder / "agent"
        #expect(try eventually { try pane.screen().contains("demo: Cannot start \(path)-gone") })
        rename(path, path + "-gone")
        #expect(eventually { pane.launches.count == 1 })
    }

    @Test func `a key does not wait for the backoff`() throws {
        let pane = try Pane("[ $N -gt 6 ] && exec sleep 1000; exit 3")
        defer { pane.end() }
        let start = monotonicSeconds()
        while pane.launches.count < 7, monotonicSeconds() - start < 25 {
            #expect(try eventually { try pane.screen().contains("any key: now") || pane.launches.count == 7 })
            try pane.tmux("send-keys", "-t", "s:", "x")
        }
        // Left alone that takes 1 + 2 + 4 + 8 + 16 + 32 seconds.
        #expect(pane.launches.count == 7)
    }

    @Test func `a wish launches anew at once, with what the launch file says now`() throws {
        let pane = try Pane("echo \"$V $PWD\" >> \"$LOG\"; exec sleep 1000")
        defer { pane.end() }
        #expect(eventually { pane.log.count == 2 })
        let other = pane.folder / "other"
        try Files.makeFolder(other)
        let before = try #require(ProcessTable.identity(of: try pane.agent()))
        try pane.update {
            $0.environment["V"] = "new value"
            $0.settings.directory = other
            $0.begin.append("--more")
        }
        ProcessTable.signal(SIGUSR1, to: try pane.runner())
        #expect(eventually { pane.log.last == "new value \(other)" })
        #expect(pane.launches.last == "begin {conversation} --more")
        #expect(!ProcessTable.isAlive(before))
        let exits = try pane.reports().compactMap { report in
            if case .exited(let exited) = report.content { exited } else { nil }
        }
        #expect(exits.map(\.retryAt) == [nil])
    }

    @Test func `an agent that does not heed SIGTERM is killed after the grace`() throws {
        let pane = try Pane("trap '' TERM HUP; echo deaf >> \"$LOG\"; while :; do sleep 1000; done") {
            $0.stopGrace = 0.3
        }
        defer { pane.end() }
        #expect(eventually { pane.log.last == "deaf" })
        ProcessTable.signal(SIGUSR1, to: try pane.runner())
        #expect(eventually { pane.launches.count == 2 })
        let exits = try pane.reports().compactMap { report in
            if case .exited(let exited) = report.content { exited.exit } else { nil }
        }
        #expect(exits == [.signal(SIGKILL)])
    }

    @Test func `an agent that stops itself goes on`() throws {
        let pane = try Pane("echo before >> \"$LOG\"; kill -STOP 0; echo after >> \"$LOG\"; exec sleep 1000")
        defer { pane.end() }
        #expect(eventually { pane.log.last == "after" })
        #expect(pane.launches.count == 1)
        let group = Int32(try pane.agent())
        #expect(eventually { (try? pane.format("#{pane_pid}")) != nil && getpgid(group) == group })
    }

    @Test func `nothing of ours is written while the agent has the pane`() throws {
        let pane = try Pane("printf 'agent here'; exec sleep 1000")
        defer { pane.end() }
        #expect(try eventually { try pane.screen() == "agent here" })
        // Signals and stops that it survives leave no trace either.
        kill(-(try pane.agent()), SIGSTOP)
        kill(try pane.runner().pid, SIGWINCH)
        kill(try pane.runner().pid, SIGINT)
        kill(try pane.runner().pid, SIGTSTP)
        #expect(try eventually { try stateOf(pane.agent()) == "S" })
        #expect(try pane.screen() == "agent here")
        #expect(pane.launches.count == 1)
    }

    private func stateOf(_ pid: Int32) throws -> String {
        let stat = String(decoding: try Files.read("/proc/\(pid)/stat", limit: 4096) ?? [], as: UTF8.self)
        return stat.split(separator: ")").last?.split(separator: " ").first.map(String.init) ?? ""
    }
}
