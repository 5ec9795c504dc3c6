import Foundation
import Model
import Status
import TestSupport
import Testing

@testable import Agents

@Suite struct ClaudeStatusLineTests {
    private func reading(_ payload: String) throws -> StatusLineReading? {
        ClaudeAgent().reading(ofStatusLine: try JSONDecoder().decode(JSONValue.self, from: Data(payload.utf8)))
    }

    @Test(
        arguments: [
            (
                #"{"model":{"id":"claude-x","display_name":"X"},"cost":{"total_cost_usd":0.5},"context_window":{"#
                    + #""context_window_size":1000,"current_usage":{"input_tokens":12,"output_tokens":20,"#
                    + #""cache_creation_input_tokens":34,"cache_read_input_tokens":560},"used_percentage":61}}"#,
                StatusLineReading(
                    model: "claude-x", context: ContextUse(used: 606, limit: 1000, percent: 61), cost: 0.5)
            ),
            // 2.1.1 gives no percentage; no version gives a use before the first answer.
            (
                #"{"model":{"display_name":"X"},"context_window":{"context_window_size":200000,"#
                    + #""current_usage":{"input_tokens":100000}}}"#,
                StatusLineReading(model: "X", context: ContextUse(used: 100_000, limit: 200_000), cost: nil)
            ),
            (
                #"{"model":{"id":"x"},"cost":{"total_cost_usd":0},"context_window":{"current_usage":null}}"#,
                StatusLineReading(model: "x", context: nil, cost: 0)
            ),
            (
                #"{"model":{"id":"x"},"context_window":{"context_window_size":-1e99,"#
                    + #""current_usage":{"input_tokens":1e99}}}"#,
                StatusLineReading(model: "x", context: ContextUse(used: 1_000_000_000_000), cost: nil)
            ),
            (#"{"hook_event_name":"SessionStart","model":{"id":"x"}}"#, nil), ("{}", nil), ("[]", nil),
            (#"{"model":7}"#, nil),
        ] as [(String, StatusLineReading?)])
    func `it tells the model, the context and the cost`(payload: String, expected: StatusLineReading?) throws {
        #expect(try reading(payload) == expected)
    }

    private func given(_ flags: [String], folder: TemporaryFolder) throws -> JSONValue? {
        let record = try Samples.record(directory: folder / "work", flags: flags)
        var context = Samples.context(environment: ["CLAUDE_CONFIG_DIR": folder / "config"])
        context.ccmux = "/opt/my ccmux"
        let begin = ClaudeAgent().recipe(for: record, Samples.new, context).begin
        let text = try #require(Samples.withoutSettings(begin).settings)
        return try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))["statusLine"]
    }

    @Test func `a user without a status line gets none: even an empty one would change the screen`() throws {
        let folder = try TemporaryFolder()
        #expect(try given([], folder: folder) == nil)
        try folder.write("config/settings.json", #"{"statusLine":{"type":"command","command":""}}"#)
        #expect(try given([], folder: folder) == nil)
        try folder.write("config/settings.json", #"{"statusLine":7}"#)
        #expect(try given([], folder: folder) == nil)
    }

    @Test(arguments: ["config/settings.json", "work/.claude/settings.json", "work/.claude/settings.local.json"])
    func `ours is put before the user's, wherever theirs is`(file: String) throws {
        let folder = try TemporaryFolder()
        try folder.write("work/x", "")
        try folder.write(file, #"{"statusLine":{"type":"command","command":"echo theirs","padding":3}}"#)
        let ours: JSONValue = ["type": "command", "command": "'/opt/my ccmux' _statusline"]
        #expect(try given([], folder: folder) == ours)
        #expect(try given(["--setting-sources", "user"], folder: folder) == nil)
    }

    @Test func `ours is put around one that came with the user's flags`() throws {
        let folder = try TemporaryFolder()
        let flags = ["--settings", #"{"statusLine":{"type":"command","command":"echo 'it''s'","padding":0}}"#]
        #expect(
            try given(flags, folder: folder)
                == [
                    "type": "command", "command": #"'/opt/my ccmux' _statusline 'echo '\''it'\'''\''s'\'''"#,
                    "padding": 0,
                ])
        try folder.write("config/settings.json", #"{"statusLine":{"type":"command","command":"echo other"}}"#)
        #expect(
            try given(flags, folder: folder)?["command"]?.string?.contains("_statusline 'echo '") == true)
    }
}
