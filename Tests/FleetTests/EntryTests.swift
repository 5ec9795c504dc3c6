import Model
import Status
import Store
import Testing
import Tmux

@testable import Fleet

@Suite struct EntryTests {
    private func entry(_ wanted: WantedState = .running, hasPane: Bool = true) throws -> Entry {
        let record = SessionRecord(
            id: try #require(SessionID("0123456789ab")), name: try #require(SessionName("api")), agent: "demo",
            settings: SessionSettings(directory: "/w"), wanted: wanted, created: Timestamp(milliseconds: 0))
        var entry = Entry(record: record, runtime: RuntimeRecord())
        if hasPane {
            let pane = Sight.Pane(id: PaneID(number: 3), pid: 1, isDead: false, activity: 0, columns: 80)
            entry.sight = Sight(session: TmuxSessionID(number: 1), name: "api", panes: [pane])
        }
        return entry
    }

    private let agent = ProcessIdentity(pid: 42, start: 1)
    private let moment = Timestamp(milliseconds: 100_000)

    /// Process, state and detail, once decided.
    private func told(_ entry: Entry) -> (process: ProcessState, state: AgentState, detail: String?) {
        var entry = entry
        entry.decide(now: moment, lookedAt: nil)
        return (entry.process, entry.state, entry.detail)
    }

    private func showing(_ scene: ScreenReading.Scene) -> Signals {
        var signals = Signals()
        signals.take(screen: Signal(ScreenReading(scene), since: moment.adding(seconds: -9), seen: moment))
        return signals
    }

    @Test func `what runs, waits or is gone is told by the pane and the runner's last report`() throws {
        var entry = try entry()
        #expect(told(entry).process == .starting)
        #expect(told(entry).state == .starting)
        entry.runtime.agent = agent
        entry.signals = showing(.working)
        #expect(told(entry).process == .running)
        #expect(told(entry).state == .working)
        entry.runtime.agent = nil
        entry.runtime.retryAt = Timestamp(milliseconds: 1)
        entry.runtime.lastExit = "killed by SIGKILL"
        #expect(told(entry).process == .backoff)
        #expect(told(entry).state == .crashed)
        #expect(told(entry).detail == "killed by SIGKILL")
        entry.sight = nil
        #expect(told(entry).process == .starting)
        #expect(told(entry).state == .starting)
        #expect(told(entry).detail == nil)
    }

    @Test func `a block is told with its reason, the daemon's first`() throws {
        var entry = try entry()
        entry.runtime.agent = agent
        entry.runtime.blocked = "its directory does not exist"
        #expect(told(entry).process == .blocked)
        #expect(told(entry).state == .blocked)
        #expect(told(entry).detail == "its directory does not exist")
        entry.blocked = "a tmux session is in the way"
        #expect(told(entry).detail == "a tmux session is in the way")
        entry.blocked = nil
        entry.sight = nil
        #expect(entry.process == .starting, "the runner that was blocked is gone")
    }

    @Test(arguments: [WantedState.stopped, .archived])
    func `one that is wanted down runs until its pane is gone`(wanted: WantedState) throws {
        var entry = try entry(wanted)
        entry.runtime.agent = agent
        entry.signals = showing(.composer)
        #expect(told(entry).process == .running)
        #expect(told(entry).state == .idle)
        entry.sight?.panes[0].isDead = true
        #expect(told(entry).process == .stopped)
        #expect(told(entry).state == .stopped)
        entry.sight = nil
        entry.blocked = "left over"
        #expect(entry.process == .stopped)
    }

    @Test func `one that is wanted hibernated runs until its agent is gone, whether or not its pane is`() throws {
        var entry = try entry(.hibernated)
        entry.runtime.agent = agent
        entry.signals = showing(.composer)
        #expect(told(entry).process == .running)
        #expect(told(entry).state == .idle)
        entry.runtime.agent = nil
        #expect(told(entry).process == .hibernated)
        #expect(told(entry).state == .hibernated)
        entry.sight = nil
        entry.runtime.retryAt = Timestamp(milliseconds: 1)
        #expect(told(entry).process == .hibernated)
    }

    @Test func `a view has the pane, the agent and its age`() throws {
        var entry = try entry()
        entry.runtime.agent = agent
        entry.runtime.startedAt = Timestamp(milliseconds: 10_000)
        var view = entry.view(now: Timestamp(milliseconds: 12_900))
        #expect(view.pane == "%3")
        #expect(view.pid == 42)
        #expect(view.uptimeSeconds == 2)
        view = entry.view(now: Timestamp(milliseconds: 0))
        #expect(view.uptimeSeconds == 0, "the clock went back")
        entry.runtime.agent = nil
        #expect(entry.view(now: Timestamp(milliseconds: 0)).uptimeSeconds == nil)
    }

    @Test func `a daemon that begins anew says what was said before until it has looked`() throws {
        let record = try entry().record
        var entry = Entry(record: record, runtime: RuntimeRecord(agent: agent, state: .limited))
        entry.sight = try self.entry().sight
        #expect(told(entry).state == .limited)
        entry.signals = showing(.composer)
        #expect(told(entry).state == .limited)
        entry.isRemembered = false
        #expect(told(entry).state == .idle)
    }

    @Test func `what the running agent was launched without is pending`() throws {
        var entry = try entry()
        #expect(entry.view(now: Timestamp(milliseconds: 0)).pending == [])
        entry.runtime.agent = agent
        entry.runtime.launchedSettings = entry.record.settings
        #expect(entry.view(now: Timestamp(milliseconds: 0)).pending == [])
        entry.record.settings = SessionSettings(
            directory: "/x", model: "m", permissionMode: "plan", flags: ["--f"], environment: ["A": ""],
            remoteControl: .on)
        #expect(entry.view(now: Timestamp(milliseconds: 0)).pending == ["dir", "model", "mode", "flags", "env", "rc"])
        entry.runtime.agent = nil
        #expect(entry.view(now: Timestamp(milliseconds: 0)).pending == [])
    }
}
