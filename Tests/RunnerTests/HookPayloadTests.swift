import Foundation
import Testing

@testable import Runner

@Suite struct HookPayloadTests {
    @Test func `what is not large stays as it is`() {
        for text in ["", "{", #"{"a":"\#(String(repeating: "x", count: 60_000))"}"#] {
            #expect(HookPayload.shortened(Array(text.utf8)) == Array(text.utf8))
        }
    }

    @Test(arguments: ["x", "ü", "漢", "🙂", "\\n", "\\\"", "\\\\", "\\u00e9", "\\ud83d\\ude42", "a\\uD83D\\uDE42"])
    func `of a large one the long texts are cut between characters, and all else stays`(piece: String) throws {
        for offset in 0..<7 {
            let text = String(repeating: "y", count: offset) + String(repeating: piece, count: 100_000)
            let payload =
                #"{"hook_event_name":"PreToolUse","tool_input":{"content":"\#(text)","n":[1,{"s":"\\"}]},"z":"e"}"#
            let cut = HookPayload.shortened(Array(payload.utf8))
            #expect(cut.count < 8500)
            let before = try #require(try JSONSerialization.jsonObject(with: Data(payload.utf8)) as? [String: Any])
            let after = try #require(try JSONSerialization.jsonObject(with: Data(cut)) as? [String: Any])
            let whole = try #require((before["tool_input"] as? [String: Any])?["content"] as? String)
            let kept = try #require((after["tool_input"] as? [String: Any])?["content"] as? String)
            #expect(whole.unicodeScalars.starts(with: kept.unicodeScalars))
            #expect(kept.unicodeScalars.count > 600)
            #expect(after["z"] as? String == "e")
        }
    }

    @Test func `what is no JSON does no harm`() {
        for text in ["\"", "\"\\", "\\", "{\"a", "\u{0}"] {
            let bytes = Array(String(repeating: "z", count: 70_000).utf8) + Array(text.utf8)
            #expect(HookPayload.shortened(bytes).count <= bytes.count)
            #expect(HookPayload.shortened(Array(text.utf8) + bytes).count <= 2 * bytes.count)
        }
    }
}
