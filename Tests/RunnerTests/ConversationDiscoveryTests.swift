import Foundation
import Model
import Platform
import Runner
import TestSupport
import Testing

@Suite struct ConversationDiscoveryTests {
    let folder: TemporaryFolder
    let discovery: ConversationDiscovery

    init() throws {
        folder = try TemporaryFolder()
        discovery = ConversationDiscovery(
            root: folder / "sessions", prefix: "rollout-", suffix: ".jsonl", firstLineContains: #""cwd":"/work""#)
    }

    private func rollout(_ day: String, _ uuid: String, cwd: String = "/work", age: Double = 0) throws {
        let path = folder / "sessions/\(day)"
        try Files.makeFolder(path)
        let file = "\(path)/rollout-2026-11-21T12-00-00-\(uuid).jsonl"
        try Files.replace(file, with: Array(#"{"payload":{"cwd":"\#(cwd)"}}"#.utf8) + [10])
        let date = Date().addingTimeInterval(-age)
        try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: file)
    }

    private var now: Timestamp { wallClock() }

    @Test func `the one new file that begins in the directory names the conversation`() throws {
        let start = now
        #expect(discovery.find(since: start) == nil)
        try rollout("2026/11/20", "11111111-1111-1111-1111-111111111111", age: 3600)
        try rollout("2026/11/21", "22222222-2222-2222-2222-222222222222", cwd: "/work/below")
        #expect(discovery.find(since: start) == nil)
        try rollout("2026/11/21", Samples.uuid)
        #expect(discovery.find(since: start) == (try Samples.conversation()))
    }

    @Test func `of two nothing is guessed, unless one is known to be another's`() throws {
        let start = now
        try rollout("2026/11/21", Samples.uuid)
        try rollout("2026/11/21", Samples.otherUUID)
        #expect(discovery.find(since: start) == nil)
        #expect(
            discovery.find(since: start, excluding: [try Samples.otherConversation()]) == (try Samples.conversation()))
    }

    @Test func `it is found on both sides of midnight, and of a new year`() throws {
        let start = now
        try rollout("2026/12/31", Samples.uuid)
        try rollout("2027/01/01", "33333333-3333-3333-3333-333333333333", cwd: "/other")
        #expect(discovery.find(since: start) == (try Samples.conversation()))
    }

    @Test(arguments: [
        ("rollout-2026-11-21T12-00-00-\(Samples.uuid).jsonl", true),
        ("/a/b/rollout-\(Samples.uuid).jsonl", true),
        ("rollout-2026.jsonl", false), ("rollout-.jsonl", false), (".jsonl", false), ("", false),
        ("other-\(Samples.uuid).jsonl", false), ("rollout-\(Samples.uuid).jsonl.tmp", false),
    ])
    func `a uuid is read off a file's name`(name: String, isOne: Bool) throws {
        #expect(discovery.conversation(ofFile: name) == (isOne ? try Samples.conversation() : nil))
    }
}
