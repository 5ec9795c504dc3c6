import Model
import Platform
import TestSupport
import Testing

@testable import Agents

private let old = ConversationID("11111111-1111-4111-8111-111111111111") ?? .random()
private let new = ConversationID("22222222-2222-4222-8222-222222222222") ?? .random()

@Suite struct ConversationCopyTests {
    private func changed(_ text: String, keys: Set<String> = ["sessionId", "session_id"], by size: Int = 1 << 20)
        -> String
    {
        var change = ConversationChange(from: old, to: new, keys: keys)
        var result: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            result += change.feed(rest.prefix(size))
            rest = rest.dropFirst(size)
        }
        result += change.finish()
        return String(decoding: result, as: UTF8.self)
    }

    @Test(arguments: [
        (#"{"sessionId":"OLD","x":1}"#, #"{"sessionId":"NEW","x":1}"#),
        (#"{"sessionId" : "OLD"}"#, #"{"sessionId" : "NEW"}"#),
        (#"{"a":{"session_id":"OLD"},"sessionId":"OLD"}"#, #"{"a":{"session_id":"NEW"},"sessionId":"NEW"}"#),
        // What is said is left as it was said.
        (#"{"text":"OLD"}"#, #"{"text":"OLD"}"#),
        (#"{"text":"see \"sessionId\":\"OLD\" there"}"#, #"{"text":"see \"sessionId\":\"OLD\" there"}"#),
        (#"{"text":"\"sessionId\":\"OLD"}"#, #"{"text":"\"sessionId\":\"OLD"}"#),
        (#"{"my\"sessionId":"OLD"}"#, #"{"my\"sessionId":"OLD"}"#),
        (#"{"oldsessionId":"OLD","cwd":"/OLD/x"}"#, #"{"oldsessionId":"OLD","cwd":"/OLD/x"}"#),
        (#"["sessionId","OLD"]"#, #"["sessionId","OLD"]"#),
        (#""OLD""#, #""OLD""#), (":\"OLD\"", ":\"OLD\""), ("", ""),
        // A half line goes as it is.
        (#"{"sessionId":"OLD"#, #"{"sessionId":"OLD"#),
    ])
    func `only values that name the conversation are changed`(_ given: String, _ wanted: String) {
        func filled(_ text: String) -> String {
            text.split(separator: "OLD", omittingEmptySubsequences: false).joined(separator: old.text)
                .split(separator: "NEW", omittingEmptySubsequences: false).joined(separator: new.text)
        }
        #expect(changed(filled(given)) == filled(wanted))
    }

    @Test func `however the bytes come, the copy is the same`() {
        var random = SystemRandomNumberGenerator()
        let pieces = [
            #"{"sessionId":"\#(old)"}"# + "\n", #"{"session_id": "\#(old)","t":"\#(old)"}"# + "\n", "\u{0}\n", "\"",
            #"\"sessionId\":\"\#(old)\""#, old.text, ":", #""sessionId":"#, "ä\\\"", String(repeating: "x", count: 70),
        ]
        for _ in 0..<300 {
            let text = (0..<Int.random(in: 1...12, using: &random)).map { _ in
                pieces.randomElement(using: &random) ?? ""
            }
            .joined()
            let whole = changed(text)
            #expect(whole.utf8.count == text.utf8.count)
            for size in [1, 7, 37, 38, 39, 64, 100] { #expect(changed(text, by: size) == whole) }
        }
    }

    @Test func `a copy has the whole lines, and the original is as it was`() async throws {
        let folder = try TemporaryFolder()
        let whole = #"{"type":"user","sessionId":"\#(old)"}"# + "\n" + "broken\n"
        let original = folder.path + "/\(old).jsonl"
        try Files.replace(original, with: Array((whole + #"{"type":"assist"#).utf8))
        let copy = ConversationCopy(
            original: original, from: old, to: new, path: folder.path + "/new/\(new).jsonl", directory: "/")
        try await copy.make(ClaudeConversations())
        let made = try #require(try Files.read(copy.path, limit: 1000))
        #expect(String(decoding: made, as: UTF8.self) == #"{"type":"user","sessionId":"\#(new)"}"# + "\nbroken\n")
        #expect(Files.names(in: folder.path + "/new") == ["\(new).jsonl"])
        #expect(try Files.read(original, limit: 1000) == Array((whole + #"{"type":"assist"#).utf8))
        // What is there is not written over.
        await #expect(throws: CcmuxError.self) { try await copy.make(ClaudeConversations()) }
    }

    @Test func `of half a line there is no copy`() async throws {
        let folder = try TemporaryFolder()
        let original = folder.path + "/\(old).jsonl"
        try Files.replace(original, with: Array("{".utf8))
        let copy = ConversationCopy(
            original: original, from: old, to: new, path: folder.path + "/\(new).jsonl", directory: "/")
        let error = await #expect(throws: CcmuxError.self) { try await copy.make(ClaudeConversations()) }
        #expect(error?.code == .refused)
        #expect(Files.names(in: folder.path) == ["\(old).jsonl"])
    }

    @Test(arguments: [
        (
            #"{"type":"session_meta","payload":{"id":"NEW","cwd":"/a","x":1}}"#,
            #"{"type":"session_meta","payload":{"forked_from_id":"OLD","id":"NEW","cwd":"/b \"c\"","x":1}}"#
        ),
        (
            #"{"type":"session_meta","payload":{"forked_from_id":"first","cwd":"/a","id":"NEW"}}"#,
            #"{"type":"session_meta","payload":{"forked_from_id":"OLD","cwd":"/b \"c\"","id":"NEW"}}"#
        ),
        (
            #"{"type":"session_meta","payload":{"cwd":"/a","id":"NEW","forked_from_id":null}}"#,
            #"{"type":"session_meta","payload":{"cwd":"/b \"c\"","id":"NEW","forked_from_id":"OLD"}}"#
        ),
        (#"{"type":"other","payload":{"id":"NEW"}}"#, #"{"type":"other","payload":{"id":"NEW"}}"#),
        (#"{"type":"session_meta","payload":[]}"#, #"{"type":"session_meta","payload":[]}"#), ("x", "x"), ("", ""),
    ])
    func `a Codex's copy says what it was made from, and where it works`(_ given: String, _ wanted: String) {
        let line = Array(("  " + given + "\n").utf8).dropFirst(2)
        let made = CodexConversations().firstLine(ofCopy: line, from: old, directory: #"/b "c""#)
        let text = wanted.split(separator: "OLD", omittingEmptySubsequences: false).joined(separator: old.text)
        #expect(String(decoding: made, as: UTF8.self) == text + "\n")
    }
}
