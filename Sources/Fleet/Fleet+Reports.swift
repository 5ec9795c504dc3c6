import Agents
import Logging
import Model
import Platform
package import Runner
import Status
import Store
import Tmux

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Fleet {
    /// Takes what a runner or a hook tells.
    package func take(_ report: Report) {
        // From a runner that we have not heard of: what it said while we were away comes first.
        if entries[report.session]?.runtime.nonce != report.nonce { drainSpool(of: report.session) }
        apply(report)
    }

    private func apply(_ report: Report) {
        guard let entry = entries[report.session], isNews(report, to: entry.runtime) else { return }
        let id = report.session
        switch report.content {
        case .started(let started): take(started, report)
        case .exited(let exited): take(exited, report)
        case .blocked(let reason):
            guard entry.runtime.blocked != reason else { return }
            change(id) { entry in
                entry.runtime.agent = nil
                entry.runtime.retryAt = nil
                entry.runtime.nonce = report.nonce
                entry.runtime.lastSequence = report.sequence ?? 0
                entry.runtime.blocked = reason
                entry.startingUntil = nil
            }
            saveRuntime(id, [event("session.blocked", report, ["reason": .string(reason)])])
        case .ended:
            change(id) { entry in
                entry.runtime.agent = nil
                entry.runtime.runner = nil
                entry.runtime.retryAt = nil
                entry.runtime.lastSequence = report.sequence ?? 0
            }
            saveRuntime(id)
        case .hook(let hook): return take(hook, report)
        }
        lookSoon()
        observeClosely()
    }

    /// A runner numbers its reports. Another runner's count only when it is the newer one.
    private func isNews(_ report: Report, to runtime: RuntimeRecord) -> Bool {
        guard let sequence = report.sequence else { return runtime.nonce == nil || report.nonce == runtime.nonce }
        if report.nonce == runtime.nonce { return sequence > runtime.lastSequence }
        switch report.content {
        case .started, .blocked: return runtime.startedAt.map { report.at >= $0 } ?? true
        default: return false
        }
    }

    private func event(_ kind: String, _ report: Report, _ data: [String: JSONValue]) -> NewEvent {
        NewEvent(
            at: report.at, kind: kind, session: report.session, name: entries[report.session]?.record.name, data: data)
    }

    private func take(_ started: Report.Started, _ report: Report) {
        let id = report.session
        // A key woke it in its pane; or its runner is from before there was hibernation, and cannot be put away.
        if entries[id]?.record.wanted == .hibernated { hasWoken(id) }
        let kind = (entries[id]?.record.agent).flatMap { catalog.kind($0) }
        change(id) { entry in
            entry.runtime.nonce = report.nonce
            entry.runtime.lastSequence = report.sequence ?? 0
            entry.runtime.runner = started.runner
            entry.runtime.agent = started.agent
            entry.runtime.agentVersion = entry.preparedVersion ?? entry.runtime.agentVersion
            entry.runtime.launchedSettings = started.settings
            entry.runtime.launches += 1
            entry.runtime.restarts = entry.runtime.launches - 1
            entry.runtime.startedAt = report.at
            entry.runtime.retryAt = nil
            entry.runtime.blocked = nil
            entry.signals = Signals()
            entry.isRemembered = false
            entry.transcript = TranscriptWatch()
            entry.watch.title = nil
            entry.watch.inherited = entry.watch.fingerprint
            entry.awaitsReady = kind?.tellsWhenReady ?? false
            let settle = kind?.settleSeconds ?? 0
            entry.startingUntil = settle > 0 ? now().adding(seconds: settle) : nil
        }
        if started.resumed { markConversed(id) }
        var data: [String: JSONValue] = ["pid": .integer(Int64(started.agent.pid)), "resumed": .bool(started.resumed)]
        if let conversation = started.conversation { data["uuid"] = .string(conversation.text) }
        saveRuntime(id, [event("agent.started", report, data)])
        followSessionFile(of: id)
        spawn { await self.inheritScreen(of: id) }
        // The place of a start is free then.
        let settle = kind?.settleSeconds ?? 0
        spawn {
            try? await Task.sleep(for: .seconds(settle))
            self.lookSoon()
        }
    }

    /// Where the agent keeps its state, if it does.
    func followSessionFile(of id: SessionID) {
        guard let entry = entries[id], let agent = entry.runtime.agent, let kind = catalog.kind(entry.record.agent)
        else {
            return
        }
        let environment = entry.environment ?? agentEnvironment(of: entry.record).variables
        entries[id]?.environment = environment
        entries[id]?.sessionFile = kind.sessionFile(of: agent, environment: environment)
        watchSessionFile(of: id)
    }

    private func take(_ exited: Report.Exited, _ report: Report) {
        let id = report.session
        change(id) { entry in
            entry.runtime.lastSequence = report.sequence ?? 0
            entry.runtime.agent = nil
            entry.sessionFile = nil
            entry.runtime.lastExit = exited.told
            entry.runtime.lastExitAt = report.at
            entry.runtime.retryAt = exited.retryAt
            entry.startingUntil = nil
        }
        followLaunchFile(id)
        var data: [String: JSONValue] = [
            "how": .string(exited.exit.description), "aliveSeconds": .number(exited.aliveSeconds),
        ]
        if let retryAt = exited.retryAt { data["retryAt"] = .string(retryAt.rfc3339) }
        saveRuntime(id, [event("agent.exited", report, data)])
        followCrash(id, exited, at: report.at)
    }

    private func take(_ hook: Report.Hook, _ report: Report) {
        let id = report.session
        let before = entries[id]?.runtime
        guard let kind = (entries[id]?.record.agent).flatMap({ catalog.kind($0) }),
            let payload = try? JSONDecoder().decode(JSONValue.self, from: Data(hook.payload.utf8))
        else { return }
        let signal = kind.signal(fromHook: payload)
        if case .prompted(let text?) = signal { tookPrompt(text, id, kind) }
        if case .conversation(_, let transcript) = signal {
            followLaunchFile(id)
            change(id) { entry in
                entry.runtime.transcript = transcript
                entry.startingUntil = nil
                entry.awaitsReady = false
            }
            lookSoon()
        }
        take(hook: payload, hook.payload, report, kind)
        guardConversation(of: id)
        if entries[id]?.runtime != before { saveRuntime(id) }
    }

    // MARK: While we were away

    func drainSpool() {
        for id in Spool.sessions(in: options.home) { drainSpool(of: id) }
    }

    private func drainSpool(of id: SessionID) {
        do {
            let unreadable = try Spool.drain(id, in: options.home) { report in apply(report) }
            if unreadable > 0 {
                logger.warning("unreadable lines in the spool", metadata: ["id": "\(id)", "lines": "\(unreadable)"])
            }
        } catch {
            logger.warning("the spool cannot be read: \(error.message)", metadata: ["id": "\(id)"])
        }
    }

    /// An agent whose end nobody reported is gone all the same.
    func checkProcesses() {
        for (id, entry) in entries {
            guard let agent = entry.runtime.agent else { continue }
            if ProcessTable.isAlive(agent) {
                learnConversation(of: id)
                guardConversation(of: id)
            } else {
                change(id) { $0.runtime.agent = nil }
                saveRuntime(id)
            }
        }
    }

    /// Notes in the launch file that the conversation is on disk, as soon as it is. The runner learns that only when its
    /// agent ends, and a transcript that vanished until then would be begun blank.
    private func guardConversation(of id: SessionID) {
        guard let conversation = entries[id]?.record.conversation, entries[id]?.guarded != conversation,
            let launch = try? LaunchFile.read(options.home.launchFile(id)), launch.conversation == conversation
        else { return }
        if !launch.conversed {
            guard launch.evidence?.presence(of: conversation) == .present else { return }
            _ = try? LaunchFile.update(id, in: options.home) { current in
                if current.conversation == conversation { current.conversed = true }
            }
        }
        entries[id]?.guarded = conversation
        followLaunchFile(id)
    }

    /// From files that the agent keeps, where no hook told.
    func learnConversation(of id: SessionID) {
        guard let record = entries[id]?.record, let agent = entries[id]?.runtime.agent,
            let kind = catalog.kind(record.agent)
        else { return }
        let environment = entries[id]?.environment ?? agentEnvironment(of: record).variables
        guard let conversation = kind.currentConversation(of: agent, environment: environment),
            conversation != record.conversation
        else { return }
        let isTaken = entries.values.contains { $0.record.id != id && $0.record.conversation == conversation }
        guard !isTaken else { return }
        let known = kind.takesConversationID == false
        // The file first: after a crash in between the record follows it.
        _ = try? LaunchFile.update(id, in: options.home) { launch in
            launch.conversation = conversation
            launch.conversed = known
        }
        followLaunchFile(id)
    }
}
