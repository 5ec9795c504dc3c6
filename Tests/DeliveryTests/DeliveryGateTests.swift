import Delivery
import Model
import Testing

@Suite struct DeliveryGateTests {
    struct Case: CustomTestStringConvertible {
        var session: SessionSight
        var delivery = prompt()
        var composer = ComposerSight()
        /// Nil: it is typed.
        var reason: String?
        var testDescription: String { reason ?? "typed: \(session.state.rawValue)" }

        init(
            _ session: SessionSight, _ delivery: Model.Delivery = prompt(), _ composer: ComposerSight = ComposerSight(),
            then reason: String?
        ) {
            (self.session, self.delivery, self.composer, self.reason) = (session, delivery, composer, reason)
        }
    }

    static let cases: [Case] = [
        Case(.agent(.idle), then: nil),
        Case(.agent(.working), then: nil),
        Case(.agent(.compacting), then: "its conversation is being summarised"),
        Case(.agent(.error), then: nil),
        Case(.agent(.working, queues: false), then: "its agent is at work and takes no prompt meanwhile"),
        Case(.agent(.working), prompt(when: .idle), then: "its turn has not ended yet"),
        Case(.agent(.idle), prompt(when: .idle), then: nil),
        Case(.agent(.idle), prompt(when: .at, at: 1), then: "it is for 2026-11-18T11:06:41.000Z"),
        Case(.agent(.idle), prompt(when: .at, at: -1), then: nil),
        Case(.agent(.permission), then: "a menu is open (permission)"),
        Case(.agent(.question), then: "a menu is open (question)"),
        Case(.agent(.trust), then: "a menu is open (trust)"),
        Case(.agent(.login), then: "its agent asks for a login"),
        Case(.agent(.working, menu: true), then: "a menu is open"),
        Case(.agent(.starting), then: "its agent has not drawn its composer yet"),
        Case(.agent(.unknown), then: "its agent has not drawn its composer yet"),
        Case(.agent(.unknown, reads: false), then: nil),
        Case(.agent(.limited, hold: "the account is limited"), then: "the account is limited"),
        Case(.agent(.limited), then: nil),
        Case(
            .agent(.idle), prompt(), ComposerSight(draft: "half a"),
            then: "a text that was not sent stands in the composer"),
        Case(
            .agent(.idle), prompt(), ComposerSight(draft: "the prompt before", oursFor: 0.9),
            then: "the prompt before still stands in the composer"),
        Case(
            .agent(.idle), prompt(), ComposerSight(draft: "the prompt before", oursFor: 9, sincePerson: 2),
            then: "a person is typing there"),
        Case(
            .agent(.working, breaksQueue: true), then: "its agent would not keep the order of what it has queued"),
        Case(.agent(.working, queues: false), then: "its agent is at work and takes no prompt meanwhile"),
        Case(
            .agent(.idle, queues: false, records: true), prompt(), ComposerSight(restedFor: 0.4),
            then: "its turn has just ended"),
        Case(.agent(.idle, queues: false, records: true), prompt(), ComposerSight(restedFor: 0.5), then: nil),
        Case(.agent(.idle, queues: false), prompt(), ComposerSight(restedFor: 0.4), then: nil),
        Case(.agent(.idle, records: true), prompt(), ComposerSight(restedFor: 0.4), then: nil),
        Case(.agent(.idle), prompt(), ComposerSight(isInMode: true), then: "the pane is in copy mode"),
        Case(.agent(.idle), prompt(), ComposerSight(sincePerson: 2), then: "a person is typing there"),
        Case(.agent(.idle), prompt(), ComposerSight(sincePerson: 3), then: nil),
        Case(
            .agent(.idle, heard: false, age: 5), prompt(), ComposerSight(restedFor: 0.1),
            then: "its agent is still drawing its screen"),
        Case(.agent(.idle, age: 5), prompt(), ComposerSight(restedFor: 0.6), then: nil),
        Case(.agent(.idle, age: 5), prompt(), ComposerSight(restedFor: 0.1), then: nil),
        Case(.agent(.idle, heard: false, age: 120), prompt(), ComposerSight(restedFor: 0.1), then: nil),
        Case(.agent(.working, age: 5), prompt(), ComposerSight(restedFor: 0.1), then: nil),
    ]

    @Test(arguments: cases) func `A prompt waits, and says why`(_ it: Case) {
        let step = DeliveryMachine.next(waiting: it.delivery, it.session, it.composer, now: noon)
        #expect(step == it.reason.map { .wait($0, isGate: true) } ?? .type)
    }

    @Test func `What is left of the prompt before is taken out first`() {
        let composer = ComposerSight(draft: "the prompt before", oursFor: 1)
        #expect(DeliveryMachine.next(waiting: prompt(), .agent(.idle), composer, now: noon) == .clear)
        #expect(DeliveryMachine.next(waiting: prompt(), .agent(.permission), composer, now: noon) != .clear)
    }

    @Test func `A young agent must show a letter before it gets a prompt`() {
        func step(_ session: SessionSight, _ composer: ComposerSight = ComposerSight()) -> DeliveryMachine.Step {
            DeliveryMachine.next(waiting: prompt(), session, composer, now: noon)
        }
        #expect(step(.agent(.idle, heard: false, age: 20)) == .knock)
        #expect(step(.agent(.idle, heard: true, age: 20)) == .type)
        #expect(step(.agent(.idle, heard: false, age: 200)) == .type)
        #expect(step(.agent(.working, heard: false, age: 20)) == .type)
        #expect(step(.agent(.unknown, reads: false, heard: false, age: 20)) == .type)
        #expect(step(.agent(.idle, heard: true, age: 20), ComposerSight(draft: "x", oursFor: 60)) == .clear)
    }

    static let processes: [(WantedState, ProcessState, String)] = [
        (.stopped, .stopped, "the session is stopped"),
        (.archived, .stopped, "the session is archived"),
        (.hibernated, .hibernated, "the session is being woken"),
        (.running, .blocked, "the session is blocked"),
        (.running, .backoff, "its agent ended and is launched again soon"),
        (.running, .starting, "its agent is being started"),
    ]

    @Test(arguments: processes) func `Without an agent it waits`(
        _ wanted: WantedState, _ process: ProcessState, _ reason: String
    ) {
        let session = SessionSight(wanted: wanted, process: process, state: .idle)
        #expect(DeliveryGate.reason(prompt(), session, now: noon) == reason)
    }

    @Test func `It expires only when it was told to`() {
        let never = DeliveryMachine.next(
            waiting: prompt(), .agent(.permission), nil, now: noon.adding(seconds: 1_000_000))
        #expect(never == .wait("a menu is open (permission)", isGate: true))
        let expiring = prompt(expires: 10)
        let before = DeliveryMachine.next(waiting: expiring, .agent(.idle), nil, now: noon.adding(seconds: 9))
        #expect(before == .type)
        let after = DeliveryMachine.next(waiting: expiring, .agent(.idle), nil, now: noon.adding(seconds: 10))
        #expect(after == .expire)
    }
}
