import Foundation
import Model
import Platform
import TestSupport
import Testing

@testable import Runner

@Suite struct PaneRunnerConversationTests {
    /// An agent whose transcript begins with the launch of the given number.
    private func pane(in folder: TemporaryFolder, writing line: String, atLaunch number: Int) throws -> Pane {
        let transcript = folder / "\(Samples.uuid).jsonl"
        return try Pane(
            "[ $N = \(number) ] && printf '%s\\n' '\(line)' > '\(transcript)'; [ $N -gt 2 ] && exec sleep 1000; exit 0",
            conversation: Samples.conversation(), evidence: Samples.evidence(folder / "\(LaunchFile.placeholder).jsonl")
        )
    }

    @Test func `a conversation is begun until it has something in it, then resumed`() throws {
        let folder = try TemporaryFolder()
        let pane = try pane(in: folder, writing: LineScanTests.user, atLaunch: 2)
        defer { pane.end() }
        #expect(eventually { pane.launches.count == 3 })
        #expect(pane.launches == ["begin \(Samples.uuid)", "begin \(Samples.uuid)", "resume \(Samples.uuid)"])
        #expect(try LaunchFile.read(pane.home.launchFile(pane.id))?.conversed == true)
    }

    @Test func `a stub that an agent left is set aside, not resumed`() throws {
        let folder = try TemporaryFolder()
        let pane = try pane(in: folder, writing: LineScanTests.header, atLaunch: 1)
        defer { pane.end() }
        #expect(eventually { pane.launches.count == 3 })
        #expect(Set(pane.launches) == ["begin \(Samples.uuid)"])
        #expect(Files.names(in: folder.path).filter { $0.contains(".empty-") }.count == 1)
        #expect(try LaunchFile.read(pane.home.launchFile(pane.id))?.conversed == false)
    }

    @Test func `an agent that names its conversation itself is resumed by that name`() throws {
        let folder = try TemporaryFolder()
        let other = try #require(SessionID("ba9876543210"))
        let rollouts =
            "mkdir -p '\(folder.path)/2026/11/21'; for u in \(Samples.uuid) \(Samples.otherUUID); do "
            + "echo '{\"cwd\":\"/w\"}' > '\(folder.path)/2026/11/21/rollout-'$u.jsonl; done"
        let pane = try Pane("[ $N -gt 1 ] && exec sleep 1000; sleep 1; \(rollouts)") {
            $0.discovery = ConversationDiscovery(
                root: folder.path, prefix: "rollout-", suffix: ".jsonl", firstLineContains: #""cwd":"/w""#)
        }
        defer { pane.end() }
        // The other of the two belongs to another session.
        var neighbour = try Samples.launch(conversation: Samples.otherConversation())
        neighbour.session = other
        try neighbour.write(pane.home.launchFile(other))
        #expect(eventually { pane.launches.count == 2 })
        #expect(pane.launches.first == "begin {conversation}")
        #expect(try LaunchFile.read(pane.home.launchFile(pane.id))?.conversation == (try Samples.conversation()))
    }
}
