import Foundation
import Model
import Testing

@testable import Runner

struct HookDecisionTests {
    private func output(_ decision: HookDecision, _ payload: String = "{}") throws -> JSONValue? {
        // Over the wire and back.
        let line = try #require(decision.line)
        let read = try #require(HookDecision(line: Array(line.dropLast())))
        #expect(read == decision)
        guard let bytes = read.output(for: Array(payload.utf8)) else { return nil }
        let value = try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
        #expect(value["hookSpecificOutput"]?["hookEventName"] == "PermissionRequest")
        return value["hookSpecificOutput"]?["decision"]
    }

    @Test func `a yes is no more than that`() throws {
        #expect(try output(HookDecision(allow: true)) == ["behavior": "allow"])
    }

    @Test func `a no says why, or ends the turn`() throws {
        #expect(
            try output(HookDecision(allow: false, message: "use \"mkdir\"\n…")) == [
                "behavior": "deny", "message": "use \"mkdir\"\n…",
            ])
        #expect(
            try output(HookDecision(allow: false, interrupt: true)) == [
                "behavior": "deny", "message": "The user refused this.", "interrupt": true,
            ])
    }

    @Test func `answers go back with all of the tool's input`() throws {
        let payload = #"{"tool_input":{"questions":[{"question":"Q?","n":1.5}],"more":{"a":[null,true]}}}"#
        #expect(
            try output(HookDecision(allow: true, answers: ["Q?": "A, B"]), payload) == [
                "behavior": "allow",
                "updatedInput": [
                    "questions": [["question": "Q?", "n": .number(1.5)]], "more": ["a": [nil, true]],
                    "answers": ["Q?": "A, B"],
                ],
            ])
    }

    @Test func `a plan goes back as it came, and edits are asked about`() throws {
        let decision = try output(HookDecision(allow: true, isPlan: true), #"{"tool_input":{"plan":"1. Look"}}"#)
        #expect(decision?["updatedInput"] == ["plan": "1. Look"])
        #expect(decision?["updatedPermissions"] == [["type": "setMode", "mode": "default", "destination": "session"]])
        #expect(try output(HookDecision(allow: true, isPlan: true), #"{"tool_input":{}}"#)?["updatedInput"] == [:])
    }

    @Test(arguments: ["", "{}", "[]", "nonsense", #"{"tool_input":3}"#])
    func `where the input is not there, nothing is said`(payload: String) throws {
        #expect(try output(HookDecision(allow: true, answers: ["Q": "A"]), payload) == nil)
    }

    @Test(arguments: ["", "ok", "{}", "[]", #"{"allow":"yes"}"#, "{\"allow\":tr", "null"])
    func `what is no decision is none`(line: String) {
        #expect(HookDecision(line: Array(line.utf8)) == nil)
    }
}
