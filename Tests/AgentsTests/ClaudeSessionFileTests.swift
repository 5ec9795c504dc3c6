import Model
import Status
import Testing

@testable import Agents

@Suite struct ClaudeSessionFileTests {
    private static let agent = ProcessIdentity(pid: 7, start: 99)

    private func reading(_ text: String) -> Signal<SessionFileReading>? {
        ClaudeAgent().reading(ofSessionFile: Array(text.utf8), agent: Self.agent)
    }

    @Test(
        arguments: [
            (#""status":"idle""#, .idle), (#""status":"shell""#, .idle), (#""status":"busy""#, .busy),
            (#""status":"waiting","waitingFor":"approve Bash""#, .waiting(.permission, "approve Bash")),
            (#""status":"waiting","waitingFor":"approve ExitPlanMode""#, .waiting(.plan, "approve ExitPlanMode")),
            (
                #""status":"waiting","waitingFor":"approve AskUserQuestion""#,
                .waiting(.question, "approve AskUserQuestion")
            ),
            (#""status":"waiting","waitingFor":"permission prompt""#, .waiting(.permission, "permission prompt")),
            (#""status":"waiting","waitingFor":"sandbox request""#, .waiting(.permission, "sandbox request")),
            (#""status":"waiting","waitingFor":"input needed""#, .waiting(.question, "input needed")),
            (#""status":"waiting","waitingFor":"dialog open""#, .waiting(.dialog, "dialog open")),
            (#""status":"waiting","waitingFor":"a new word""#, .waiting(.dialog, "a new word")),
            (#""status":"waiting""#, .waiting(.dialog, "")),
            (#""status":"waiting","waitingFor":7"#, .waiting(.dialog, "")),
            (#""status":"pondering""#, nil), (#""status":null"#, nil), (#""x":1"#, nil),
        ] as [(String, SessionFileReading.Status?)])
    func `the words of each version mean a state`(fields: String, status: SessionFileReading.Status?) {
        let found = reading(#"{"pid":7,"procStart":"99","statusUpdatedAt":1795275686000,\#(fields)}"#)
        #expect(found?.value.status == status)
        #expect(found == nil || found?.since == Timestamp(milliseconds: 1_795_275_686_000))
    }

    @Test(arguments: [
        (#"{"pid":7,"procStart":"98","status":"idle","statusUpdatedAt":5}"#, Int64?.none),
        (#"{"pid":8,"procStart":"99","status":"idle","statusUpdatedAt":5}"#, nil),
        (#"{"pid":7,"status":"idle","statusUpdatedAt":5}"#, 5),
        (#"{"pid":7,"procStart":"Sat Nov 21","status":"idle","statusUpdatedAt":5.7}"#, 5),
        (#"{"pid":7,"status":"idle","updatedAt":6,"startedAt":5}"#, 6),
        (#"{"pid":7,"status":"idle","statusUpdatedAt":"x","startedAt":5}"#, 5),
        (#"{"pid":7,"status":"idle"}"#, nil), (#"{"pid":7,"status":"idle","statusUpdatedAt":1e300}"#, nil),
        (#"{"pid":7,"status":"idle","statusUpdatedAt":-1}"#, nil), (#"{"pid":"7","status":"idle"}"#, nil),
        ("", nil), ("{", nil), ("[]", nil), ("null", nil), (#"{"pid":7,"sta"#, nil), ("\u{0}\u{FFFD}", nil),
    ])
    func `what is not this process's, not whole or without a time says nothing`(text: String, since: Int64?) {
        #expect(reading(text)?.since.milliseconds == since)
    }

    @Test func `it lies where the agent was told to keep its files`() {
        func path(_ environment: [String: String]) -> String? {
            ClaudeAgent().sessionFile(of: Self.agent, environment: environment)
        }
        #expect(path(["HOME": "/h"]) == "/h/.claude/sessions/7.json")
        #expect(path(["HOME": "/h", "CLAUDE_CONFIG_DIR": "/c/"]) == "/c/sessions/7.json")
        #expect(path(["HOME": "/h", "PWD": "/w", "CLAUDE_CONFIG_DIR": "c"]) == "/w/c/sessions/7.json")
        #expect(
            DemoAgentKind().sessionFile(of: Self.agent, environment: ["HOME": "/h", "CCMUX_HOME": "/x"])
                == "/x/demo/sessions/7.json")
        #expect(CodexAgent().sessionFile(of: Self.agent, environment: ["HOME": "/h"]) == nil)
    }
}
