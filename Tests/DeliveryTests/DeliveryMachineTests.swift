import Delivery
import Model
import Testing

@Suite struct DeliveryMachineTests {
    struct Case: CustomTestStringConvertible {
        var what: String
        var attempt: AttemptSight
        var session: SessionSight
        var delivery = prompt()
        var composer = ComposerSight()
        var step: DeliveryMachine.Step
        var testDescription: String { what }

        init(
            _ what: String, _ attempt: AttemptSight, _ session: SessionSight = .agent(.idle),
            _ delivery: Model.Delivery = prompt(), _ composer: ComposerSight = ComposerSight(),
            then step: DeliveryMachine.Step
        ) {
            (self.what, self.attempt, self.session) = (what, attempt, session)
            (self.delivery, self.composer, self.step) = (delivery, composer, step)
        }
    }

    private static let megabyte = prompt(String(repeating: "x", count: 1_000_000))

    static let cases: [Case] = [
        // Proof comes before everything else.
        Case(
            "it stands in the transcript", AttemptSight(stage: .entered(1), trace: .taken(.recorded)),
            then: .settle(.taken, .recorded)),
        Case(
            "the agent queued it", AttemptSight(stage: .entered(1), isStanding: true, trace: .queued(.enqueued)),
            then: .settle(.queued, .enqueued)),
        Case(
            "the agent ended, and its transcript has it",
            AttemptSight(stage: .none, isSameAgent: false, trace: .taken(.recorded)), .agent(.starting),
            then: .settle(.taken, .recorded)),
        // A crash between writing down and typing.
        Case(
            "nothing was typed", AttemptSight(stage: .none, sinceDeed: 100),
            then: .again("it was written down, but not typed")),
        // Its agent ended.
        Case(
            "the next agent is not there yet", AttemptSight(stage: .pasted, isSameAgent: false), .agent(.starting),
            then: .wait("its agent ended; whether it was taken is seen when the next one is there", isGate: false)),
        Case(
            "the next agent is there and does not have it", AttemptSight(stage: .entered(1), isSameAgent: false),
            then: .again("its agent ended before it took it")),
        // After the paste.
        Case("it has just appeared", AttemptSight(stage: .pasted, isStanding: true, standingFor: 0.1), then: .typing),
        Case(
            "it has stood there for a moment", AttemptSight(stage: .pasted, isStanding: true, standingFor: 0.2),
            then: .pressEnter),
        Case(
            "it is not to be submitted", AttemptSight(stage: .pasted, isStanding: true), .agent(.idle),
            prompt(submit: false), then: .place),
        Case("it has not appeared yet", AttemptSight(stage: .pasted, sinceDeed: 3), then: .typing),
        Case(
            "a busy agent reads late", AttemptSight(stage: .pasted, sinceDeed: 299),
            then: .wait("it was typed, and its agent has not shown it yet", isGate: false)),
        Case(
            "it never appeared", AttemptSight(stage: .pasted, sinceDeed: 305),
            then: .fail("it was typed, but it did not appear in the composer")),
        Case(
            "a megabyte takes longer to appear", AttemptSight(stage: .pasted, sinceDeed: 50), .agent(.idle), megabyte,
            then: .typing),
        Case(
            "a person typed into it", AttemptSight(stage: .pasted, sinceDeed: 31), .agent(.idle), prompt(),
            ComposerSight(draft: "helloxx"),
            then: .fail("it was typed, but something else stands in the composer; it was not submitted")),
        Case(
            "a menu opened", AttemptSight(stage: .pasted, isStanding: true, standingFor: 9, sinceDeed: 9),
            .agent(.permission), then: .wait("a menu opened while it was typed", isGate: false)),
        Case(
            "a person looks back in copy mode", AttemptSight(stage: .pasted, isStanding: true, standingFor: 9),
            .agent(.idle), prompt(), ComposerSight(isInMode: true),
            then: .wait("the pane is in copy mode; it was typed and not submitted", isGate: false)),
        Case(
            "a composer that cannot be read", AttemptSight(stage: .pasted, sinceDeed: 5),
            .agent(.unknown, reads: false), then: .pressEnter),
        // After the Enter.
        Case("no proof yet", AttemptSight(stage: .entered(1), sinceDeed: 1), then: .submitted),
        Case(
            "it still stands there", AttemptSight(stage: .entered(1), isStanding: true, standingFor: 1, sinceDeed: 2),
            .agent(.idle), prompt(), ComposerSight(restedFor: 1), then: .pressEnter),
        Case(
            "a frozen screen may be an agent's that reads nothing",
            AttemptSight(stage: .entered(1), isStanding: true, standingFor: 2, sinceDeed: 2), .agent(.working),
            prompt(), ComposerSight(restedFor: 2), then: .submitted),
        Case(
            "it is frozen for long", AttemptSight(stage: .entered(1), isStanding: true, standingFor: 11, sinceDeed: 11),
            .agent(.working), prompt(), ComposerSight(restedFor: 11), then: .pressEnter),
        Case(
            "it still stands there at once", AttemptSight(stage: .entered(1), isStanding: true, sinceDeed: 1),
            then: .submitted),
        Case(
            "at most two Enters", AttemptSight(stage: .entered(2), isStanding: true, standingFor: 5, sinceDeed: 5),
            then: .submitted),
        Case(
            "two Enters did not help", AttemptSight(stage: .entered(2), isStanding: true, sinceDeed: 50),
            then: .fail("it still stands in the composer after two Enters")),
        Case(
            "no Enter at a menu", AttemptSight(stage: .entered(1), isStanding: true, sinceDeed: 5), .agent(.permission),
            then: .submitted),
        Case(
            "no Enter where it does not stand", AttemptSight(stage: .entered(1), sinceDeed: 10), then: .submitted),
        Case(
            "nothing proves it", AttemptSight(stage: .entered(1), sinceDeed: 46),
            then: .fail("it was typed and submitted, but the agent's transcript does not show it")),
        Case(
            "a megabyte takes longer to prove", AttemptSight(stage: .entered(1), sinceDeed: 100), .agent(.idle),
            megabyte,
            then: .submitted),
        Case(
            "an agent at work keeps it without a record", AttemptSight(stage: .entered(1), sinceDeed: 4),
            .agent(.working), then: .settle(.queued, .screen)),
        Case(
            "a command leaves no record", AttemptSight(stage: .entered(1), sinceDeed: 4, form: .typed),
            then: .settle(.taken, .screen)),
        Case(
            "an agent without a transcript", AttemptSight(stage: .entered(1), sinceDeed: 0.6),
            .agent(.idle, transcript: false), then: .settle(.taken, .screen)),
    ]

