/// A reply as it stands in the stream: everything between `%begin` and its `%end` or `%error`.
struct ControlBlock: Hashable {
    /// tmux's flags; 1 where the command came over this very connection, 0 for hooks and the first attach.
    var flags: Int
    var failed: Bool
    var reply: TmuxReply

    /// The error's text where it failed.
    var message: String { reply.text }
}

/// Splits what tmux writes to a control client into replies and notifications. Pure; feed it in any portions.
struct ControlParser {
    enum Event: Hashable {
        case block(ControlBlock)
        /// A line outside of every reply, with its `%` if it has one.
        case line([UInt8])
        /// An end without a beginning: replies can no longer be told apart, so the connection must go.
        case outOfStep
    }

    /// What is kept of one reply, in bytes.
    let replyLimit: Int
    /// What is kept of one line outside of replies, in bytes.
    let lineLimit: Int

    private var line: [UInt8] = []
    /// ` TIME NUMBER FLAGS` of the open reply: an end must repeat it, for a screen's line may look like one.
    private var open: [UInt8]?
    private var body = TmuxReply()

    init(replyLimit: Int = 16 << 20, lineLimit: Int = 1 << 20) {
        self.replyLimit = replyLimit
        self.lineLimit = lineLimit
    }

    /// Takes the next bytes and returns what became complete with them.
    mutating func feed(_ bytes: UnsafeRawBufferPointer) -> [Event] {
        var events: [Event] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: 0x0a) {
            keep(rest[rest.startIndex..<end])
            finishLine(&events)
            rest = rest[(end + 1)...]
        }
        keep(rest)
        return events
    }

    mutating func feed(_ bytes: [UInt8]) -> [Event] {
        bytes.withUnsafeBytes { feed($0) }
    }

    private mutating func keep(_ part: Slice<UnsafeRawBufferPointer>) {
        let room = (open == nil ? lineLimit : replyLimit) - line.count
        line.append(contentsOf: part.prefix(max(room, 0)))
        if part.count > room, open != nil { body.isTruncated = true }
    }

    private mutating func finishLine(_ events: inout [Event]) {
        defer { line.removeAll(keepingCapacity: line.capacity < 1 << 16) }
        guard let marker = open else {
            // With -CC the first line comes behind a terminal sequence; plain -C has none, so exact starts are right.
            if line.starts(with: Self.begin) {
                open = Array(line.dropFirst(Self.begin.count))
                body = TmuxReply()
            } else if line.starts(with: Self.end) || line.starts(with: Self.error) {
                events.append(.outOfStep)
            } else {
                events.append(.line(line))
            }
            return
        }
        for (word, failed) in [(Self.end, false), (Self.error, true)]
        where line.count == word.count + marker.count && line.starts(with: word) && line.ends(with: marker) {
            let flags = marker.split(separator: 0x20).last.flatMap { Int(String(decoding: $0, as: UTF8.self)) }
            events.append(.block(ControlBlock(flags: flags ?? 0, failed: failed, reply: body)))
            open = nil
            body = TmuxReply()
            return
        }
        if body.bytes.count + line.count < replyLimit {
            body.bytes += line
            body.bytes.append(0x0a)
        } else {
            body.isTruncated = true
        }
    }

    private static let begin = Array("%begin".utf8)
    private static let end = Array("%end".utf8)
    private static let error = Array("%error".utf8)
}

extension [UInt8] {
    fileprivate func ends(with tail: [UInt8]) -> Bool {
        count >= tail.count && self[(count - tail.count)...].elementsEqual(tail)
    }
}
