import Foundation
import Model
import Platform
import Runner
import TestSupport
import Testing

@Suite struct LaunchFileTests {
    let folder: TemporaryFolder
    let home: HomeLayout
    let id: SessionID

    init() throws {
        folder = try TemporaryFolder()
        home = try Samples.home(in: folder)
        id = try Samples.session()
    }

    private var path: String { home.launchFile(id) }

    @Test func `a launch file is read as it was written, for its owner only`() throws {
        var launch = try Samples.launch(
            directory: "/wörk/a b#{x}", conversation: Samples.conversation(), conversed: true,
            begin: ["/a", "--", "line\n\ttab \u{1F600} \"quoted\" \\"], evidence: Samples.evidence("/p"), blocked: "b",
            lost: "l")
        launch.discovery = ConversationDiscovery(
            root: "/r", prefix: "p", suffix: "s", firstLineContains: "\"cwd\":\"/x\"")
        try launch.write(path)
        #expect(try LaunchFile.read(path) == launch)
        #expect(try folder.mode("home/run/\(id).json") == 0o600)
    }

    @Test func `no file is nil`() throws {
        #expect(try LaunchFile.read(path) == nil)
        #expect(try LaunchFile.update(id, in: home) { $0.conversed = true } == nil)
        #expect(try LaunchFile.read(path) == nil)
    }

    @Test(arguments: ["", "{", "null", "[]", "{}", "\u{0}\u{0}\u{0}", #"{"session":"../../x"}"#])
    func `a file that is no launch file is an error, and stays as it is`(text: String) throws {
        try Files.replace(path, with: Array(text.utf8))
        let read = #expect(throws: CcmuxError.self) { try LaunchFile.read(path) }
        #expect(read?.message == "The launch file \(path) cannot be read.")
        #expect(throws: CcmuxError.self) { try LaunchFile.update(id, in: home) { $0.conversed = true } }
        #expect(try Files.read(path, limit: 100) == Array(text.utf8))
    }

    @Test func `a file that is too large is not read into memory`() throws {
        try Files.replace(path, with: [])
        truncate(path, 1 << 40)
        #expect(throws: CcmuxError.self) { try LaunchFile.read(path) }
    }

    @Test func `what a later version adds is no trouble`() throws {
        try Samples.launch().write(path)
        let text = try #require(folder.text("home/run/\(id).json"))
        try Files.replace(path, with: Array(text.replacing("{\"agent\"", with: "{\"new\":[1],\"agent\"").utf8))
        #expect(try LaunchFile.read(path) == Samples.launch())
    }

    @Test func `updates of many at once are all kept`() async throws {
        try Samples.launch().write(path)
        let id = id
        let home = home
        try await withThrowingDiscardingTaskGroup { group in
            for thread in 0..<4 {
                group.addTask {
                    for turn in 0..<25 {
                        try LaunchFile.update(id, in: home) { $0.environment["V\(thread)_\(turn)"] = "x" }
                    }
                }
            }
        }
        let launch = try #require(try LaunchFile.read(path))
        #expect(launch.environment.keys.count { $0.hasPrefix("V") } == 100)
    }

    @Test func `nothing is written when nothing changes`() throws {
        try Samples.launch().write(path)
        let before = Files.stamp(of: path)
        try LaunchFile.update(id, in: home) { $0.conversed = false }
        #expect(Files.stamp(of: path) == before)
        try LaunchFile.update(id, in: home) { $0.conversed = true }
        #expect(Files.stamp(of: path) != before)
    }

    @Test func `the conversations of the others are known, this one's is not`() throws {
        try Samples.launch(conversation: Samples.conversation()).write(path)
        let other = try #require(SessionID("ba9876543210"))
        var launch = try Samples.launch(conversation: Samples.otherConversation())
        launch.session = other
        try launch.write(home.launchFile(other))
        try Files.replace(home.runFolder + "/garbage.json", with: [1])
        #expect(LaunchFile.conversations(in: home, except: id) == [try Samples.otherConversation()])
    }
}
