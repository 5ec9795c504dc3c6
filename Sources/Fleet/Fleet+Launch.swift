import Agents
import Logging
import Model
import Platform
import Runner
import Store
import Tmux

extension Fleet {
    /// Everything a launch depends on, asked of the agent's kind.
    struct Preparation {
        var launch: LaunchFile
        var environment: EnvironmentRecipe.Result
        /// The version of the agent that would be launched, as it prints it.
        var version: String?
    }

    /// Writes the launch file where it differs from what lies there.
    @discardableResult
    func prepareLaunch(_ id: SessionID) async throws(CcmuxError) -> LaunchFile {
        followLaunchFile(id)
        guard let record = entries[id]?.record else { throw gone(id.text) }
        let prepared = await launchFile(for: record)
        entries[id]?.environment = prepared.environment.variables
        entries[id]?.preparedVersion = prepared.version
        let path = options.home.launchFile(id)
        let written = try FileLock.hold(options.home.launchLock(id)) { () throws(CcmuxError) in
            var launch = prepared.launch
            let before = try? LaunchFile.read(path)
            // Whoever moved the conversation on meanwhile was right.
            if let before, before.conversation != nil, launch.conversation == record.conversation {
                launch.conversation = before.conversation
                launch.conversed = before.conversed
            }
            launch.hibernation = hibernation(after: before?.hibernation, of: id)
            if before != launch { try launch.write(path) }
            return launch
        }
        entries[id]?.isPutAway = written.hibernation == .asked
        return written
    }

    /// What would be launched now, or why not, as a launch file.
    func launchFile(for record: SessionRecord) async -> Preparation {
        let environment = agentEnvironment(of: record)
        var launch = LaunchFile(
            session: record.id, name: record.name, agent: record.agent, settings: record.settings,
            environment: environment.variables, conversation: record.conversation, conversed: record.conversed,
            begin: [], resume: [], evidence: nil, discovery: nil, stopGrace: options.stopGrace)
        if options.watchdog.crashLoop.enabled {
            launch.crashLimit = options.watchdog.crashes
            launch.probeSeconds = Double(options.watchdog.crashProbeMinutes) * 60
        }
        var version: String?
        do throws(CcmuxError) {
            let kind = try catalog.required(record.agent)
            let (context, capabilities) = try await context(kind, environment.variables)
            version = capabilities.version
            let recipe = kind.recipe(for: record, capabilities, context)
            launch.begin = recipe.begin
            launch.resume = recipe.resume
            launch.evidence = recipe.evidence
            launch.discovery = recipe.discovery
            launch.lost = lostConversation(launch)
            try kind.check(record.settings, capabilities, context)
        } catch {
            launch.blocked = [error.message, error.advice].compactMap { $0 }.joined(separator: " ")
        }
        return Preparation(launch: launch, environment: environment, version: version)
    }

    /// For a conversation that should be there and is not: where it was found, and the two ways on.
    private func lostConversation(_ launch: LaunchFile) -> String? {
        guard launch.conversed, let conversation = launch.conversation, let evidence = launch.evidence,
            evidence.presence(of: conversation) != .present
        else { return nil }
        let found = evidence.elsewhere(conversation)
        let place = found.isEmpty ? "It was found nowhere else." : "It was found at \(found.joined(separator: ", "))."
        return "\(place) Put it back, or begin anew: ccmux start --fresh \(launch.name)"
    }

    func context(
        _ kind: any AgentKind, _ environment: [String: String]
    ) async throws(CcmuxError) -> (LaunchContext, AgentCapabilities) {
        let binary = try await binaries.find(kind)
        let capabilities = try await binaries.capabilities(of: binary, kind: kind)
        return (
            LaunchContext(
                executable: binary.path, ccmux: options.ccmux, userHome: environment["HOME"] ?? options.userHome,
                isRoot: options.isRoot, remoteControlPrefix: options.remoteControlPrefix,
                remoteControl: options.remoteControl, environment: environment), capabilities
        )
    }

    func agentEnvironment(of record: SessionRecord) -> EnvironmentRecipe.Result {
        guard let kind = catalog.kind(record.agent) else {
            return EnvironmentRecipe.Result(variables: record.settings.environment, sources: [:], dropped: [])
        }
        return agentEnvironment(of: kind, session: record.settings.environment)
    }

    /// - Parameter session: the session's own variables.
    nonisolated func agentEnvironment(of kind: any AgentKind, session: [String: String]) -> EnvironmentRecipe.Result {
        var result = EnvironmentRecipe.decide(
            login: options.loginEnvironment, config: options.configuredEnvironment.merging(kind.environment) { $1 },
            session: session, kind: kind, home: options.userHome)
        if kind.isPartOfCcmux, result.variables["CCMUX_DEMO_HOME"] == nil {
            result.variables["CCMUX_DEMO_HOME"] = options.home.demoFolder
            result.sources["CCMUX_DEMO_HOME"] = "ccmux"
        }
        return result
    }

    // MARK: What the launch files know

    func followLaunchFiles() {
        for id in entries.keys { followLaunchFile(id) }
    }

    /// The launch file leads where the conversation is concerned: hooks and runners write it also while we are away.
    func followLaunchFile(_ id: SessionID) {
        guard let record = entries[id]?.record,
            let launch = try? LaunchFile.read(options.home.launchFile(id))
        else { return }
        follow(hibernation: launch.hibernation, of: id)
        guard let conversation = launch.conversation else { return }
        if conversation != record.conversation {
            repin(id, to: conversation, conversed: launch.conversed)
        } else if launch.conversed && !record.conversed {
            markConversed(id)
        }
    }

    func repin(_ id: SessionID, to conversation: ConversationID, conversed: Bool) {
        guard var record = entries[id]?.record else { return }
        let before = record.conversation
        record.conversation = conversation
        record.conversed = conversed
        if conversed { record.firstPrompt = nil }
        var data: [String: JSONValue] = ["uuid": .string(conversation.text)]
        if let before { data["was"] = .string(before.text) }
        keep(
            record,
            event: NewEvent(
                at: now(), kind: before == nil ? "conversation.found" : "conversation.moved", session: id,
                name: record.name, data: data))
    }

    func markConversed(_ id: SessionID) {
        guard var record = entries[id]?.record, !record.conversed || record.firstPrompt != nil else { return }
        record.conversed = true
        record.firstPrompt = nil
        keep(record, event: nil)
    }

    /// Writes an observed change of a record. A failure is logged: the launch file still has it, so it comes again.
    private func keep(_ record: SessionRecord, event: NewEvent?) {
        do {
            let stored = try store.update(record, event: event)
            change(record.id) { $0.record = record }
            events.publish(stored)
        } catch {
            logger.error("a record cannot be written: \(error.message)", metadata: ["id": "\(record.id)"])
        }
    }

    /// Looks again at sessions that could not be launched: what was missing may be there now.
    func refreshBlocked() async {
        for (id, entry) in entries where entry.record.wanted == .running {
            guard entry.blocked != nil || entry.runtime.blocked != nil else { continue }
            let before = try? LaunchFile.read(options.home.launchFile(id))
            guard let after = try? await prepareLaunch(id), after.blocked == nil else { continue }
            if entry.pane == nil { change(id) { $0.blocked = nil } }
            if before?.blocked != nil { relaunch(id) }
        }
    }
}
