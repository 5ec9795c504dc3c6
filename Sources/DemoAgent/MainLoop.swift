import Model

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Feeds the machine with what happens and does what it asks for. One thread, one poll(2): nothing runs
/// while nothing happens.
struct MainLoop {
    private var machine: Machine
    private var terminal: Terminal
    private let signals: Signals
    private let locations: Locations
    private let settings: Settings
    private var children: Children
    private var transcript: Transcript
    private var sessionID: String
    private var decoder = KeyDecoder()
    private var painter: Painter
    private var finished: [Line] = []
    private var presence: Presence?
    private let startedAt = Moment.now().wall
    private var escapeDeadline = Double.infinity
    private var status: Int32?
    private let newIdentifier: () -> String

    /// How long after an ESC its sequence may go on, in seconds.
    private static let escapeTime = 0.05

    init(_ start: Start, terminal: Terminal, signals: Signals) {
        machine = start.machine
        self.terminal = terminal
        self.signals = signals
        locations = start.locations
        settings = start.settings
        newIdentifier = start.newIdentifier
        sessionID = start.machine.sessionID
        children = Children(environment: start.environment)
        painter = Painter(coloured: start.environment["NO_COLOR"].map { $0.isEmpty } ?? true)
        transcript = Transcript(
            path: start.locations.transcript(sessionID), sessionID: sessionID, directory: start.locations.directory,
            after: start.history, newIdentifier: start.newIdentifier)
    }

    /// Runs until the agent ends, and returns its exit status.
    mutating func run(_ start: Start) -> Int32 {
        terminal.makeRaw()
        let width = terminal.size.columns - 1
        for entry in [machine.header] + start.history.entries { finished += entry.lines(width: width) }
        take(.started(source: start.isResumed ? "resume" : "startup", prompt: start.prompt))
        while status == nil {
            paint()
            wait()
        }
        children.killAll()
        transcript.finish()
        unlink(locations.sessionFile(pid: getpid()))
        return status ?? 0
    }

    private var isLeaving: Bool {
        if case .leaving = machine.activity { true } else { false }
    }

