import ArgumentParser
import Client
import Model
import Platform

struct SendCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Give a session's agent a prompt, exactly once.",
        discussion: """
            The prompt is written down, typed as soon as nothing is in its way (an open menu, a person's draft, a person \
            who is typing), and proven: 'taken' is part of the conversation, 'queued' is held by the agent for after the \
            running turn. 'send' returns then, and goes on through a restart of the daemon.

            Words are joined by one space; '-' alone takes the text from stdin as it is. After '--' the text may begin \
            with '-'. AT is 14:30, 2026-11-22T09:00 (your clock's time, or with Z or +01:00) or +1h30m from now.

            Exit status: 0 delivered, 1 it failed, 3 no such session, 4 refused, 5 not in time: it stays in the outbox. \
            Of several sessions the worst counts.

            EXAMPLES:
              ccmux send api Run the tests and fix what fails
              ccmux send api - < task.md
              ccmux send api --file task.md --wait --timeout 3600
              ccmux send api --when idle Now write the changelog
              ccmux send api --when +10m --no-wait continue
              ccmux send --group backend --no-wait Commit what you have
              ccmux send api --key Escape
              ccmux send api -- --verbose does not work, why?
            """)

    @Argument(
        help: "The session's name or id; left out with --to, --group and --all.", completion: SessionNames.completion)
    var name: String?

    @Argument(help: ArgumentHelp("The text, or '-' for stdin.", valueName: "text"))
    var words: [String] = []

    @Option(name: .long, help: "Take the text from a file.", completion: .file())
    var file: String?

    @Option(
        name: .long, help: ArgumentHelp("Press a key instead, such as Escape; several one after the other."))
    var key: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp("'now' (a working agent queues it), 'idle' (at the end of the turn) or a time AT."),
        completion: .list(["now", "idle"]))
    var when: String?

    @Option(name: .long, help: ArgumentHelp("Give up what is not typed by then.", valueName: "at"))
    var expire: String?

    @Flag(name: .long, help: "Return when it is written down.")
    var noWait = false

    @Flag(name: .long, help: "Wait until the turn ends, and print the agent's last message.")
    var wait = false

    @Option(name: .long, help: ArgumentHelp("How long to wait at most.", valueName: "seconds"))
    var timeout: Double?

    @Flag(name: .long, help: "Leave the text in the composer.")
    var noSubmit = false

    @Option(name: .long, help: "Your own id for it: the same one never types twice.")
    var id: String?

    @Option(
        name: .long, help: ArgumentHelp("To several, with commas between.", valueName: "names"),
        completion: SessionNames.completion)
    var to: String?

    @Option(name: .long, help: "To all of a group.")
    var group: String?

    @Flag(name: .long, help: "To all that are not stopped.")
    var all = false

    @Flag(name: .long, help: "Start those that are stopped.")
    var start = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        try validateTarget()
        if key.isEmpty { try validateText() } else { try validateKeys() }
        if let timeout, !(timeout >= 0 && timeout <= 1e9) {
            throw ValidationError("'--timeout' takes seconds, 0 or more.")
        }
        if let id,
            id.isEmpty || id.count > 200 || !id.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F })
        {
            throw ValidationError("'--id' takes 1 to 200 characters without blanks.")
        }
        if noWait, wait || timeout != nil {
            throw ValidationError("'--no-wait' does not go with \(wait ? "--wait" : "--timeout").")
        }
        if wait, noSubmit { throw ValidationError("'--wait' needs a turn, which '--no-submit' does not begin.") }
        _ = try schedule(now: wallClock())
    }

    private func validateTarget() throws {
        let ways = [to.map { _ in "--to" }, group.map { _ in "--group" }, all ? "--all" : nil].compactMap { $0 }
        guard ways.count <= 1 else {
            throw ValidationError("Only one of \(ways.joined(separator: ", ")) can be given.")
        }
        if ways.isEmpty, name == nil { throw ValidationError("To whom? A session's name, --to, --group or --all.") }
        if ways.isEmpty, name?.isEmpty == true { throw ValidationError("The session's name is empty.") }
        if group?.isEmpty == true { throw ValidationError("'--group' takes a group's name.") }
        if names?.contains("") == true { throw ValidationError("'--to' takes names with commas between.") }
    }

    private func validateText() throws {
        switch (file, texts.isEmpty) {
        case (nil, true): throw ValidationError("What? The text, '-' for stdin, or --file.")
        case (.some, false): throw ValidationError("Either the text or '--file', not both.")
        default: break
        }
    }

    private func validateKeys() throws {
        let others: [(Bool, String)] = [
            (!texts.isEmpty, "a text"), (file != nil, "--file"), (when != nil, "--when"), (expire != nil, "--expire"),
            (noWait, "--no-wait"), (wait, "--wait"), (timeout != nil, "--timeout"), (noSubmit, "--no-submit"),
            (id != nil, "--id"), (start, "--start"), (group != nil, "--group"), (all, "--all"),
        ]
        if let other = others.first(where: \.0) {
            throw ValidationError("'--key' presses keys at once; it does not go with \(other.1).")
        }
    }

    /// The words of the text: with several sessions there is no name before them.
    var texts: [String] { isBroadcast ? (name.map { [$0] } ?? []) + words : words }

    var isBroadcast: Bool { to != nil || group != nil || all }

    /// Those of `--to`.
    var names: [String]? {
        to.map { Wishes.unique($0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)) }
    }

    /// What `--when` and `--expire` mean at a moment.
    func schedule(now: Timestamp) throws -> (when: Delivery.When?, at: Timestamp?, expires: Timestamp?) {
        func moment(_ text: String, _ option: String, _ more: String = "") throws -> Timestamp {
            do {
                return try MomentText.parse(text, now: now)
            } catch {
                throw ValidationError("\(option): \(error.reason)\(more).")
            }
        }
        let expires = try expire.map { try moment($0, "--expire") }
        guard let when else { return (nil, nil, expires) }
        if when == "now" || when == "idle" { return (Delivery.When(rawValue: when), nil, expires) }
        if when == "at" { throw ValidationError("--when: at which time? \(MomentText.forms).") }
        let at = try moment(when, "--when", " ('now' and 'idle' are also there)")
        if let expires, expires <= at { throw ValidationError("--expire is before --when: it would never be sent.") }
        return (.at, at, expires)
    }

    /// What the daemon is asked for. The id is made here, so that it stays the same however often it is asked.
    func request(text: String, now: Timestamp) throws -> SendRequest {
        let schedule = try schedule(now: now)
        var request = SendRequest(text: text)
        request.to = names
        request.group = group
        request.all = all ? true : nil
        request.when = schedule.when
        request.at = schedule.at
        request.expires = schedule.expires
        request.submit = noSubmit ? false : nil
        request.id = id ?? ConversationID.random().text
        request.start = start ? true : nil
        return request
    }

    func run() throws {
        let context = try CommandContext()
        guard key.isEmpty else { return try press(context.client()) }
        let request = try request(text: try PromptInput.read(words: texts, file: file, context), now: wallClock())
        let follower = DeliveryFollower(
            client: context.client(), goal: wait ? .turn : .delivered, timeout: timeout,
            tellsWhy: StandardStreams.errorIsTerminal)
        if isBroadcast {
            let outcomes = try follower.post(request).outcomes
            let reports =
                noWait
                ? outcomes.map(DeliveryOutcome.init)
                : try follower.follow(outcomes) { outcome throws(CcmuxError) in try tell(outcome) }
            if noWait { for report in reports { try tell(report) } }
            if output.json { try output.print(DeliveryOutcomes(outcomes: reports)) { [] } }
            try finish(reports)
        } else {
            let delivery = try follower.post(request, to: name ?? "")
            let report = noWait ? DeliveryOutcome(delivery) : try follower.follow(delivery)
            try tellOne(report, follower)
        }
    }

    private func press(_ client: DaemonClient) throws {
        let wishes = Wishes(names ?? [name ?? ""]) { name throws(CcmuxError) in
            try client.press(key, in: name)
            return .init(name: name, session: nil, error: nil, changed: true)
        }
        try wishes.report(output, done: key.count == 1 ? "key pressed." : "\(key.count) keys pressed.", unchanged: "")
    }

    /// One session: its own words on stdout, what went wrong on stderr with the screen as it is.
    private func tellOne(_ report: DeliveryOutcome, _ follower: DeliveryFollower) throws {
        if output.json {
            try output.print(report.delivery.map { DeliveryReport(delivery: $0, turn: report.turn) }) { [] }
        } else if let turn = report.turn {
            try StandardStreams.write(lines: turn.lastMessage.map(SafeText.lines) ?? [])
        } else if noWait, let delivery = report.delivery, delivery.state == .waiting {
            try StandardStreams.write(lines: ["\(report.name): written down (\(delivery.id))."])
        } else if report.status == 0, let delivery = report.delivery {
            try StandardStreams.write(lines: [DeliveryText.line(delivery)])
        }
        guard report.status != 0 else { return }
        StandardStreams.report(report.failure)
        if report.delivery?.state == .failed { StandardStreams.report(follower.screen(report.name)) }
        throw Reported(status: report.status)
    }

    private func tell(_ report: DeliveryOutcome) throws(CcmuxError) {
        if report.status != 0 {
            StandardStreams.report(report.failure)
        } else if !output.json {
            try StandardStreams.write(lines: [report.line(noWait: noWait)])
        }
    }

    private func finish(_ reports: [DeliveryOutcome]) throws {
        if reports.isEmpty { StandardStreams.report(["ccmux: there is no such session; nothing was sent."]) }
        let status = reports.map(\.status).max() ?? CcmuxError.Code.notFound.exitStatus
        if status != 0 { throw Reported(status: status) }
    }
}
