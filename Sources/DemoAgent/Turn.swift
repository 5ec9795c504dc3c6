/// The work on one prompt.
struct Turn: Equatable {
    /// What is going on just now.
    enum Phase: Equatable {
        case hooks(Ticket, next: Next)
        case pause(until: Double)
        case reply(Reply)
        /// A person is asked. Hooks may answer first, under the ticket.
        case menu(Menu, ToolCall, Ticket)
        case command(ToolCall, Ticket)
        case compacting(until: Double, argument: String)
        /// A dialog that belongs to no tool.
        case dialog(Menu)
    }

    /// What comes after hooks.
    enum Next: Equatable {
        case step
        case permission(ToolCall)
        case compact
        case end
    }

    /// An answer that is arriving.
    struct Reply: Equatable {
        var text = ""
        var pieces: ArraySlice<String>
        /// How many pieces have arrived.
        var arrived = 0
        var interval: Double
        var nextAt: Double
    }

    var startedAt: Double
    var steps: ArraySlice<Step>
    var inputTokens = 12
    var outputTokens = 0
    var lastMessage = ""
    /// Whether a Stop hook began this turn: the next one is told, lest it goes on for ever.
    var isFromStopHook = false
    var phase: Phase

    var menu: Menu? {
        switch phase {
        case .menu(let menu, _, _), .dialog(let menu): menu
        default: nil
        }
    }

    /// The text that has arrived of the answer under way.
    var partial: String {
        if case .reply(let reply) = phase { reply.text } else { "" }
    }

    /// Words of answers so far, the one under way included.
    var words: Int {
        if case .reply(let reply) = phase { outputTokens + reply.arrived } else { outputTokens }
    }

    var verb: String {
        switch phase {
        case .compacting: "Compacting conversation"
        case .command: "Running"
        default: "Working"
        }
    }

    /// When the next thing happens by itself.
    var deadline: Double {
        switch phase {
        case .pause(let until), .compacting(let until, _): until
        case .reply(let reply): reply.nextAt
        default: .infinity
        }
    }
}