    /// Sleeps until something happens, and tells the machine.
    private mutating func wait() {
        var polled = [pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0)]
        // The keyboard comes last; once the agent leaves it is not listened to any more.
        polled += children.polled
        if !isLeaving { polled.append(pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)) }
        let count = poll(&polled, nfds_t(polled.count), timeout())
        let now = Moment.now()
        take(.tick)
        if count > 0, polled[0].revents != 0 { take(signals: signals.take()) }
        for event in children.service(now: now.uptime) { take(event) }
        if count > 0, let keyboard = polled.last, keyboard.fd == STDIN_FILENO, keyboard.revents != 0 {
            readKeys(now)
        } else if now.uptime >= escapeDeadline {
            escapeDeadline = .infinity
            for key in decoder.flush() { take(.key(key)) }
        }
    }

    private func timeout() -> Int32 {
        let now = Moment.now().uptime
        var next = min(machine.deadline, children.deadline, escapeDeadline)
        if case .working(let turn) = machine.activity, turn.menu == nil {
            next = min(next, (now / Screen.frameTime).rounded(.down) * Screen.frameTime + Screen.frameTime)
        }
        guard next < .infinity else { return -1 }
        return Int32(min(max(0, (next - now) * 1000).rounded(.up), 3_600_000))
    }

    private mutating func readKeys(_ now: Moment) {
        var bytes = [UInt8](repeating: 0, count: 16_384)
        let count = read(STDIN_FILENO, &bytes, bytes.count)
        if count < 0, errno == EINTR || errno == EAGAIN { return }
        guard count > 0 else { return take(.terminated(128 + SIGHUP)) }
        for key in decoder.feed(bytes[..<count]) { take(.key(key)) }
        escapeDeadline = decoder.isHoldingEscape ? now.uptime + MainLoop.escapeTime : .infinity
    }

    private mutating func take(signals: Set<Int32>) {
        if signals.contains(SIGWINCH) { painter.invalidate() }
        if signals.contains(SIGTSTP) { suspend() }
        if signals.contains(SIGCONT), !isLeaving { resume() }
        for number in [SIGHUP, SIGTERM, SIGINT] where signals.contains(number) { take(.terminated(128 + number)) }
    }

    private mutating func take(_ event: Event) {
        var events = [event][...]
        while status == nil, let event = events.popFirst() {
            for effect in machine.handle(event, at: Moment.now()) { events += perform(effect) }
        }
    }

    private mutating func perform(_ effect: Effect) -> [Event] {
        switch effect {
        case .show(let entry): finished += entry.lines(width: terminal.size.columns - 1)
        case .write(let record): return write(record)
        case .runHooks(let event, let ticket):
            let hooks = settings.hooks(for: event)
            let feed = hooks.isEmpty ? [] : payload(event)
            return children.start(hooks, feed: feed, ticket: ticket, now: Moment.now().uptime)
        case .run(let command, let ticket):
            return children.start(tool: command, ticket: ticket, now: Moment.now().uptime)
        case .stopCommand: children.stopTool(now: Moment.now().uptime)
        case .begin(let id):
            transcript.finish()
            sessionID = id
            transcript = Transcript(
                path: locations.transcript(id), sessionID: id, directory: locations.directory, after: History(),
                newIdentifier: newIdentifier)
        case .releaseTerminal: leaveScreen()
        case .suspend: suspend()
        case .exit(let code): status = code
        case .crash(let code): _exit(code)
        case .fault: fault()
        }
        return []
    }

    private mutating func write(_ record: Record) -> [Event] {
        do throws(FileError) {
            try transcript.append(record, model: machine.model, mode: machine.mode, wall: Moment.now().wall)
            return []
        } catch {
            return [.trouble("the conversation is not saved: \(error.message)")]
        }
    }

    private func payload(_ event: HookEvent) -> [UInt8] {
        let members: [String: JSONValue] = [
            "session_id": .string(sessionID), "transcript_path": .string(transcript.path),
            "cwd": .string(locations.directory), "permission_mode": .string(machine.mode.rawValue),
            "hook_event_name": .string(event.name),
        ]
        return JSONValue.object(members.merging(event.fields) { first, _ in first }).bytes
    }
}

// MARK: The screen

extension MainLoop {
    private mutating func paint() {
        publish()
        guard !isLeaving else { return }
        let size = terminal.size
        let screen = Screen(machine, columns: size.columns, rows: size.rows)
        terminal.write(painter.paint(finished, screen, columns: size.columns))
        finished = []
    }

    /// Tells the outside what changed: the session file, then the title.
    private mutating func publish() {
        let current = Presence(machine)
        guard current != presence, !isLeaving else { return }
        if current.title != presence?.title { terminal.setTitle(current.title) }
        presence = current
        let json = current.json(
            pid: getpid(), directory: locations.directory, name: machine.name, startedAt: startedAt,
            wall: Moment.now().wall)
        // Without this file the agent works as well; a full disk is told when a record fails.
        try? makeFolder(locations.sessions)
        try? replaceFile(locations.sessionFile(pid: getpid()), with: json.bytes + [0x0A])
    }

    private mutating func leaveScreen() {
        let columns = terminal.size.columns
        terminal.write(painter.erase(columns: columns))
        for line in finished { terminal.write(line.encoded(coloured: false) + "\r\n") }
        finished = []
        terminal.restore()
    }

    private mutating func suspend() {
        guard !isLeaving else { return }
        leaveScreen()
        signals.stopHere()
        resume()
    }

    /// After a stop: whoever had the terminal meanwhile may have left anything on it.
    private mutating func resume() {
        terminal.makeRaw()
        painter.forget()
        presence = nil
    }

    private func fault() {
        forbidCoreFile()
        signal(SIGSEGV, SIG_DFL)
        raise(SIGSEGV)
    }
}
