/// The agent's mind: what happened goes in, what is to be done comes out. It does nothing itself and
/// knows no clock, so every behaviour can be tried in a table.
struct Machine {
    enum Activity: Equatable {
        case idle
        /// Whether the folder is trusted is asked; the session then starts from this source.
        case trusting(Menu, source: String)
        /// SessionStart hooks run; prompts wait, so that hooks see events in their order.
        case settling(Ticket)
        case working(Turn)
        /// `/clear`: SessionEnd hooks of the old conversation run.
        case clearing(Ticket)
        /// SessionEnd hooks run.
        case leaving(Ticket, status: Int32)
    }

    var sessionID: String
    var name: String?
    var model: String
    var mode: PermissionMode
    var directory: String
    var composer = Composer()
    var activity = Activity.idle
    var queue: [String] = []
    var limit: Limit?
    /// When the work in the background is done, on the monotonic clock.
    var backgroundEnd: Double?
    /// Commands that need no further yes.
    var allowed: Set<String> = []
    /// Tokens in the context, by the last answer.
    var tokens = 0
    var topic: String?
    /// The prompt of the command line, until it is taken.
    private var opening: String?
    /// Whether the folder has to be trusted first.
    private let asksTrust: Bool
    /// A passing remark in the status bar.
    var hint: (text: String, until: Double)?
    let newIdentifier: () -> String

    var now = Moment(uptime: 0, wall: 0)
    private var effects: [Effect] = []
    private var lastTicket = 0

    init(options: Options, sessionID: String, directory: String, newIdentifier: @escaping () -> String) {
        self.sessionID = sessionID
        self.directory = directory
        self.newIdentifier = newIdentifier
        name = options.name
        model = options.model
        mode = options.mode
        topic = options.name
        asksTrust = options.isUntrusted
    }

    mutating func handle(_ event: Event, at moment: Moment) -> [Effect] {
        now = moment
        switch event {
        case .started(let source, let prompt):
            opening = prompt
            if asksTrust {
                activity = .trusting(.trust(directory: directory), source: source)
            } else {
                settle(source: source)
            }
        case .key(let key): press(key)
        case .tick: tick()
        case .hooksEnded(let ticket, let verdict): hooksEnded(ticket, verdict)
        case .commandEnded(let ticket, let status, let output): commandEnded(ticket, status: status, output: output)
        case .terminated(let status): leave(status: status, reason: "other")
        case .trouble(let message): emit(.show(.failure(message)))
        }
        defer { effects = [] }
        return effects
    }

    /// The menu that stands in the composer's place.
    var menu: Menu? {
        switch activity {
        case .trusting(let menu, _): menu
        case .working(let turn): turn.menu
        default: nil
        }
    }

    mutating func emit(_ effect: Effect) { effects.append(effect) }

    mutating func newTicket() -> Ticket {
        lastTicket += 1
        return lastTicket
    }

    /// Runs SessionStart hooks, for a new or another conversation.
    mutating func settle(source: String) {
        let ticket = newTicket()
        activity = .settling(ticket)
        emit(.runHooks(.sessionStart(source: source, model: model), ticket))
    }

    /// Ends the program, after its SessionEnd hooks. Asked again, it does not wait for them.
    mutating func leave(status: Int32, reason: String) {
        if case .leaving = activity { return emit(.exit(status)) }
        emit(.stopCommand)
        emit(.releaseTerminal)
        let ticket = newTicket()
        activity = .leaving(ticket, status: status)
        emit(.runHooks(.sessionEnd(reason: reason), ticket))
    }

    /// Takes a prompt or a slash command; it waits its turn where one is under way.
    mutating func submit(_ text: String) {
        guard !Script.trimmed(text).isEmpty else { return }
        composer.remember(text)
        if ["/exit", "/quit"].contains(Script.trimmed(text)) {
            return leave(status: 0, reason: "prompt_input_exit")
        }
        if case .idle = activity { return take(text) }
        queue.append(text)
        emit(.write(.enqueued(text)))
    }

    /// Becomes idle, or goes on with what was typed meanwhile.
    mutating func rest() {
        activity = .idle
        if let text = opening {
            opening = nil
            composer.remember(text)
            take(text)
        }
        while case .idle = activity, !queue.isEmpty {
            let text = queue.removeFirst()
            emit(.write(.dequeued))
            take(text)
        }
    }

    private mutating func take(_ text: String) {
        if let command = SlashCommand(text) { run(command) } else { begin(prompt: text) }
    }

    private mutating func tick() {
        if let hint, now.uptime >= hint.until { self.hint = nil }
        if let end = backgroundEnd, now.uptime >= end { backgroundEnd = nil }
        if let limit, now.wall >= limit.resets { self.limit = nil }
        guard case .working(let turn) = activity, now.uptime >= turn.deadline else { return }
        goOn(turn)
    }

    /// The time on the monotonic clock of the next change that comes by itself.
    var deadline: Double {
        var next = min(hint?.until ?? .infinity, backgroundEnd ?? .infinity)
        if let limit { next = min(next, now.uptime + max(0.05, limit.resets - now.wall)) }
        if case .working(let turn) = activity { next = min(next, turn.deadline) }
        return next
    }
}
