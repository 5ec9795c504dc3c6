import Foundation
import Model
import TestSupport
import Testing

@testable import Agents

@Suite struct SignalTests {
    private static let uuid = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"

    private func signal(_ payload: String) throws -> AgentSignal? {
        ClaudeAgent().signal(fromHook: try JSONDecoder().decode(JSONValue.self, from: Data(payload.utf8)))
    }

    @Test(
        arguments: [
            (#"{"hook_event_name":"UserPromptSubmit","prompt":"x"}"#, AgentSignal.prompted("x")),
            (#"{"hook_event_name":"Stop"}"#, nil),
            (#"{"hook_event_name":"Notification","message":"Claude needs your permission to use Bash"}"#, nil),
            (#"{"hook_event_name":"SessionStart","session_id":"x"}"#, nil),
            (#"{"hook_event_name":"SessionEnd","reason":"clear"}"#, nil),
            (#"{"hook_event_name":7}"#, nil), ("{}", nil), ("[]", nil), ("null", nil), ("\"Stop\"", nil),
        ] as [(String, AgentSignal?)])
    func `a hook tells that a prompt was taken`(payload: String, expected: AgentSignal?) throws {
        #expect(try signal(payload) == expected)
    }

    @Test func `a start names the conversation and its transcript`() throws {
        let id = try #require(ConversationID(Self.uuid))
        let start = #"{"hook_event_name":"SessionStart","session_id":"\#(Self.uuid)","transcript_path":"/t.jsonl"}"#
        #expect(try signal(start) == .conversation(id, transcript: "/t.jsonl"))
    }

    @Test(arguments: [
        (#"{"pid":7,"sessionId":"\#(uuid)","procStart":"99","status":"idle"}"#, true),
        (#"{"pid":7,"sessionId":"\#(uuid)","status":"busy"}"#, true),
        // Without a status: while it resumes, it names an id that it never uses.
        (#"{"pid":7,"sessionId":"\#(uuid)","procStart":"99"}"#, false),
        (#"{"pid":7,"sessionId":"\#(uuid)","procStart":"98","status":"idle"}"#, false),
        (#"{"pid":8,"sessionId":"\#(uuid)","procStart":"99","status":"idle"}"#, false),
        (#"{"pid":7,"sessionId":"x","procStart":"99","status":"idle"}"#, false),
        (#"{"pid":7}"#, false), ("{", false), ("", false),
    ])
    func `a live Claude's session file is believed if it is that process's`(text: String, isBelieved: Bool) throws {
        let folder = try TemporaryFolder()
        try folder.write(".claude/sessions/7.json", text)
        let found = ClaudeAgent().currentConversation(
            of: ProcessIdentity(pid: 7, start: 99), environment: ["HOME": folder.path])
        #expect(found?.text == (isBelieved ? Self.uuid : nil))
    }

    @Test func `a Codex is in the one rollout that it holds open`() throws {
        let folder = try TemporaryFolder()
        let own = ProcessIdentity(pid: getpid(), start: 0)
        let environment = ["CODEX_HOME": folder.path]
        #expect(CodexAgent().currentConversation(of: own, environment: environment) == nil)
        try folder.write("sessions/2026/11/21/rollout-2026-11-21T10-00-00-\(Self.uuid).jsonl", "{}")
        let first = open(folder / "sessions/2026/11/21/rollout-2026-11-21T10-00-00-\(Self.uuid).jsonl", O_RDONLY)
        defer { close(first) }
        #expect(CodexAgent().currentConversation(of: own, environment: environment)?.text == Self.uuid)
        let other = "sessions/2026/11/21/rollout-2026-11-21T11-00-00-0f14d0ab-9605-4a62-a9e4-5ed26688389b.jsonl"
        try folder.write(other, "{}")
        let second = open(folder / other, O_RDONLY)
        defer { close(second) }
        #expect(CodexAgent().currentConversation(of: own, environment: environment) == nil)
    }
}
