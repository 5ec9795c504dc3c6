import Foundation
import Model
import Platform
import TestSupport
import Testing

@testable import Runner

/// `ccmux hook` as an agent runs it.
@Suite struct HookReporterTests {
    let folder: TemporaryFolder
    let home: HomeLayout
    let id: SessionID

    init() throws {
        folder = try TemporaryFolder()
        home = try Samples.home(in: folder)
        id = try Samples.session()
    }

    private static let marks = ["CCMUX_SESSION_ID": "0123456789ab", "CCMUX_NONCE": "n"]

    /// What it printed, and its exit status.
    private func hook(_ payload: String, _ marks: [String: String] = marks, limit: String = "") throws -> (
        String, Int32
    ) {
        try Files.replace(folder / "payload", with: Array(payload.utf8), durable: false)
        var environment = marks
        environment["CCMUX_HOME"] = home.root
        environment["PATH"] = "/usr/bin:/bin"
        let pid = try spawnJob(
            [
                "/bin/sh", "-c",
                "\(limit) exec '\(BuiltProgram.path())' hook <'\(folder / "payload")' >'\(folder / "out")' 2>&1",
            ],
            environment: environment.map { (name: $0.key, value: $0.value) }, directory: "/", terminal: nil)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
        return (folder.text("out") ?? "", status)
    }

    private func start(_ uuid: String, event: String = "SessionStart") -> String {
        #"{"session_id":"\#(uuid)","hook_event_name":"\#(event)","source":"clear"}"#
    }

    private func spooled() throws -> [Report] {
        var reports: [Report] = []
        _ = try Spool.drain(id, in: home) { report throws(CcmuxError) in reports.append(report) }
        return reports
    }

    @Test func `without a daemon a moved conversation is pinned anew, and told later`() throws {
        try Samples.launch(conversation: Samples.conversation(), conversed: true).write(home.launchFile(id))
        let payload = start(Samples.otherUUID.uppercased())
        #expect(try hook(payload) == ("", 0))
        let launch = try #require(try LaunchFile.read(home.launchFile(id)))
        #expect(launch.conversation == (try Samples.otherConversation()))
        #expect(!launch.conversed)
        let reports = try spooled()
        #expect(reports.map(\.content) == [.hook(.init(payload: payload))])
        #expect(reports.map(\.nonce) == ["n"])
        #expect(reports.first?.sequence == nil)
    }

    @Test func `a conversation that is still the same stays conversed`() throws {
        try Samples.launch(conversation: Samples.conversation(), conversed: true).write(home.launchFile(id))
        #expect(try hook(start(Samples.uuid)) == ("", 0))
        #expect(try LaunchFile.read(home.launchFile(id))?.conversed == true)
    }

    @Test(arguments: ["SessionEnd", "Stop", "UserPromptSubmit", ""])
    func `other events do not move the conversation`(event: String) throws {
        let launch = try Samples.launch(conversation: Samples.conversation(), conversed: true)
        try launch.write(home.launchFile(id))
        #expect(try hook(start(Samples.otherUUID, event: event)) == ("", 0))
        #expect(try LaunchFile.read(home.launchFile(id)) == launch)
        #expect(try spooled().count == 1)
    }

    @Test(arguments: [
        "", "{", "null", "\u{0}", #"{"hook_event_name":"SessionStart"}"#,
        #"{"hook_event_name":"SessionStart","session_id":"../../x"}"#,
        #"{"hook_event_name":"Stop","prompt":"\"SessionStart\"","session_id":"0f14d0ab-9605-4a62-a9e4-5ed26688389b"}"#,
    ])
    func `a payload that says nothing changes nothing`(payload: String) throws {
        let launch = try Samples.launch(conversation: Samples.conversation())
        try launch.write(home.launchFile(id))
        #expect(try hook(payload) == ("", 0))
        #expect(try LaunchFile.read(home.launchFile(id)) == launch)
    }

    @Test(arguments: [[:], ["CCMUX_SESSION_ID": "0123456789ab"], ["CCMUX_SESSION_ID": "../x", "CCMUX_NONCE": "n"]])
    func `outside a session it does nothing and does not fail`(marks: [String: String]) throws {
        #expect(try hook(start(Samples.uuid), marks) == ("", 0))
        #expect(Files.names(in: home.spoolFolder).isEmpty)
    }

    @Test func `a home that is gone does not fail the agent`() throws {
        try FileManager.default.removeItem(atPath: home.root)
        #expect(try hook(start(Samples.uuid)) == ("", 0))
        #expect(Files.kind(of: home.root) == nil)
    }

    @Test func `a launch file that cannot be read is left as it is`() throws {
        try Files.replace(home.launchFile(id), with: [1, 2, 3])
        #expect(try hook(start(Samples.uuid)) == ("", 0))
        #expect(try Files.read(home.launchFile(id), limit: 10) == [1, 2, 3])
    }

    @Test func `where nothing more may be written the old launch file stands, and nothing is left beside it`() throws {
        let launch = try Samples.launch(
            conversation: Samples.conversation(), begin: ["/bin/true", String(repeating: "x", count: 5000)])
        try launch.write(home.launchFile(id))
        try Files.replace(home.spoolFile(id), with: Array("whole\n".utf8))
        // One block of 512 bytes: the new file would be larger, and the signal at the limit is not deadly.
        #expect(try hook(start(Samples.otherUUID), limit: "trap '' XFSZ; ulimit -f 1;") == ("", 0))
        #expect(try LaunchFile.read(home.launchFile(id)) == launch)
        #expect(Set(Files.names(in: home.runFolder)) == ["\(id).json", "\(id).lock"])
    }

    @Test func `killed at any moment it leaves a launch file that can be read`() throws {
        try Samples.launch(conversation: Samples.conversation()).write(home.launchFile(id))
        try Files.replace(folder / "a", with: Array(start(Samples.uuid).utf8))
        try Files.replace(folder / "b", with: Array(start(Samples.otherUUID).utf8))
        let script = "while :; do '\(try BuiltProgram.path())' hook <a; '\(try BuiltProgram.path())' hook <b; done"
        var environment = Self.marks
        environment["CCMUX_HOME"] = home.root
        for turn in 0..<20 {
            let pid = try spawnJob(
                ["/bin/sh", "-c", script], environment: environment.map { (name: $0.key, value: $0.value) },
                directory: folder.path, terminal: nil)
            // A different moment of its work each time.
            usleep(20_000 + UInt32(turn) * 1700)
            kill(-pid, SIGKILL)
            while waitpid(pid, nil, 0) < 0 && errno == EINTR {}
            #expect(try LaunchFile.read(home.launchFile(id)) != nil)
        }
    }
}
