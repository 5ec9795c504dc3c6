import Delivery
import Foundation
import Model
import TestSupport
import Testing
import Transcripts

@testable import Agents

/// Transcripts of prompts, damaged in every way that a seed can think of, and far too long ones. `CCMUX_FUZZ` says how
/// many.
@Suite struct PromptFuzzTests {
    private static let count = Fuzz.count

    @Test func `whatever is left of a transcript, its prompts are read without harm`() throws {
        let names = ["idle", "stream3", "tool2", "esc1", "up", "kill", "compact"]
        let samples = try PromptRecords.agents.flatMap { agent in
            try names.map { (PromptRecords.kind(agent), try PromptRecords.transcript(agent, $0)) }
        }
        var random = SplitMix64(seed: 20_261_122)
        var slowest = 0.0
        for _ in 0..<Self.count {
            let (kind, bytes) = samples[Int.random(in: 0..<samples.count, using: &random)]
            let damaged = Self.damaged(bytes, &random)
            let seconds = ProcessorTime.of {
                for trace in kind.promptTraces(in: damaged[...]) {
                    _ = kind.isSamePrompt(trace.text, as: "queued A in stream")
                    _ = kind.isInComposer(trace.text, "queued A in stream")
                }
                _ = kind.lastMessage(ofTranscript: damaged[...])
            }
            slowest = max(slowest, seconds)
        }
        #expect(slowest < 0.5, "slowest: \(slowest) s")
    }

    @Test func `of any two texts only the one that was typed is the prompt`() {
        var random = SplitMix64(seed: 7)
        let pieces = [
            "a", "B", " ", "\n", "!", "é", "e\u{301}", "🎉", "<", "/", "pasted_content", "\u{200B}", "\\", "[", "]", "1",
            "[Pasted text #1 +3 lines]", "א", "</pasted_content>", "<pasted_content id=\"1\">",
        ]
        func text() -> String {
            (0..<Int.random(in: 1...8, using: &random)).map { _ in
                pieces[Int.random(in: 0..<pieces.count, using: &random)]
            }.joined()
        }
        func plain(_ text: String) -> String {
            String(String.UnicodeScalarView(text.unicodeScalars.filter { !$0.properties.isDefaultIgnorableCodePoint }))
                .trimmingCharacters(in: .whitespacesAndNewlines).replacingOccurrences(of: "\\", with: "")
                .split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        for _ in 0..<Self.count {
            let (first, second) = (text(), text())
            #expect(ClaudeAgent().isSamePrompt(first, as: first))
            guard plain(first) != plain(second) else { continue }
            #expect(!ClaudeAgent().isSamePrompt(first, as: second), "\(first.debugDescription)")
            #expect(!CodexAgent().isSamePrompt(first, as: second), "\(first.debugDescription)")
        }
    }

    @Test func `texts come whole, up to four megabytes`() throws {
        let text = String(repeating: "ü\"\\\n🎉", count: 400_000)
        let size = text.utf8.count
        #expect(size < RawJSON.wholeLimit)
        let encoded = String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
        let line = #"{"type":"user","message":{"role":"user","content":\#(encoded)}}"#
        let codex =
            #"{"type":"response_item","payload":{"type":"message","role":"user","content":[{"type":"input_text","#
            + #""text":\#(encoded)}]}}"#
        #expect(ClaudeAgent().promptTraces(in: Array(line.utf8)[...]).map(\.text) == [text])
        #expect(CodexAgent().promptTraces(in: Array(codex.utf8)[...]).map(\.text) == [text])
        #expect(
            RawJSON(Array("\"\(String(repeating: "a", count: 4 << 20))\"".utf8)[...]).wholeText?.utf8.count == 4 << 20)
        #expect(RawJSON(Array("\"\(String(repeating: "a", count: 4 << 20 + 1))\"".utf8)[...]).wholeText == nil)
    }

    @Test(arguments: [
        (#""""#, ""), (#""a\nb\t\"\\\/\b\f\r""#, "a\nb\t\"\\/\u{8}\u{C}\r"), (#""\u00e9\ud83c\udf89""#, "é🎉"),
        (#""\ud83c x \udf89""#, "\u{FFFD} x \u{FFFD}"), (#""\ud83c\u0041""#, "\u{FFFD}A"), (#""\u12""#, nil),
        (#""\x""#, nil), (#""\""#, nil), ("12", nil), ("\"", nil), ("", nil), ("\"\\", nil),
    ])
    func `strings are read as JSON has them`(_ json: String, _ text: String?) {
        #expect(RawJSON(Array(json.utf8)[...]).wholeText == text)
    }

    @Test func `a line of any length takes time in proportion`() {
        func seconds(_ megabytes: Int) -> Double {
            let filler = String(repeating: "\\u0041\\\"x", count: megabytes << 20 / 9)
            let line = Array(#"{"type":"user","message":{"role":"user","content":"\#(filler)"}}"#.utf8)
            return ProcessorTime.of {
                _ = ClaudeAgent().promptTraces(in: line[...])
                _ = ClaudeAgent().lastMessage(ofTranscript: line[...])
            }
        }
        let (small, large) = (seconds(1), seconds(6))
        #expect(large < max(small, 0.02) * 18, "1 MB: \(small) s, 6 MB: \(large) s")
    }

    private static func damaged(_ bytes: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        var bytes = bytes
        let words = [
            "{", "}", "[", "]", "\"", "\\", ",", ":", "null", "\\ud800", "\n", "\u{0}", "\"type\":", "\"content\":\"",
            "<pasted_content id=\"", "\"operation\":\"remove\"", "\u{202E}", "[Image #1]",
        ]
        for _ in 0..<Int.random(in: 1...8, using: &random) where !bytes.isEmpty {
            let index = Int.random(in: 0..<bytes.count, using: &random)
            let end = min(bytes.count, index + Int.random(in: 1...400, using: &random))
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[index] = UInt8.random(in: .min ... .max, using: &random)
            case 1: bytes.removeSubrange(index..<end)
            case 2: bytes.insert(contentsOf: bytes[index..<end], at: index)
            case 3: bytes = Array(bytes.prefix(index))
            default: bytes.insert(contentsOf: words[Int.random(in: 0..<words.count, using: &random)].utf8, at: index)
            }
        }
        return bytes
    }
}
