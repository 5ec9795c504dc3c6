import Model
import Testing

@testable import Commands

@Suite("Events as lines")
struct EventLineTests {
    private func line(_ data: [String: JSONValue], kind: String = "agent.exited", name: String? = "api") -> String {
        let event = Event(
            id: 1, epoch: "e", at: Samples.now, kind: kind, session: nil, name: name.flatMap { SessionName($0) },
            data: data)
        return EventLine.text(event, clock: Samples.clock, colour: false)
    }

    @Test("Time, session, kind and what it says, in a fixed order")
    func plain() {
        #expect(
            line([
                "status": 1, "seconds": .number(0.0795817960001), "reason": "killed by 9", "again": true, "next": .null,
            ])
                == "2027-01-15 08:00:00  api               agent.exited         again=true next=null reason=\"killed by 9\" seconds=0.08 status=1"
        )
    }

    @Test("An event of no session has a dash, one without data no blanks at its end")
    func bare() {
        #expect(line([:], kind: "daemon.started", name: nil) == "2027-01-15 08:00:00  -                 daemon.started")
    }

    @Test("What an event brings along cannot move the cursor")
    func hostile() {
        let text = line(["a\u{1B}[2J": "b\nc\u{7}", "list": .array([1, .object(["k": "v"])])], kind: "x\u{1B}c")
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 })
        #expect(text.contains("list=[1,{k:v}]"))
    }

    @Test(
        "A change of state reads as one: from, to, and what is asked",
        arguments: [
            (
                ["state": "permission", "process": "running", "detail": "rm -rf build"], "working", "running",
                "● working → ◐ permission: rm -rf build"
            ),
            (
                ["state": "starting", "process": "starting"], "crashed", "backoff",
                "✕ crashed → ● starting  (backoff → starting)"
            ),
            (
                ["state": "crashed", "process": "backoff", "retryAt": "2027-01-15T08:00:08Z", "detail": "exit 1"],
                "idle", "running", "○ idle → ✕ crashed  (running → backoff): next try in 8s: exit 1"
            ),
            (
                ["state": "limited", "limit": "weekly", "until": "2027-01-18T09:00:00Z"], "working", "running",
                "● working → ◷ limited: until Jan 18 09:00 (weekly limit)"
            ),
            (
                ["state": "idle", "unread": true, "draft": true, "background": false], "working", "x",
                "● working → ○ idle •✎"
            ),
            (
                ["state": "plan", "process": "running", "detail": "b\u{1B}[2J"], "plan", "running",
                "◐ plan: b\u{FFFD}[2J"
            ),
            (["state": "dreaming"], "idle", "running", "○ idle → ? dreaming"),
        ] as [([String: JSONValue], String, String, String)])
    func stateChange(_ data: [String: JSONValue], _ state: String, _ process: String, _ text: String) {
        var data = data
        data["was"] = ["state": .string(state), "process": .string(process)]
        #expect(
            line(data, kind: "session.state") == "2027-01-15 08:00:00  api               session.state        " + text)
    }

    @Test("What changed beside the state reads the same way")
    func detail() {
        #expect(
            line(["state": "idle", "process": "running", "draft": true, "model": "m"], kind: "session.detail")
                == "2027-01-15 08:00:00  api               session.detail       ○ idle ✎")
    }
}
