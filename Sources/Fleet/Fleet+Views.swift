import Agents
import Logging
package import Model
import Platform
import Runner
import Store
import Tmux

extension Fleet {
    /// All sessions by name; archived ones only when asked for.
    package func list(archived: Bool) -> SessionList {
        let moment = now()
        let shown = entries.values.filter { archived || $0.record.wanted != .archived }
        let views = shown.map { entry in
            var view = entry.view(now: moment)
            view.today = todaysUsage(of: entry.record.id)
            return view
        }
        var list = SessionList(sessions: views.sorted { $0.name < $1.name })
        list.conflicts = conflictList().conflicts
        return list
    }

    package func detail(_ word: String) async throws(CcmuxError) -> SessionDetail {
        let id = try resolve(word, looking: true)
        guard let record = entries[id]?.record else { throw gone(word) }
        let launch = await launchFile(for: record).launch
        let view = try view(id)
        var transcript: String?
        var presence: ConversationPresence?
        if let conversation = record.conversation, let evidence = launch.evidence {
            transcript = evidence.path(of: conversation)
            presence = evidence.presence(of: conversation)
        }
        var settings = record.settings
        settings.environment = Dictionary(
            uniqueKeysWithValues: settings.environment.map { name, value in
                (name, SecretMask.isSecret(name: name, value: value) ? SecretMask.masked(value) : value)
            })
        return SessionDetail(
            session: view, settings: settings, transcript: entries[id]?.runtime.transcript ?? transcript,
            transcriptExists: presence == .present, command: LaunchDecision.command(of: launch, presence: presence),
            outbox: await onTheirWay(id), last: await conversationEnd(of: id), origin: entries[id]?.runtime.origin)
    }

    /// What the agent gets with the next launch, secrets masked.
    package func environment(_ word: String) throws(CcmuxError) -> EnvironmentResponse {
        let id = try resolve(word, looking: true)
        guard let record = entries[id]?.record else { throw gone(word) }
        var result = agentEnvironment(of: record)
        for (name, value) in [
            ("CCMUX_SESSION", record.name.text), ("CCMUX_SESSION_ID", id.text), ("CCMUX_HOME", options.home.root),
        ] {
            result.variables[name] = value
            result.sources[name] = "ccmux"
        }
        let variables = result.variables.sorted { $0.key < $1.key }.map { name, value in
            let isSecret = SecretMask.isSecret(name: name, value: value)
            return EnvironmentResponse.Variable(
                name: name, value: isSecret ? SecretMask.masked(value) : value, source: result.sources[name] ?? "login",
                masked: isSecret)
        }
        return EnvironmentResponse(variables: variables, dropped: result.dropped)
    }

    package func attachTarget(_ word: String) async throws(CcmuxError) -> AttachTarget {
        let id = try resolve(word, looking: true)
        try await wake(id)
        guard let sight = entries[id]?.sight else {
            let name = entries[id]?.record.name.text ?? word
            let isStopped = entries[id]?.record.wanted != .running
            throw CcmuxError(
                .refused, "'\(name)' has no pane to attach to.",
                advice: isStopped ? "ccmux start \(name)" : "It is being started; try again in a moment.")
        }
        let path: String
        do throws(TmuxError) {
            path = try await tmux.run(TmuxCommand("display-message", "-p", "#{socket_path}")).text
        } catch {
            throw CcmuxError(.failed, "tmux does not answer: \(error.message)")
        }
        return AttachTarget(
            tmux: tmux.configuration.executable, serverArguments: tmux.configuration.serverArguments,
            session: sight.session.description, socketPath: path.trimmed)
    }

    package func eventPage(since: Int64?, limit: Int, session word: String?) throws(CcmuxError) -> EventPage {
        let id = try word.map { word throws(CcmuxError) in try resolve(word, looking: true) }
        return try store.events(since: since, limit: min(max(limit, 1), 10_000), session: id)
    }

    package func sessionID(_ word: String) throws(CcmuxError) -> SessionID {
        try resolve(word, looking: true)
    }

    package var epoch: String { store.epoch }

    /// The part of `/v1/health` that the fleet knows.
    package func health() async -> (ready: Bool, tmuxConnected: Bool, sessions: Int, damaged: Int) {
        (isReady, await tmux.isConnected, entries.count, damaged.count)
    }

    /// The kinds of agents, and whether this machine has them.
    package func agents() async -> [AgentAvailability] {
        var result: [AgentAvailability] = []
        for kind in catalog.kinds {
            do throws(CcmuxError) {
                let binary = try await binaries.find(kind)
                let capabilities = try await binaries.capabilities(of: binary, kind: kind)
                result.append(.init(kind: kind.name, path: binary.path, version: capabilities.version, reason: nil))
            } catch {
                result.append(.init(kind: kind.name, path: nil, version: nil, reason: error.message))
            }
        }
        return result
    }
}

extension String {
    fileprivate var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
