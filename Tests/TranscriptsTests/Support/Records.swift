import Foundation
import Model
import Transcripts

/// Real agents' transcripts, shortened: `Records/AGENT/NAME.jsonl`.
enum Records {
    static let agents = ["claude-2.1.1", "claude-2.1.139", "claude-2.1.329", "codex-0.163.0"]
    static let claudes = agents.filter { $0.hasPrefix("claude") }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Records").path

    static func path(_ agent: String, _ name: String) -> String { "\(folder)/\(agent)/\(name).jsonl" }

    static func format(_ agent: String) -> TranscriptFormat { agent.hasPrefix("codex") ? .codex : .claude }

    static func transcript(_ agent: String, _ name: String = "main") -> Transcript {
        Transcript(path: path(agent, name), format: format(agent))
    }

    static func page(_ agent: String, _ name: String = "main") throws -> TranscriptPage {
        try transcript(agent, name).all(maximumTurns: 1000)
    }
}

extension TranscriptPage {
    var items: [TranscriptItem] { turns.flatMap(\.items) }

    func texts(_ kind: TranscriptItem.Kind) -> [String] { items.filter { $0.kind == kind }.map(\.text) }

    /// The turn of this prompt or command.
    func turn(_ prompt: String) -> TranscriptTurn? {
        turns.first { $0.items.contains { ($0.kind == .prompt || $0.kind == .command) && $0.text == prompt } }
    }
}

/// A file of lines in a folder of its own, gone afterwards.
final class Scratch {
    let folder: String
    var path: String { folder + "/conversation.jsonl" }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "transcripts-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func write(_ bytes: some Sequence<UInt8>) throws { try Data(bytes).write(to: URL(filePath: path)) }

    func size() throws -> Int { try Data(contentsOf: URL(filePath: path)).count }

    func append(_ bytes: some Sequence<UInt8>) throws {
        let handle = try FileHandle(forWritingTo: URL(filePath: path))
        defer { try? handle.close() }
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(bytes))
    }

    func transcript(_ format: TranscriptFormat = .claude, limits: TranscriptLimits = .shown) -> Transcript {
        Transcript(path: path, format: format, limits: limits)
    }
}

/// Lines as Claude writes them.
enum Claude {
    static func prompt(_ text: String, _ id: String = "u1", at second: Int = 0) -> String {
        #"{"parentUuid":null,"isSidechain":false,"type":"user","message":{"role":"user","content":"\#(text)"},"#
            + #""uuid":"\#(id)","timestamp":"\#(stamp(second))","sessionId":"s"}"# + "\n"
    }

    static func answer(_ text: String, message: String = "m1", at second: Int = 1, output: Int = 5) -> String {
        #"{"type":"assistant","message":{"id":"\#(message)","model":"opus","content":[{"type":"text","text":"\#(text)"}],"#
            + #""stop_reason":"end_turn","usage":{"input_tokens":3,"output_tokens":\#(output)}},"#
            + #""uuid":"a-\#(message)","timestamp":"\#(stamp(second))"}"# + "\n"
    }

    static func stamp(_ second: Int) -> String {
        Timestamp(milliseconds: 1_795_000_000_000 + Int64(second) * 1000).rfc3339
    }
}
