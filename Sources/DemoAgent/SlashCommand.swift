/// A command to the program itself, typed where a prompt would be.
struct SlashCommand: Equatable {
    var name: String
    var argument: String

    /// Nil for a text that does not begin with one word after a slash: paths are no commands.
    init?(_ text: String) {
        let text = Script.trimmed(text)
        guard text.first == "/" else { return nil }
        let word = text.dropFirst().prefix { !$0.isWhitespace }
        guard !word.isEmpty, word.allSatisfy({ $0 == "-" || ("a"..."z").contains($0) }) else { return nil }
        name = String(word)
        argument = Script.trimmed(String(text[word.endIndex...]))
    }

    static let help = """
        /clear             begin a new conversation
        /compact [S]       make room in the context, in S seconds
        /model NAME        use another model's name
        /demo-title TEXT   set the pane's title
        /exit, /quit       leave
        In a prompt: [[slow S]] [[say TEXT]] [[long N]] [[tool CMD]] [[ask]] [[plan]] [[limit S]] [[weekly S]] \
        [[error N]] [[overloaded]] [[corrupt]] [[toolong]] [[hang S]] [[tokens N]] [[crash N]] [[segv]] \
        [[big BYTES]] [[dialog]] [[background S]] [[trap menu]] [[trap spinner]] [[trap limit]]
        """
}

extension Machine {
    mutating func run(_ command: SlashCommand) {
        switch command.name {
        case "clear": clear()
        case "compact":
            let turn = Turn(
                startedAt: now.uptime,
                steps: [
                    .compact(seconds: Script.seconds(command.argument, default: 1), argument: command.argument)
                ],
                phase: .hooks(0, next: .compact))
            runHooks(.beforeCompact, then: .compact, turn)
        case "help": emit(.show(.notice(SlashCommand.help)))
        case "model":
            if !command.argument.isEmpty { model = command.argument }
            emit(.write(.command(name: command.name, argument: command.argument)))
            emit(.show(.notice("model \(model)")))
        case "demo-title":
            topic = command.argument.isEmpty ? name : command.argument
        case "exit", "quit": leave(status: 0, reason: "prompt_input_exit")
        default:
            emit(.write(.unknownCommand(command.name)))
            emit(.show(.notice("unknown command: /\(command.name) (try /help)")))
        }
    }

    private mutating func clear() {
        let ticket = newTicket()
        activity = .clearing(ticket)
        emit(.runHooks(.sessionEnd(reason: "clear"), ticket))
    }

    /// Another conversation, under a uuid of its own. The old one stays on disk.
    mutating func beginAnother() {
        sessionID = newIdentifier()
        tokens = 0
        topic = name
        emit(.begin(sessionID: sessionID))
        emit(.show(header))
        settle(source: "clear")
    }

    var header: Entry { .header(name: name, model: model, directory: directory, sessionID: sessionID) }
}
