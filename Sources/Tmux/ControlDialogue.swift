/// Which reply belongs to which request. Replies come in the order of the requests, one block for each command;
/// where the number of blocks is not known, a `display-message` with a word of ours ends them.
struct ControlDialogue {
    /// Names a request among those on their way.
    typealias Ticket = Int

    private struct Pending {
        let ticket: Ticket
        let name: String
        /// The word that ends a compound request's replies; nil where one block is all.
        let ending: [UInt8]?
        var reply = TmuxReply()
        var failure: TmuxError?
    }

    private var queue: [Pending] = []
    private var head = 0
    private var lastTicket = 0
    /// Makes the ending words unlike anything on a screen.
    private let nonce: String

    init(nonce: String) {
        self.nonce = nonce
    }

    var isEmpty: Bool { head == queue.count }

    /// Puts a valid request into the queue and returns the bytes to send for it.
    mutating func ask(_ request: TmuxRequest) -> (Ticket, [UInt8]) {
        lastTicket += 1
        var bytes = TmuxCommand.line(request.commands) + [0x0a]
        var ending: [UInt8]?
        if request.isCompound {
            let word = "ccmux-\(nonce)-\(lastTicket)"
            ending = Array(word.utf8) + [0x0a]
            bytes += TmuxCommand("display-message", "-p", "--", word).line + [0x0a]
        }
        queue.append(Pending(ticket: lastTicket, name: request.name, ending: ending))
        return (lastTicket, bytes)
    }

    /// Takes a block; returns the request that it completes. Nil while more is to come, and for blocks of others.
    /// `unexpected` is set where a block of ours has no request: the connection is out of step.
    mutating func receive(
        _ block: ControlBlock, unexpected: inout Bool
    ) -> (Ticket, Result<TmuxReply, TmuxError>)? {
        guard block.flags & 1 == 1 else { return nil }
        guard head < queue.count else {
            unexpected = true
            return nil
        }
        if let ending = queue[head].ending {
            if !block.failed, block.reply.bytes == ending { return finish() }
            add(block)
            return nil
        }
        add(block)
        return finish()
    }

    private mutating func add(_ block: ControlBlock) {
        if block.failed {
            if queue[head].failure == nil {
                queue[head].failure = TmuxError(message: block.message, command: queue[head].name)
            }
        } else {
            queue[head].reply.bytes += block.reply.bytes
            queue[head].reply.isTruncated = queue[head].reply.isTruncated || block.reply.isTruncated
        }
    }

    private mutating func finish() -> (Ticket, Result<TmuxReply, TmuxError>) {
        let done = queue[head]
        queue[head].reply = TmuxReply()
        head += 1
        if head == queue.count || head > 512 {
            queue.removeFirst(head)
            head = 0
        }
        return (done.ticket, done.failure.map { .failure($0) } ?? .success(done.reply))
    }
}
