import Testing

/// The same with the real agents. Where they cannot be had, stderr says why.
@Suite(
    "With real agents", .enabled("the agents of Tests/Lab/install-agents are there") { await RealAgents.areInstalled })
struct RealAgentScenarioTests {
    @Test("An agent or a session that is killed comes back with its conversation", arguments: AgentUnderTest.real)
    func comesBack(_ agent: AgentUnderTest) async throws { try await Scenario.comesBack(agent) }

    @Test("A tmux server that is killed comes back with all its sessions", arguments: AgentUnderTest.real)
    func serverComesBack(_ agent: AgentUnderTest) async throws { try await Scenario.serverComesBack(agent) }

    @Test("A daemon that is killed in the middle loses nothing", arguments: AgentUnderTest.real)
    func survivesTheDaemon(_ agent: AgentUnderTest) async throws { try await Scenario.survivesTheDaemon(agent) }

    @Test(
        "A stopped session stays stopped, and an archived one archived, until it is started",
        arguments: AgentUnderTest.real)
    func staysStopped(_ agent: AgentUnderTest) async throws { try await Scenario.staysStopped(agent) }

    @Test("A session follows its agent to another conversation", arguments: AgentUnderTest.real)
    func followsClear(_ agent: AgentUnderTest) async throws { try await Scenario.followsClear(agent) }

    @Test("A session follows its agent to another conversation while no daemon runs", arguments: AgentUnderTest.claudes)
    func followsClearAlone(_ agent: AgentUnderTest) async throws { try await Scenario.followsClearAlone(agent) }

    @Test("An agent that was never given a prompt comes back too", arguments: AgentUnderTest.real)
    func neverPrompted(_ agent: AgentUnderTest) async throws { try await Scenario.neverPrompted(agent) }

    @Test(
        "A conversation that is gone blocks the session until it is back or given up", arguments: AgentUnderTest.claudes
    )
    func lostTranscript(_ agent: AgentUnderTest) async throws { try await Scenario.lostTranscript(agent) }

    @Test("Flags that would undo the pinning are refused by name", arguments: AgentUnderTest.real)
    func refusesFlags(_ agent: AgentUnderTest) async throws { try await Scenario.refusesFlags(agent) }

    @Test("An agent gets the environment, the model and the name that it should", arguments: AgentUnderTest.real)
    func recipe(_ agent: AgentUnderTest) async throws { try await Scenario.recipe(agent) }

    @Test("The user's own hooks run beside those of ccmux", arguments: AgentUnderTest.claudes)
    func keepsUserHooks(_ agent: AgentUnderTest) async throws { try await Scenario.keepsUserHooks(agent) }

    @Test("Prompts and keys reach the agent as they are", arguments: AgentUnderTest.real)
    func talks(_ agent: AgentUnderTest) async throws { try await Scenario.talks(agent) }

    @Test(
        "Prompts are in the conversation once, in order, whatever the agent does meanwhile",
        arguments: AgentUnderTest.real)
    func delivers(_ agent: AgentUnderTest) async throws { try await Scenario.delivers(agent) }

    @Test(
        "A daemon that is killed in the middle of a delivery neither loses nor doubles it",
        arguments: AgentUnderTest.real)
    func delivererDies(_ agent: AgentUnderTest) async throws { try await Scenario.delivererDies(agent) }

    @Test("What an agent is doing is known, and why", arguments: AgentUnderTest.real)
    func knowsStates(_ agent: AgentUnderTest) async throws { try await Scenario.knowsStates(agent) }

    @Test("A terminal can be attached to a session and left again", arguments: AgentUnderTest.newest)
    func attaches(_ agent: AgentUnderTest) async throws { try await Scenario.attaches(agent) }
}
