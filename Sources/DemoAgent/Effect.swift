/// Names an action whose end is awaited, so that a late or foreign end is told apart.
typealias Ticket = Int

/// What the machine wants done. The main loop does it, in order.
enum Effect: Equatable {
    case show(Entry)
    case write(Record)
    /// Run an event's hooks; where there is a ticket the end is told as ``Event/hooksEnded(_:_:)``.
    case runHooks(HookEvent, Ticket?)
    case run(command: String, Ticket)
    case stopCommand
    /// From now on records go to this conversation.
    case begin(sessionID: String)
    /// Leave the screen as a shell expects it.
    case releaseTerminal
    case suspend
    case exit(Int32)
    /// End at once with a status and leave everything as it is: a crash on order.
    case crash(Int32)
    case fault
}

/// What happened.
enum Event: Equatable {
    /// The agent came up. The prompt of the command line, if any, is submitted first.
    case started(source: String, prompt: String?)
    case key(Key)
    /// Time went by.
    case tick
    case hooksEnded(Ticket, HookVerdict)
    case commandEnded(Ticket, status: Int32, output: String)
    /// A signal asks the program to end with this status.
    case terminated(Int32)
    /// Something could not be written.
    case trouble(String)
}
