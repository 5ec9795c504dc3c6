import Foundation
import TestSupport
import Testing

@testable import Transcripts

/// Transcripts damaged in every way that a seed can think of, against a slow count that decodes every line.
/// `CCMUX_FUZZ` says how many.
@Suite struct UsageFuzzTests {
    private static let count = Fuzz.count

    private struct Claude: Decodable {
        struct Usage: Decodable {
            struct Creation: Decodable {
                var ephemeral_1h_input_tokens: Int?
                var ephemeral_5m_input_tokens: Int?
            }
            var input_tokens: Int?
            var output_tokens: Int?
            var cache_creation_input_tokens: Int?
            var cache_read_input_tokens: Int?
            var cache_creation: Creation?
        }
        struct Message: Decodable {
            var id: String?
            var model: String?
            var usage: Usage?
        }
        var type: String?
        var message: Message?
        var isApiErrorMessage: Bool?
    }

    /// Members that stand twice in a line: the decoder takes the first, the scanner the last, as most readers do.
    private static func hasTwins(_ line: ArraySlice<UInt8>) -> Bool {
        let text = String(decoding: line, as: UTF8.self)
        let groups = [
            [#""type":"user""#, #""type":"assistant""#, #""type":"summary""#], [#""message":"#], [#""usage":"#],
            [#""id":"#], [#""model":"#],
            [#""input_tokens":"#], [#""output_tokens":"#], [#""cache_creation_input_tokens":"#],
            [#""cache_read_input_tokens":"#], [#""cache_creation":"#], [#""ephemeral_1h_input_tokens":"#],
            [#""ephemeral_5m_input_tokens":"#], [#""isApiErrorMessage":"#],
        ]
        return groups.contains { $0.reduce(0) { $0 + text.ranges(of: $1).count } > 1 }
    }

    /// The slow count; nil where the decoder and the scanner may differ: a line that is no JSON.
    private static func slow(_ text: [UInt8]) -> [Int]? {
        var found: [String: [Int]] = [:]
        for line in text.split(separator: 10) {
            // Foundation's decoder takes a comma before the end, which JSON does not have.
            if hasTwins(line) || hasOddCounts(line) || String(decoding: line, as: UTF8.self).contains(",}") {
                return nil
            }
            guard let record = try? JSONDecoder().decode(Claude.self, from: Data(line)) else { return nil }
            guard record.type == "assistant", let message = record.message, let usage = message.usage,
                record.isApiErrorMessage != true, message.model != "<synthetic>", let id = message.id
            else { continue }
            let hour = usage.cache_creation?.ephemeral_1h_input_tokens ?? 0
            let both = hour + (usage.cache_creation?.ephemeral_5m_input_tokens ?? 0)
            let created = max(usage.cache_creation_input_tokens ?? 0, both)
            found[id] = [
                usage.input_tokens ?? 0, usage.output_tokens ?? 0, created - hour, hour,
                usage.cache_read_input_tokens ?? 0,
            ]
        }
        return found.values.reduce(into: [0, 0, 0, 0, 0]) { sums, tokens in
            for index in sums.indices { sums[index] += tokens[index] }
        }
    }

    /// A count that is negative or has a fraction (`-75`, `3.0`) is none for the scanner, and one for the decoder.
    private static func hasOddCounts(_ line: ArraySlice<UInt8>) -> Bool {
        let parts = String(decoding: line, as: UTF8.self).components(separatedBy: #"tokens":"#).dropFirst()
        return parts.contains { part in
            part.prefix { $0 != "," && $0 != "}" && $0 != "{" }.contains { $0 == "-" || $0 == "." }
        }
    }

    private static func record(_ random: inout SplitMix64) -> String {
        let id = "msg_\(Int.random(in: 0..<6, using: &random))"
        let write = Int.random(in: 0..<1000, using: &random)
        let texts = ["hi", #"\"usage\":{\"output_tokens\":5}"#, #"\\"#, "größe 日本", #"\\\" }{][ "#, ""]
        switch Int.random(in: 0..<8, using: &random) {
        case 0:
            return #"{"type":"user","message":{"content":"x"},"toolUseResult":{"usage":{"output_tokens":4}}}"# + "\n"
        case 1: return UsageRecords.claude(id: id, model: "<synthetic>", output: 3)
        case 2: return UsageRecords.claude(id: id, output: 3, rest: #","isApiErrorMessage":true"#)
        case 3: return #"{"type":"summary","summary":"usage"}"# + "\n"
        default:
            return UsageRecords.claude(
                id: id, input: Int.random(in: 0..<100, using: &random),
                output: Int.random(in: 0..<1000, using: &random),
                write: write, hour: Int.random(in: 0...write, using: &random),
                read: Int.random(in: 0..<1_000_000, using: &random), text: texts.randomElement(using: &random) ?? "")
        }
    }

    private static func damaged(_ text: String, _ random: inout SplitMix64) -> [UInt8] {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 0..<4, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<7, using: &random) {
            case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &random)
            case 1: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1..<40, using: &random)))
            case 2: bytes.insert(contentsOf: bytes[max(0, place - 60)..<place], at: place)
            case 3: bytes.insert(contentsOf: Array("{[\"\\,:}]\n\0".utf8).shuffled(using: &random).prefix(3), at: place)
            case 4: bytes = Array(bytes.prefix(place))
            case 5: bytes.insert(contentsOf: Array(repeating: UInt8(ascii: "["), count: 3000), at: place)
            default: break
            }
        }
        return bytes
    }

    /// All ids once, as the library does it: the later one stands.
    private static func sums(_ log: UsageLog) -> [Int] {
        var found: [UInt64: UsageLog.Message] = [:]
        for message in log.messages { found[message.id] = message }
        var whole = log
        whole.messages = found.filter { $0.key != 0 }.map(\.value)
        return whole.sums
    }

    @Test func `a damaged transcript does no harm, a whole one counts as a slow reading does`() throws {
        var random = SplitMix64(seed: 20_261_121)
        var compared = 0
        for _ in 0..<Self.count {
            let text = (0..<Int.random(in: 1..<7, using: &random)).map { _ in Self.record(&random) }.joined()
            let bytes = Bool.random(using: &random) ? Array(text.utf8) : Self.damaged(text, &random)
            let format: TranscriptFormat = Int.random(in: 0..<9, using: &random) == 0 ? .codex : .claude
            var lines = UsageLines(UsageLog())
            bytes.withUnsafeBufferPointer { buffer in
                if let base = buffer.baseAddress { lines.take(base, buffer.count, format) }
            }
            #expect(UsageLog(bytes: lines.log.bytes) == lines.log)
            guard format == .claude, let slow = Self.slow(bytes) else { continue }
            compared += 1
            #expect(Self.sums(lines.log) == slow, "\(String(decoding: bytes, as: UTF8.self))")
        }
        #expect(compared > Self.count / 4)
    }

    @Test func `reading in pieces comes to what reading at once comes to`() throws {
        var random = SplitMix64(seed: 7)
        for _ in 0..<max(20, Self.count / 100) {
            let text = (0..<40).map { _ in Self.record(&random) }.joined()
            let bytes = Array(text.utf8)
            let file = try UsageFile()
            var log = UsageLog()
            var written = 0
            while written < bytes.count {
                let next = min(bytes.count, written + Int.random(in: 1..<4000, using: &random))
                try file.write(Array(bytes[..<next]))
                written = next
                let before = log
                log = try file.scan(from: log)
                #expect(log.continues(before))
            }
            #expect(Self.sums(log) == Self.sums(try file.scan()))
        }
    }
}
