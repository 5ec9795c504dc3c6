/// A control connection's state, held by the server's actor. It dies with its process.
struct ControlLink {
    /// Tells this connection's late words from the next one's.
    let generation: Int
    let hangUp: HangUp
    /// Set once the first question was answered.
    var identity: ServerIdentity?
    /// The session that the connection is attached to.
    var hub: SessionID?
    /// The last line that was neither reply nor notification: tmux's complaint where it could not start.
    var lastWords = ""

    private var parser = ControlParser()
    private var dialogue: ControlDialogue
    private var outgoing: [UInt8] = []

    init(generation: Int, hangUp: HangUp) {
        self.generation = generation
        self.hangUp = hangUp
        self.dialogue = ControlDialogue(nonce: OneShotChain.freshNonce())
    }

    /// What has come out of the bytes that arrived.
    enum Event {
        case reply(ControlDialogue.Ticket, Result<TmuxReply, TmuxError>)
        case notification(TmuxNotification)
        case outOfStep
    }

    /// What may wait for a server that does not read, in bytes.
    static let outgoingLimit = 64 << 20

    /// Whether there is no room for more requests.
    var isCongested: Bool { outgoing.count > Self.outgoingLimit }

    mutating func send(_ request: TmuxRequest) -> ControlDialogue.Ticket {
        let (ticket, bytes) = dialogue.ask(request)
        outgoing += bytes
        hangUp.wake.yield()
        return ticket
    }

    mutating func takeOutgoing() -> [UInt8] {
        defer { outgoing = [] }
        return outgoing
    }

    mutating func receive(_ bytes: [UInt8]) -> [Event] {
        var events: [Event] = []
        for event in parser.feed(bytes) {
            switch event {
            case .block(let block):
                if block.failed, block.flags & 1 == 0, identity == nil { lastWords = block.message }
                var unexpected = false
                if let (ticket, result) = dialogue.receive(block, unexpected: &unexpected) {
                    events.append(.reply(ticket, result))
                }
                if unexpected { events.append(.outOfStep) }
            case .line(let line) where line.first == 0x25:
                events.append(.notification(TmuxNotification(line: line)))
            case .line(let line):
                if !line.isEmpty { lastWords = String(decoding: line.prefix(1024), as: UTF8.self) }
            case .outOfStep:
                events.append(.outOfStep)
            }
        }
        return events
    }
}
