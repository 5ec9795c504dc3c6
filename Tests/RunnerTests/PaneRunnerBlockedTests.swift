import Foundation
import Model
import Platform
import TestSupport
import Testing

@testable import Runner

@Suite struct PaneRunnerBlockedTests {
    private func blocked(_ pane: Pane) throws -> [String] {
        try pane.reports().compactMap { report in
            if case .blocked(let reason) = report.content { reason } else { nil }
        }
    }

    @Test func `a directory that is missing blocks, and its coming back goes on by itself`() throws {
        let pane = try Pane("pwd >> \"$LOG\"; exec sleep 1000") { $0.settings.directory += "/later" }
        defer { pane.end() }
        let directory = pane.work + "/later"
        #expect(try eventually { try blocked(pane) == ["its directory \(directory) does not exist"] })
        #expect(try eventually { try pane.screen().contains("demo was not started: its directory") })
        #expect(pane.launches.isEmpty)
        try Files.makeFolder(directory)
        #expect(eventually { pane.log.last == directory })
        #expect(try pane.screen() == "")
    }

    @Test func `a conversation that is gone blocks, and is resumed when it is put back`() throws {
        let folder = try TemporaryFolder()
        let transcript = folder / "\(Samples.uuid).jsonl"
        let pane = try Pane(
            "exec sleep 1000", conversation: Samples.conversation(),
            evidence: Samples.evidence(folder / "\(LaunchFile.placeholder).jsonl")
        ) {
            $0.conversed = true
            $0.lost = "Put it back."
        }
        defer { pane.end() }
        #expect(try eventually { try blocked(pane).first?.hasSuffix("Put it back.") == true })
        try Files.replace(transcript, with: Array(LineScanTests.user.utf8))
        // A key looks again at once.
        try pane.tmux("send-keys", "-t", "s:", "x")
        #expect(eventually { pane.launches == ["resume \(Samples.uuid)"] })
        #expect(try blocked(pane).count == 1)
    }

    @Test func `two obstacles are told one after the other, each once`() throws {
        let folder = try TemporaryFolder()
        let pane = try Pane(
            "exec sleep 1000", conversation: Samples.conversation(),
            evidence: Samples.evidence(folder / "\(LaunchFile.placeholder).jsonl")
        ) {
            $0.conversed = true
            $0.settings.directory += "/later"
        }
        defer { pane.end() }
        #expect(try eventually { try blocked(pane).count == 1 })
        // The time between two looks passes; a third look without news would have been told by then.
        #expect(try !eventually(within: 6) { try blocked(pane).count > 1 })
        try Files.replace(folder / "\(Samples.uuid).jsonl", with: Array(LineScanTests.user.utf8))
        try pane.tmux("send-keys", "-t", "s:", "x")
        #expect(try eventually { try blocked(pane).count == 2 })
        #expect(try blocked(pane).last?.hasSuffix("does not exist") == true)
        try Files.makeFolder(pane.work + "/later")
        try pane.tmux("send-keys", "-t", "s:", "x")
        #expect(eventually { pane.launches == ["resume \(Samples.uuid)"] })
    }

    @Test func `what the daemon forbids is not launched until it allows it`() throws {
        let pane = try Pane("exec sleep 1000") { $0.blocked = "claude \u{1B}[31mis not there" }
        defer { pane.end() }
        #expect(try eventually { try pane.screen().contains("demo was not started: claude \u{FFFD}[31mis not there") })
        try pane.update { $0.blocked = nil }
        ProcessTable.signal(SIGUSR1, to: try pane.runner())
        #expect(eventually { pane.launches.count == 1 })
    }

    @Test func `a launch file that is damaged or missing is waited for`() throws {
        let pane = try Pane("[ -e go ] && exec sleep 1000; exit 0")
        defer { pane.end() }
        let file = pane.home.launchFile(pane.id)
        let whole = try #require(try Files.read(file, limit: 1 << 20))
        #expect(eventually { pane.launches.count == 1 })
        try Files.replace(file, with: Array("{".utf8))
        #expect(try eventually { try pane.screen().contains("cannot be read") })
        Files.remove(file)
        try pane.tmux("send-keys", "-t", "s:", "x")
        #expect(try eventually { try pane.screen().contains("is not there yet") })
        let before = pane.launches.count
        try Files.replace(pane.work + "/go", with: [])
        try Files.replace(file, with: whole)
        #expect(eventually { pane.launches.count == before + 1 })
    }
}
