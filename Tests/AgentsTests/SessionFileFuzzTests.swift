import Foundation
import Model
import TestSupport
import Testing

@testable import Agents

/// Files that agents keep, damaged in every way that a seed can think of. `CCMUX_FUZZ` says how many.
@Suite struct SessionFileFuzzTests {
    private static let agent = ProcessIdentity(pid: 7, start: 99)
    private static let count = Fuzz.count

    private static let sessionFile = Array(
        (#"{"pid":7,"sessionId":"6f9619ff-8b86-4d01-b42d-00cf4fc964ff","cwd":"/w","startedAt":1795275680000,"#
            + #""procStart":"99","version":"2.1.329","kind":"interactive","status":"waiting","waitingFor":"approve Bash","#
            + #""statusUpdatedAt":1795275686000}"#).utf8)

    private static let transcript = Array(
        ([
            #"{"type":"user","isSidechain":false,"message":{"role":"user","content":"hi"},"timestamp":"2026-11-21T15:41:25.212Z"}"#,
            #"{"type":"assistant","message":{"model":"m","content":[{"type":"text","text":"\"ü\\\u1234"}],"#
                + #""usage":{"input_tokens":12,"cache_read_input_tokens":5}},"timestamp":"2026-11-21T15:41:26.212Z"}"#,
            #"{"type":"assistant","isApiErrorMessage":true,"error":"rate_limit","quotaLimits":{"status":"rejected","#
                + #""resetsAt":1795279766,"rateLimitType":"seven_day"},"message":{"model":"<synthetic>","content":["#
                + #"{"type":"text","text":"You've hit your limit · resets 4:52pm (UTC)"}]},"timestamp":"2026-11-21T15:41:27.212Z"}"#,
        ].joined(separator: "\n")).utf8)

    private static let rollout = Array(
        ([
            #"{"timestamp":"2026-11-21T15:55:01.000Z","type":"turn_context","payload":{"model":"gpt"}}"#,
            #"{"timestamp":"2026-11-21T15:55:02.000Z","type":"event_msg","payload":{"type":"token_count","info":{"#
                + #""last_token_usage":{"total_tokens":40020},"model_context_window":258400},"rate_limits":{"primary":"#
                + #"{"used_percent":100.0,"window_minutes":300,"resets_at":1795279766}}}}"#,
            #"{"timestamp":"2026-11-21T15:55:03.000Z","type":"event_msg","payload":{"type":"task_complete","error":{"#
                + #""message":"try again at 4:47 PM","codex_error_info":"usage_limit_exceeded"}}}"#,
        ].joined(separator: "\n")).utf8)

    @Test func `whatever is left of a session file or a transcript is read without harm`() {
        var random = SplitMix64(seed: 20_261_121)
        var slowest = ["session file": 0.0, "Claude's transcript": 0, "Codex's rollout": 0]
        func measure(_ name: String, _ work: () -> Void) {
            slowest[name] = max(slowest[name] ?? 0, ProcessorTime.of(work))
        }
        for _ in 0..<Self.count {
            let file = Self.damaged(Self.sessionFile, &random)
            let claude = Self.damaged(Self.transcript, &random)
            let codex = Self.damaged(Self.rollout, &random)
            measure("session file") { _ = ClaudeAgent().reading(ofSessionFile: file, agent: Self.agent) }
            measure("Claude's transcript") { _ = ClaudeAgent().reading(ofTranscript: claude[...], zone: "UTC") }
            measure("Codex's rollout") { _ = CodexAgent().reading(ofTranscript: codex[...], zone: nil) }
        }
        guard Self.count > 2000 else { return }
        for (name, seconds) in slowest.sorted(by: { $0.key < $1.key }) {
            print("\(Self.count) of \(name), the slowest \(seconds * 1e6) µs")
        }
    }

    /// One to eight changes: bytes flipped, removed, doubled or moved, and words that mean something in JSON put in.
    private static func damaged(_ bytes: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        var bytes = bytes
        let words = [
            "{", "}", "[", "]", "\"", "\\", ",", ":", "null", "true", "1e999", "-1", "99999999999999999999", "\\ud800",
            "\n", "\u{0}", "\"type\":", "\"timestamp\":",
        ]
        for _ in 0..<Int.random(in: 1...8, using: &random) where !bytes.isEmpty {
            let index = Int.random(in: 0..<bytes.count, using: &random)
            let end = min(bytes.count, index + Int.random(in: 1...40, using: &random))
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bytes[index] = UInt8.random(in: .min ... .max, using: &random)
            case 1: bytes.removeSubrange(index..<end)
            case 2: bytes.insert(contentsOf: bytes[index..<end], at: index)
            case 3: bytes.insert(contentsOf: Array((words.randomElement(using: &random) ?? "").utf8), at: index)
            case 4: bytes.removeSubrange(index...)
            default: bytes.removeSubrange(..<index)
            }
        }
        return bytes
    }
}
