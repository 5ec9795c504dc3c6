import Testing

/// The scenarios with ccmux's own agent: quick, and everywhere.
@Suite("With the demo agent")
struct DemoAgentScenarioTests {
    @Test("An agent or a session that is killed comes back with its conversation")
    func comesBack() async throws { try await Scenario.comesBack(.demo) }

    @Test("A tmux server that is killed comes back with all its sessions")
    func serverComesBack() async throws { try await Scenario.serverComesBack(.demo) }

    @Test("A daemon that is killed in the middle loses nothing")
    func survivesTheDaemon() async throws { try await Scenario.survivesTheDaemon(.demo) }

    @Test("A stopped session stays stopped, and an archived one archived, until it is started")
    func staysStopped() async throws { try await Scenario.staysStopped(.demo) }

    @Test("A session follows its agent to another conversation")
    func followsClear() async throws { try await Scenario.followsClear(.demo) }

    @Test("A session follows its agent to another conversation while no daemon runs")
    func followsClearAlone() async throws { try await Scenario.followsClearAlone(.demo) }

    @Test("An agent that was never given a prompt comes back too")
    func neverPrompted() async throws { try await Scenario.neverPrompted(.demo) }

    @Test("A conversation that is gone blocks the session until it is back or given up")
    func lostTranscript() async throws { try await Scenario.lostTranscript(.demo) }

    @Test("A conversation is forked, let go, found again and adopted")
    func adopts() async throws { try await Scenario.adopts(.demo) }

    @Test("What can be neither adopted nor forked is refused, and leaves nothing behind")
    func refusesAdoption() async throws { try await Scenario.refusesAdoption() }

    @Test("What an agent is doing is known, and why")
    func knowsStates() async throws { try await Scenario.knowsStates(.demo) }

    @Test("Flags that would undo the pinning are refused by name")
    func refusesFlags() async throws { try await Scenario.refusesFlags(.demo) }

    @Test("An agent gets the environment, the model and the name that it should")
    func recipe() async throws { try await Scenario.recipe(.demo) }

    @Test("The user's own hooks run beside those of ccmux")
    func keepsUserHooks() async throws { try await Scenario.keepsUserHooks(.demo) }

    @Test("Prompts and keys reach the agent as they are")
    func talks() async throws { try await Scenario.talks(.demo) }

    @Test("Prompts are in the conversation once, in order, whatever the agent does meanwhile")
    func delivers() async throws { try await Scenario.delivers(.demo) }

    @Test("A daemon that is killed in the middle of a delivery neither loses nor doubles it")
    func delivererDies() async throws { try await Scenario.delivererDies(.demo) }

    @Test("send does what its options say")
    func sendOptions() async throws { try await Scenario.sendOptions() }

    @Test("Texts that no prompt can be are refused")
    func wrongTexts() async throws { try await Scenario.wrongTexts() }

    @Test("A hibernated session comes back with its conversation by whatever asks for it")
    func hibernates() async throws { try await Scenario.hibernates(.demo) }

    @Test("A hibernated session outlives daemon, runner and tmux server")
    func hibernatesThroughHarm() async throws { try await Scenario.hibernatesThroughHarm(.demo) }

    @Test("What goes wrong is mended once, and then left to a person")
    func heals() async throws { try await Scenario.heals(.demo) }

    @Test("An agent that ends again and again is tried seldom, and it is said why")
    func noticesCrashLoop() async throws { try await Scenario.noticesCrashLoop() }

    @Test("What was said a moment ago is found, in conversations and on screens")
    func finds() async throws { try await Scenario.finds(.demo) }

    @Test("A terminal can be attached to a session and left again")
    func attaches() async throws { try await Scenario.attaches(.demo) }
}