    @Test(arguments: cases) func `A prompt that is being typed`(_ it: Case) {
        #expect(DeliveryMachine.next(typing: it.delivery, it.attempt, it.session, it.composer) == it.step)
    }

    static let queued: [(String, AttemptSight, SessionSight, DeliveryMachine.Step)] = [
        (
            "the turn goes on", AttemptSight(stage: .entered(1), trace: .queued(.enqueued)), .agent(.working),
            .wait("its agent takes it after the running turn", isGate: false)
        ),
        (
            "it became part of the conversation", AttemptSight(stage: .entered(1), trace: .taken(.recorded)),
            .agent(.working), .settle(.taken, .recorded)
        ),
        (
            "its agent was killed", AttemptSight(stage: .entered(1), isSameAgent: false, trace: .queued(.enqueued)),
            .agent(.idle), .again("its agent ended before it took it")
        ),
        (
            "a person took it back", AttemptSight(stage: .entered(1), trace: .withdrawn), .agent(.idle),
            .cancel("a person took it back out of the agent's queue")
        ),
    ]

    @Test(arguments: queued) func `A prompt in the agent's queue`(
        _ what: String, _ attempt: AttemptSight, _ session: SessionSight, _ step: DeliveryMachine.Step
    ) {
        #expect(DeliveryMachine.next(queued: attempt, session) == step)
    }

    @Test func `An agent that rests does not take it any more`() {
        let attempt = AttemptSight(stage: .entered(1))
        let later = DeliveryMachine.next(queued: attempt, .agent(.idle), proof: .enqueued, restedFor: 59)
        #expect(later == .wait("its agent takes it after the running turn", isGate: false))
        let hooked = DeliveryMachine.next(queued: attempt, .agent(.idle), proof: .hook, restedFor: 60)
        #expect(hooked == .settle(.taken, .hook))
        let lost = DeliveryMachine.next(queued: attempt, .agent(.idle), proof: .enqueued, restedFor: 60)
        #expect(lost == .fail("the agent had it in its queue, rests, and did not take it"))
    }

    /// Whatever is seen: nothing is typed while the same agent may have it, and no third Enter is pressed.
    @Test func `It is never typed twice into the same agent`() {
        let flags = [false, true]
        for stage in [AttemptSight.Stage.pasted, .entered(1), .entered(2)] {
            for isStanding in flags {
                for seconds in [0.0, 1, 5, 30, 1000] {
                    for state in [AgentState.idle, .working, .permission, .starting, .unknown, .error, .limited] {
                        for draft in [nil, "x"] {
                            for form in [TypingForm.paste, .typed] {
                                let step = DeliveryMachine.next(
                                    typing: prompt(),
                                    AttemptSight(
                                        stage: stage, isStanding: isStanding, standingFor: seconds, sinceDeed: seconds,
                                        form: form), .agent(state), ComposerSight(draft: draft))
                                if case .again = step { Issue.record("typed again: \(stage) \(state)") }
                                if stage == .entered(2) || (stage == .entered(1) && !isStanding) {
                                    #expect(step != .pressEnter)
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

extension DeliveryMachine.Step {
    static let typing = Self.wait("it is being typed", isGate: false)
    static let submitted = Self.wait("it was submitted and is not proven yet", isGate: false)
}
