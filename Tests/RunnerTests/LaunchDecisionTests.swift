import Model
import Runner
import Testing

@Suite struct LaunchDecisionTests {
    enum Outcome: Sendable {
        case begins
        case resumes
        case beginsOverStub
        case isBlocked
    }

    @Test(
        arguments: [
            // conversation known, conversed, on disk, outcome
            (false, false, nil, .begins),
            (false, true, nil, .begins),
            (false, false, .present, .begins),
            (true, false, nil, .begins),
            (true, true, nil, .resumes),
            (true, false, .present, .resumes),
            (true, true, .present, .resumes),
            (true, false, .missing, .begins),
            (true, false, .stub, .beginsOverStub),
            (true, true, .missing, .isBlocked),
            (true, true, .stub, .isBlocked),
        ] as [(Bool, Bool, ConversationPresence?, Outcome)])
    func `a launch begins, resumes, or waits rather than lose a conversation`(
        isKnown: Bool, conversed: Bool, presence: ConversationPresence?, outcome: Outcome
    ) throws {
        let launch = try Samples.launch(conversation: isKnown ? Samples.conversation() : nil, conversed: conversed)
        let begin = ["/bin/true", "--session-id", isKnown ? Samples.uuid : LaunchFile.placeholder]
        let resume = ["/bin/true", "--resume", Samples.uuid]
        let decision = LaunchDecision.decide(launch, presence: presence)
        let command = LaunchDecision.command(of: launch, presence: presence)
        switch outcome {
        case .begins:
            #expect(decision == .begin(begin))
            #expect(command == begin)
        case .resumes:
            #expect(decision == .resume(resume))
            #expect(command == resume)
        case .beginsOverStub:
            #expect(decision == .beginOverStub(begin))
            #expect(command == begin)
        case .isBlocked:
            guard case .blocked(let reason) = decision else {
                Issue.record("\(decision)")
                return
            }
            #expect(reason.contains(Samples.uuid))
            #expect(command.isEmpty)
        }
    }

    @Test(arguments: [nil, .missing, .stub, .present] as [ConversationPresence?])
    func `what the daemon forbids is not launched, whatever is on disk`(presence: ConversationPresence?) throws {
        let launch = try Samples.launch(
            conversation: Samples.conversation(), conversed: true, blocked: "claude is not there")
        #expect(LaunchDecision.decide(launch, presence: presence) == .blocked("claude is not there"))
    }

    @Test func `the reason names the file, and says where else the conversation was found`() throws {
        let launch = try Samples.launch(
            conversation: Samples.conversation(), conversed: true,
            evidence: Samples.evidence("/p/x/\(LaunchFile.placeholder).jsonl"), lost: "It was found at /p/y.")
        #expect(
            LaunchDecision.decide(launch, presence: .missing)
                == .blocked(
                    "the conversation \(Samples.uuid) is gone: /p/x/\(Samples.uuid).jsonl holds nothing of it. "
                        + "It was found at /p/y."))
    }

    @Test func `only a whole argument stands for the uuid, for a prompt may hold anything`() throws {
        let prompt = "what is \(LaunchFile.placeholder)?"
        let launch = try Samples.launch(
            conversation: Samples.conversation(), begin: ["/a", LaunchFile.placeholder, "--", prompt])
        #expect(LaunchDecision.decide(launch, presence: .missing) == .begin(["/a", Samples.uuid, "--", prompt]))
    }
}
