import Foundation
import Transcripts

/// A transcript in a folder of its own, for as long as the test lasts.
final class UsageFile {
    let folder: String
    let path: String

    init(_ text: String = "", name: String = "a.jsonl") throws {
        folder = "/tmp/ccmux-usage-\(UInt32.random(in: .min ... .max))"
        path = folder + "/" + name
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try write(Array(text.utf8))
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func write(_ bytes: [UInt8]) throws { try Data(bytes).write(to: URL(fileURLWithPath: path)) }

    func append(_ text: String) throws {
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.seekToEnd()
        try file.write(contentsOf: Data(text.utf8))
        try file.close()
    }

    func scan(_ format: TranscriptFormat = .claude, from log: UsageLog = UsageLog()) throws -> UsageLog {
        try UsageScanner().scan(path, format, from: log).log
    }
}

/// Records as the agents write them.
enum UsageRecords {
    static func claude(
        id: String? = "msg_1", model: String = "claude-opus-4-5", input: Int = 1, output: Int, write: Int = 0,
        hour: Int = 0, read: Int = 0, at: String = "2026-11-21T16:56:00.605Z", cwd: String = "/p", text: String = "hi",
        rest: String = ""
    ) -> String {
        let name = id.map { #""id":"\#($0)","# } ?? ""
        return
            #"{"parentUuid":null,"message":{\#(name)"model":"\#(model)","role":"assistant","content":[{"type":"text","#
            + #""text":"\#(text)"}],"usage":{"input_tokens":\#(input),"cache_creation_input_tokens":\#(write),"#
            + #""cache_read_input_tokens":\#(read),"output_tokens":\#(output),"cache_creation":{"#
            + #""ephemeral_1h_input_tokens":\#(hour),"ephemeral_5m_input_tokens":\#(write - hour)}}},"#
            + #""type":"assistant","timestamp":"\#(at)","cwd":"\#(cwd)","sessionId":"s"\#(rest)}"# + "\n"
    }

    static func codex(
        _ input: Int, _ cached: Int, _ output: Int, last: (Int, Int, Int), at: String = "2026-11-21T16:55:30.442Z"
    ) -> String {
        #"{"timestamp":"\#(at)","type":"event_msg","payload":{"type":"token_count","info":{"total_token_usage":{"#
            + #""input_tokens":\#(input),"cached_input_tokens":\#(cached),"output_tokens":\#(output)},"#
            + #""last_token_usage":{"input_tokens":\#(last.0),"cached_input_tokens":\#(last.1),"#
            + #""output_tokens":\#(last.2)}}}}"# + "\n"
    }

    static let context =
        #"{"timestamp":"2026-11-21T16:55:09.184Z","type":"turn_context","payload":{"cwd":"/p","model":"gpt-5-codex"}}"#
        + "\n"
}

extension UsageLog {
    /// input, output, cache write 5 min, 1 h, cache read of all messages.
    var sums: [Int] {
        messages.reduce(into: [0, 0, 0, 0, 0]) { sums, message in
            for (index, number) in [
                message.input, message.output, message.cacheWrite5m, message.cacheWrite1h, message.cacheRead,
            ].enumerated() { sums[index] += Int(number) }
        }
    }
}
