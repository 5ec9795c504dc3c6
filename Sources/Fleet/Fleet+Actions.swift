import Agents
import Logging
import Model
import Platform
import Runner
import Store
import Tmux

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension Fleet {
    /// Does what the reconciler decided, then looks again. One action at a time for each session.
    func perform(_ action: Reconciler.Action, on id: SessionID) async {
        do {
            switch action {
            case .createSession: try await create(id, in: nil)
            case .createPane(let session): try await create(id, in: session)
            case .killPanes(let panes): try await kill(panes, of: id)
            case .endSession(let sight): await end(id, sight)
            case .putAway: try await putAway(id)
            case .wake: try await launchAgain(id)
            case .endLeftovers: await endLeftovers(of: id)
            case .none, .wait, .block: break
            }
            change(id) { entry in
                entry.failures = 0
                entry.holdUntil = nil
            }
        } catch let error as TmuxError {
            failed(id, action, "\(error)", isTransport: error.isTransport)
        } catch let error as CcmuxError {
            failed(id, action, error.message, isTransport: false)
        } catch {
            failed(id, action, "\(error)", isTransport: false)
        }
        let done = nextCount()
        change(id) { entry in
            entry.isBusy = false
            entry.actedAt = done
        }
        lookSoon()
    }

    private func failed(_ id: SessionID, _ action: Reconciler.Action, _ reason: String, isTransport: Bool) {
        logger.warning(
            "could not act on a session", metadata: ["id": "\(id)", "action": "\(action)", "why": "\(reason)"])
        change(id) { entry in
            entry.startingUntil = nil
            // A server that is away comes back by itself.
            guard !isTransport else { return }
            entry.blocked = reason
            entry.failures += 1
            entry.holdUntil = now().adding(seconds: min(60, Double(1 << min(entry.failures, 6))))
        }
    }

    private func create(_ id: SessionID, in session: TmuxSessionID?) async throws {
        await endLeftovers(of: id)
        let launch = try await prepareLaunch(id)
        guard let entry = entries[id], entry.record.wanted == .running else { return }
        let spec = NewSession(
            name: entry.record.name.text, directory: launch.settings.directory, width: options.paneWidth,
            height: options.paneHeight,
            environment: [("CCMUX_HOME", options.home.root), ("CCMUX_SESSION_ID", id.text)],
            argv: [options.ccmux, "_run", entry.record.name.text],
            sessionOptions: [FleetMark.session: mark.value(id)], paneOptions: [FleetMark.pane: mark.value(id)])
        let pane: PaneIdentity
        if let session {
            pane = try await tmux.createWindow(in: session, spec)
        } else {
            do {
                pane = try await tmux.createSession(spec).1
            } catch  where error.code == .duplicateSession {
                // Made by hand since we looked: the next look blocks on it.
                return
            }
        }
        change(id) { $0.blocked = nil }
        record(
            NewEvent(
                at: now(), kind: "pane.created", session: id, name: entry.record.name,
                data: ["pane": .string(pane.pane.description)]))
    }

    /// Ends a runner or an agent of the session that its pane left behind: two agents on one conversation would spoil it.
    private func endLeftovers(of id: SessionID) async {
        guard let runtime = entries[id]?.runtime, runtime.runner != nil || runtime.agent != nil else { return }
        // A runner that was killed could not clear up behind it: what it had started bears its nonce.
        let marked = runtime.nonce.map { ProcessTable.processes(withVariable: "CCMUX_NONCE=\($0)") } ?? []
        let leftovers = Set([runtime.agent, runtime.runner].compactMap { $0 } + marked).filter(ProcessTable.isAlive)
        if !leftovers.isEmpty {
            logger.info(
                "ending what a lost pane left behind", metadata: ["id": "\(id)", "pids": "\(leftovers.map(\.pid))"])
            await end(Array(leftovers))
        }
        guard entries[id]?.record.wanted == .hibernated else { return }
        change(id) { entry in
            entry.runtime.agent = nil
            entry.runtime.runner = nil
        }
        saveRuntime(id)
    }

    /// SIGTERM, the grace, SIGKILL; returns when they are gone.
    func end(_ processes: [ProcessIdentity]) async {
        for process in processes {
            ProcessTable.signal(SIGTERM, to: process)
            ProcessTable.signal(SIGCONT, to: process)
        }
        if await areGone(processes, within: options.stopGrace + 1) { return }
        for process in processes { ProcessTable.signal(SIGKILL, to: process) }
        _ = await areGone(processes, within: 2)
    }

    func areGone(_ processes: [ProcessIdentity], within seconds: Double) async -> Bool {
        let deadline = monotonicSeconds() + seconds
        while processes.contains(where: ProcessTable.isAlive) {
            guard monotonicSeconds() < deadline else { return false }
            try? await Task.sleep(for: .milliseconds(10))
        }
        return true
    }

    private func kill(_ panes: [PaneID], of id: SessionID) async throws {
        for pane in panes {
            _ = try await tmux.run(TmuxCommand("kill-pane", "-t", pane.description))
        }
    }

    /// Ends the agent through its runner, which does it gently; then whatever is left of the session.
    private func end(_ id: SessionID, _ sight: Sight) async {
        await keepScreen(of: id)
        let runners = sight.panes.compactMap { ProcessTable.identity(of: $0.pid) }
        let agent = entries[id]?.runtime.agent
        await end(runners)
        try? await tmux.killSession(
            sight.session, guardedBy: TmuxMark(option: FleetMark.session, value: mark.value(id)))
        if let agent, ProcessTable.isAlive(agent) { await end([agent]) }
        change(id) { entry in
            entry.runtime.agent = nil
            entry.runtime.runner = nil
            entry.runtime.retryAt = nil
            entry.startingUntil = nil
            entry.sight = nil
        }
        saveRuntime(id)
    }

    /// Tells the runner that its launch file changed: it ends its agent, if it has one, and launches anew at once.
    func relaunch(_ id: SessionID) {
        guard let pane = entries[id]?.pane, let runner = ProcessTable.identity(of: pane.pid) else { return }
        ProcessTable.signal(SIGUSR1, to: runner)
    }

    func saveRuntime(_ id: SessionID, _ events: [NewEvent] = []) {
        guard let runtime = entries[id]?.runtime else { return }
        do {
            self.events.publish(try store.saveRuntime(runtime, for: id, events: events))
        } catch {
            logger.error("a session's runtime cannot be written: \(error.message)", metadata: ["id": "\(id)"])
        }
    }
}
