import Model
import Testing

@testable import Commands

@Suite("What became of a prompt")
struct DeliveryTextTests {
    private func delivery(
        _ state: Delivery.State, _ reason: String? = nil, text: String = "fix it",
        change: (inout Delivery) -> Void = { _ in }
    ) -> Delivery {
        var entry = Delivery(
            id: 17, session: .random(), name: SessionName("api"), key: "k", text: text, state: state, reason: reason,
            created: Samples.now.adding(seconds: -12))
        change(&entry)
        return entry
    }

    @Test
    func `each state is a sentence, also one that is not known here`() {
        let lines: [(Delivery, String)] = [
            (delivery(.taken, "an old reason"), "api: taken."),
            (delivery(.queued), "api: queued, for after the running turn."),
            (delivery(.placed), "api: in the composer, not submitted."),
            (delivery(.waiting, "a menu is open (permission)"), "api: waiting: a menu is open (permission)."),
            (
                delivery(.failed, "nothing proves that it arrived."),
                "api: not delivered: nothing proves that it arrived."
            ),
            (delivery(.cancelled), "api: cancelled."),
            (delivery(.init(rawValue: "lost\u{1B}[2J")), "api: lost\u{FFFD}[2J."),
        ]
        for (entry, line) in lines { #expect(DeliveryText.line(entry) == line) }
    }

    @Test(
        arguments: [
            (.taken, .delivered, true, 0), (.queued, .delivered, true, 0), (.queued, .taken, false, 0),
            (.placed, .turn, true, 0), (.waiting, .delivered, false, 0), (.typing, .delivered, false, 0),
            (.failed, .delivered, true, 1), (.expired, .taken, true, 1), (.cancelled, .turn, true, 1),
            (.taken, .turn, false, 0),
        ] as [(Delivery.State, DeliveryGoal, Bool, Int32)])
    func `what is waited for is reached, or never will be`(
        _ state: Delivery.State, _ goal: DeliveryGoal, _ isDone: Bool, _ status: Int32
    ) {
        let outcome = DeliveryOutcome(delivery(state))
        #expect(outcome.isDone(goal) == isDone)
        #expect(outcome.status == status)
        if status != 0 { #expect(outcome.failure[0].hasPrefix("ccmux: api: ")) }
    }

    @Test
    func `a turn that came to anything but rest is told, with the state`() {
        var outcome = DeliveryOutcome(delivery(.taken))
        outcome.turn = TurnReport(state: .idle, lastMessage: "done", detail: nil, ended: Samples.now)
        #expect(outcome.isDone(.turn) && outcome.status == 0)
        outcome.turn = TurnReport(state: .permission, lastMessage: nil, detail: "rm -rf \u{1B}c", ended: Samples.now)
        #expect(outcome.isDone(.turn) && outcome.status == 1)
        #expect(outcome.failure[0] == "ccmux: api: the turn came to permission: rm -rf \u{FFFD}c")
    }

    @Test
    func `one that was waited for in vain stays, and it is said how to take it out`() {
        var outcome = DeliveryOutcome(delivery(.waiting, "a menu is open (permission)"))
        outcome.timedOutAfter = 5
        #expect(outcome.status == 5)
        #expect(
            outcome.failure == [
                "ccmux: api: not delivered within 5 s: a menu is open (permission).",
                "It stays in the outbox; 'ccmux outbox cancel 17' takes it out.",
            ])
        outcome.delivery?.state = .queued
        #expect(outcome.status == 5 && outcome.failure[0].contains("the turn has not ended"))
    }

    @Test
    func `the table shows what waits, why, and how it begins, safely`() {
        let entries = [
            delivery(
                .waiting, "a menu is open (permission)", text: "rm\n\u{1B}[2J" + String(repeating: "x", count: 5000)),
            delivery(.waiting) { $0.notBefore = Samples.now.adding(seconds: 60) },
            delivery(.taken, "old") { $0.proof = .recorded },
        ]
        let lines = OutboxTable(entries, clock: Samples.clock).lines(width: nil, colour: false)
        #expect(lines[1].hasPrefix("17  api      waiting  12s  a menu is open (permission)  rm \u{FFFD}[2Jxxx"))
        #expect(lines[1].hasSuffix("…") && lines[1].count < 200)
        #expect(lines[2].contains("until 08:01") && lines[3].contains("recorded") && !lines[3].contains("old"))
        let narrow = OutboxTable(entries, clock: Samples.clock).lines(width: 50, colour: false)
        #expect(narrow.allSatisfy { $0.displayWidth <= 50 })
    }

    @Test
    func `one in full ends with its text, whatever is in it`() {
        let text = "first\r\nsecond\u{1B}]0;x\u{07}\nthird"
        let lines = DeliveryText.lines(delivery(.failed, "why\nnot", text: text), clock: Samples.clock, colour: false)
        #expect(lines.suffix(3) == ["first", "second\u{FFFD}]0;x\u{FFFD}", "third"])
        #expect(lines.contains("reason    why not"))
    }

    @Test
    func `show and explain name the first few`() {
        let rows = DeliveryText.rows((0..<7).map { _ in delivery(.waiting, "it is typed at") }, Samples.clock)
        #expect(rows.count == 6 && rows[0].0 == "outbox" && rows[1].0 == "")
        #expect(rows[0].1 == "17, waiting for 12s: it is typed at. \"fix it\"")
        #expect(rows[5].1.contains("2 more"))
        #expect(DeliveryText.rows(nil, Samples.clock).isEmpty && DeliveryText.rows([], Samples.clock).isEmpty)
    }
}
