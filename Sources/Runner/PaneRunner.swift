import Model
import Platform

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// `ccmux _run NAME`: the pane's foreground program. It launches the agent again and again until the session is ended.
///
/// It is one thread that waits in poll(2). It needs neither the daemon nor the database: what it must know lies in the
/// launch file, what it has to say goes to `report.sock` or into the spool.
///
/// Signals: SIGUSR1 means that the launch file changed and the agent is to be launched anew at once; SIGTERM and
/// SIGHUP (the pane was closed) end the agent and then the runner.
package final class PaneRunner {
    private let home: HomeLayout
    private let id: SessionID
    private let sender: ReportSender
    private let signals: SignalPipe
    private let terminal: Terminal?
    private let paneEnvironment: [String: String]
    private let nonce: String
    private var sequence: Int64 = 0
    private var backoff = Backoff()

    private enum Wake {
        /// A key, or SIGUSR1: look again at once.
        case again
        /// A key, where it means more than that.
        case key
        case timeout
        case end
    }

    /// Runs until the session is ended; returns the exit status.
    ///
    /// - Parameter environment: must have CCMUX_HOME or HOME, and CCMUX_SESSION_ID.
    package static func main(name: String, environment: [String: String]) -> Int32 {
        do throws(CcmuxError) {
            guard let id = environment["CCMUX_SESSION_ID"].flatMap({ SessionID($0) }) else {
                throw CcmuxError(
                    .refused, "_run is what a session's pane runs; it is not started by hand.",
                    advice: "Use: ccmux start \(name)")
            }
            let runner = try PaneRunner(home: HomeLayout(environment: environment), id: id, environment: environment)
            runner.run()
            return 0
        } catch {
            let text = [error.message, error.advice].compactMap { $0 }.joined(separator: "\n")
            try? Files.write(Array("ccmux: \(text)\n".utf8), to: 2, name: "stderr")
            return error.code.exitStatus
        }
    }

    private init(home: HomeLayout, id: SessionID, environment: [String: String]) throws(CcmuxError) {
        self.home = home
        self.id = id
        sender = ReportSender(home: home)
        ProcessTable.becomeSubreaper()
        SignalPipe.ignore([SIGPIPE, SIGINT, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU])
        signals = try SignalPipe([SIGCHLD, SIGUSR1, SIGTERM, SIGHUP])
        terminal = Terminal(0)
        nonce = ConversationID.random().text
        paneEnvironment = [
            "CCMUX_HOME": home.root, "CCMUX_SESSION_ID": id.text, "CCMUX_NONCE": nonce,
        ].merging(environment.filter { Self.fromPane.contains($0.key) }) { ours, _ in ours }
    }

    /// What tmux tells a program about its pane.
    private static let fromPane: Set<String> = ["TERM", "TMUX", "TMUX_PANE", "TERM_PROGRAM", "TERM_PROGRAM_VERSION"]

    private func run() {
        while true {
            let wake: Wake
            do throws(CcmuxError) {
                guard let launch = try LaunchFile.read(home.launchFile(id)) else {
                    throw CcmuxError(.failed, "its launch file is not there yet")
                }
                wake = try attempt(launch)
            } catch {
                wake = waitBlocked("the agent", reason: error.message, name: id.text)
            }
            if wake == .end { return }
        }
    }

    // MARK: Launching

    private func attempt(_ launch: LaunchFile) throws(CcmuxError) -> Wake {
        if launch.hibernation == .asked { return waitHibernated(launch) }
        let argv: [String]
        var resumed = false
        switch decision(on: launch) {
        case .blocked(let reason):
            return waitBlocked(launch.agent, reason: reason, name: launch.name.text)
        case .begin(let arguments):
            argv = arguments
        case .beginOverStub(let arguments):
            if let conversation = launch.conversation { try launch.evidence?.setAsideStub(of: conversation) }
            argv = arguments
        case .resume(let arguments):
            argv = arguments
            resumed = true
            markConversed(launch)
        }
        return supervise(launch, argv: argv, resumed: resumed)
    }

    /// What the launch file and the disk say now.
    private func decision(on launch: LaunchFile) -> LaunchDecision {
        var presence: ConversationPresence?
        if let conversation = launch.conversation, let evidence = launch.evidence {
            presence = evidence.presence(of: conversation)
        }
        let decision = LaunchDecision.decide(launch, presence: presence)
        if case .blocked = decision { return decision }
        let directory = launch.settings.directory
        guard let reason = Files.unusableDirectoryReason(directory) else { return decision }
        return .blocked("its directory \(directory) \(reason)")
    }

    private func supervise(_ launch: LaunchFile, argv: [String], resumed: Bool) -> Wake {
        let environment = launch.environment.merging(paneEnvironment) { _, pane in pane }
            .merging(["CCMUX_SESSION": launch.name.text]) { _, name in name }
        let launchedAt = wallClock()
        let exit: AgentExit
        let alive: Double
        var wish: Wake?
        do throws(CcmuxError) {
            let job = try AgentJob(
                argv, environment: environment, directory: launch.settings.directory, terminal: terminal)
            report(
                .started(
                    .init(
                        runner: ProcessTable.identity(of: getpid()) ?? ProcessIdentity(pid: getpid(), start: 0),
                        agent: job.process, settings: launch.settings, conversation: launch.conversation,
                        resumed: resumed)))
            (exit, wish) = watch(job, grace: launch.stopGrace)
            alive = job.aliveSeconds
        } catch {
            exit = .launchFailed(error.message)
            alive = 0
        }
        takeTerminalBack()
        let after = learn(since: launchedAt) ?? launch
        if wish == .end { return endSession() }
        // The file's as it is now: the daemon may have learned otherwise since the launch.
        let wait =
            wish == .again
            ? nil
            : backoff.wait(afterAliveSeconds: alive, limit: after.crashLimit, probe: after.probeSeconds)
        report(
            .exited(
                .init(
                    exit: exit, aliveSeconds: alive, retryAt: wait.map { wallClock().adding(seconds: $0) },
                    conversation: after.conversation, conversed: after.conversed,
                    failures: wait == nil ? nil : backoff.failures)))
        guard let wait else { return .again }
        let wake = waitBackoff(launch.agent, reason: exit.description, seconds: wait)
        // Somebody asked for it: what may have been mended gets all its tries again.
        if wake == .again { backoff = Backoff() }
        return wake
    }

    /// Waits for the agent's end. The wish tells that it was ended for: a relaunch, or the end of the session.
    private func watch(_ job: AgentJob, grace: Double) -> (AgentExit, Wake?) {
        var wish: Wake?
        var killAt: Double?
        while true {
            if let exit = job.check() { return (exit, wish) }
            let wait = killAt.map { max(0.01, $0 - monotonicSeconds()) }
            _ = waitReadable([signals.descriptor], seconds: wait)
            for signal in signals.take() where signal != SIGCHLD {
                if wish != .end { wish = signal == SIGUSR1 ? .again : .end }
                if killAt == nil {
                    job.terminate()
                    killAt = monotonicSeconds() + grace
                }
            }
            if let deadline = killAt, monotonicSeconds() >= deadline {
                job.kill()
                killAt = deadline + 1
            }
        }
    }

    /// What the launch brought about: the conversation that a hook or discovery named, and that it has content.
    private func learn(since launchedAt: Timestamp) -> LaunchFile? {
        try? LaunchFile.update(id, in: home) { launch in
            if launch.conversation == nil, let discovery = launch.discovery {
                launch.conversation = discovery.find(
                    since: launchedAt, excluding: LaunchFile.conversations(in: home, except: id))
                // Its file is what it was found by.
                launch.conversed = launch.conversation != nil
            }
            guard let conversation = launch.conversation, let evidence = launch.evidence, !launch.conversed else {
                return
            }
            launch.conversed = evidence.presence(of: conversation) == .present
        }
    }

    private func markConversed(_ launch: LaunchFile) {
        guard !launch.conversed else { return }
        _ = try? LaunchFile.update(id, in: home) { current in
            if current.conversation == launch.conversation { current.conversed = true }
        }
    }

    // MARK: Waiting

    private func waitBackoff(_ agent: String, reason: String, seconds: Double) -> Wake {
        let until = monotonicSeconds() + seconds
        terminal?.enterKeyMode()
        defer {
            terminal?.write(PaneNotice.clear)
            terminal?.restoreModes()
        }
        while true {
            let left = until - monotonicSeconds()
            guard left > 0 else { return .timeout }
            let width = Terminal.size(of: 0)?.columns ?? 80
            terminal?.write(
                PaneNotice.waiting(agent: agent, reason: reason, seconds: Int(left.rounded(.up)), width: width))
            // Until the next whole second, so that the countdown is even.
            let pause = left - left.rounded(.up) + 1
            if let wake = waitForWake(seconds: pause) { return wake }
        }
    }

    /// Nothing runs until a key is pressed or the launch file says otherwise.
    private func waitHibernated(_ launch: LaunchFile) -> Wake {
        terminal?.enterKeyMode()
        let width = Terminal.size(of: 0)?.columns ?? 80
        terminal?.write(PaneNotice.hibernated(agent: launch.agent, name: launch.name.text, width: width))
        defer {
            terminal?.write(PaneNotice.clear)
            terminal?.restoreModes()
        }
        while true {
            guard let wake = waitForWake(seconds: Self.recheck, keyIs: .key) else {
                // A daemon that was killed in between wrote the file and never told.
                if isHibernated { continue }
                return .again
            }
            guard wake == .key else { return wake }
            _ = try? LaunchFile.update(id, in: home) { current in
                if current.hibernation == .asked { current.hibernation = .woken }
            }
            // A full disk: the daemon is the only one left who can wake it.
            if !isHibernated { return .again }
        }
    }

    private var isHibernated: Bool {
        guard let launch = try? LaunchFile.read(home.launchFile(id)) else { return true }
        return launch.hibernation == .asked
    }

    /// How often a blocked launch is looked at again, in seconds.
    private static let recheck = 5.0

    private func waitBlocked(_ agent: String, reason: String, name: String) -> Wake {
        report(.blocked(reason))
        terminal?.enterKeyMode()
        terminal?.write(PaneNotice.blocked(agent: agent, reason: reason, name: name))
        defer {
            terminal?.write("\u{1B}[2J\u{1B}[H")
            terminal?.restoreModes()
        }
        while true {
            if let wake = waitForWake(seconds: Self.recheck) { return wake }
            if !isStillBlocked(for: reason) { return .again }
        }
    }

    private func isStillBlocked(for reason: String) -> Bool {
        guard let launch = try? LaunchFile.read(home.launchFile(id)) else { return true }
        return decision(on: launch) == .blocked(reason)
    }

    /// Nil when `seconds` passed without a key or a signal that matters.
    private func waitForWake(seconds: Double, keyIs key: Wake = .again) -> Wake? {
        let deadline = monotonicSeconds() + seconds
        while true {
            let left = deadline - monotonicSeconds()
            guard left > 0 else { return nil }
            let ready = waitReadable([signals.descriptor] + (terminal.map { [$0.descriptor] } ?? []), seconds: left)
            let came = signals.take()
            if came.contains(SIGTERM) || came.contains(SIGHUP) { return endSession() }
            if came.contains(SIGUSR1) { return .again }
            if let terminal, ready.contains(terminal.descriptor) {
                return terminal.readKeys() ? key : endSession()
            }
        }
    }

    // MARK: The end

    private func takeTerminalBack() {
        guard let terminal else { return }
        terminal.takeForeground()
        terminal.restoreModes()
        terminal.write(Terminal.reset)
        terminal.dropInput()
    }

    /// Ends whatever else lives: in the pane's terminal session, and what the agent's tools left in sessions of their
    /// own, which a hangup does not reach. Then reports.
    private func endSession() -> Wake {
        let session = getsid(0)
        for (signal, patience) in [(SIGTERM, 1.0), (SIGKILL, 0.5)] {
            let others = Set(ProcessTable.members(ofSession: session) + ProcessTable.descendants(of: getpid()))
                .filter { $0.pid != getpid() }
            if others.isEmpty { break }
            for process in others {
                ProcessTable.signal(signal, to: process)
                ProcessTable.signal(SIGCONT, to: process)
            }
            let deadline = monotonicSeconds() + patience
            while monotonicSeconds() < deadline, others.contains(where: ProcessTable.isAlive) {
                _ = waitReadable([signals.descriptor], seconds: 0.02)
                _ = signals.take()
            }
        }
        report(.ended)
        return .end
    }

    private func report(_ content: Report.Content) {
        sequence += 1
        sender.send(Report(session: id, nonce: nonce, sequence: sequence, at: wallClock(), content: content))
    }
}
