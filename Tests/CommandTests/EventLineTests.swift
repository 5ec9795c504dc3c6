import Model
import Testing

@testable import Commands

@Suite("Events as lines")
struct EventLineTests {
    private func line(_ data: [String: JSONValue], kind: String = "agent.exited", name: String? = "api") -> String {
        let event = Event(
            id: 1, epoch: "e", at: Samples.now, kind: kind, session: nil, name: name.flatMap { SessionName($0) },
            data: data)
        return EventLine.text(event, clock: { _ in "TIME" }, colour: false)
    }

    @Test("Time, session, kind and what it says, in a fixed order")
    func plain() {
        #expect(
            line([
                "status": 1, "seconds": .number(0.0795817960001), "reason": "killed by 9", "again": true, "next": .null,
            ])
                == "TIME  api               agent.exited         again=true next=null reason=\"killed by 9\" seconds=0.08 status=1"
        )
    }

    @Test("An event of no session has a dash, one without data no blanks at its end")
    func bare() {
        #expect(line([:], kind: "daemon.started", name: nil) == "TIME  -                 daemon.started")
    }

    @Test("What an event brings along cannot move the cursor")
    func hostile() {
        let text = line(["a\u{1B}[2J": "b\nc\u{7}", "list": .array([1, .object(["k": "v"])])], kind: "x\u{1B}c")
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 })
        #expect(text.contains("list=[1,{k:v}]"))
    }
}
