import Foundation
import Model
import Platform
import TestSupport
import Testing

@testable import Runner

@Suite struct PaneRunnerEndTests {
    /// An agent with a tool in a session of its own, as coding agents start them, and an orphan of that tool.
    private static let withTools =
        "setsid sh -c 'trap \"\" HUP; (setsid sleep 1000 &) ; exec sleep 1000' & echo ready >> \"$LOG\"; exec sleep 1000"

    private func marked(_ pane: Pane) throws -> [ProcessIdentity] {
        // Nothing was told yet, so nothing is known to be its own.
        guard let nonce = try pane.reports().first?.nonce else { return [] }
        return ProcessTable.processes(withVariable: "CCMUX_NONCE=\(nonce)")
    }

    private func ended(_ pane: Pane) throws -> Bool {
        try pane.reports().last?.content == .ended
    }

    @Test(arguments: [SIGTERM, SIGHUP])
    func `a signal ends the agent, its tools and the runner`(signal: Int32) throws {
        let pane = try Pane(Self.withTools)
        defer { pane.end() }
        #expect(try eventually { try pane.log.last == "ready" && marked(pane).count == 3 })
        let runner = try pane.runner()
        ProcessTable.signal(signal, to: runner)
        #expect(eventually { !ProcessTable.isAlive(runner) })
        #expect(try eventually { try marked(pane).isEmpty })
        #expect(try ended(pane))
    }

    @Test func `a closed pane leaves no process, not even in a session of its own`() throws {
        let pane = try Pane(Self.withTools)
        defer { pane.end() }
        #expect(try eventually { try pane.log.last == "ready" && marked(pane).count == 3 })
        let runner = try pane.runner()
        try pane.tmux("kill-session", "-t", "=s")
        #expect(eventually { !ProcessTable.isAlive(runner) })
        #expect(try eventually { try marked(pane).isEmpty })
        #expect(try ended(pane))
    }

    @Test func `a tool that heeds no signal is killed`() throws {
        let pane = try Pane("setsid sh -c 'trap \"\" HUP TERM; while :; do sleep 1; done' & exec sleep 1000")
        defer { pane.end() }
        #expect(try eventually { try pane.reports().count == 1 && marked(pane).count >= 3 })
        try pane.tmux("kill-session", "-t", "=s")
        #expect(try eventually { try marked(pane).isEmpty })
    }

    @Test func `a runner that waits ends at once`() throws {
        let pane = try Pane("exit 1")
        defer { pane.end() }
        #expect(try eventually { try pane.screen().contains("again in") })
        let runner = try pane.runner()
        ProcessTable.signal(SIGTERM, to: runner)
        #expect(eventually { !ProcessTable.isAlive(runner) })
        #expect(try ended(pane))
    }

    @Test func `by hand it refuses and says what to do instead`() throws {
        let folder = try TemporaryFolder()
        let pid = try spawnJob(
            ["/bin/sh", "-c", "exec '\(BuiltProgram.path())' _run api > '\(folder / "out")' 2>&1"],
            environment: [("HOME", folder.path)], directory: "/", terminal: nil)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
        #expect(status == 4 << 8)
        #expect(folder.text("out")?.hasSuffix("Use: ccmux start api\n") == true)
    }
}
