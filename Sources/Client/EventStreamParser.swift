/// One message of a `text/event-stream` (WHATWG HTML, "Server-sent events").
package struct ServerSentEvent: Sendable, Hashable {
    /// The last id seen, which a reader gives back to resume.
    package var id: String?
    /// `message` when the stream names none.
    package var kind: String
    package var data: String

    package init(id: String?, kind: String, data: String) {
        self.id = id
        self.kind = kind
        self.data = data
    }
}

/// Cuts a `text/event-stream` into messages, whatever the pieces it arrives in. Pure.
package struct EventStreamParser: Sendable {
    private var line: [UInt8] = []
    private var data: [UInt8] = []
    private var hasData = false
    private var kind = ""
    private var lastID: String?
    private var sawCarriageReturn = false
    private var atStart = true
    private let limit: Int

    /// - Parameter limit: bytes that one line, or the data of one message, may have.
    package init(limit: Int = 4 << 20) {
        self.limit = limit
    }

    /// Takes the next bytes and returns the messages that are complete with them.
    package mutating func feed(_ bytes: some Sequence<UInt8>) throws(MalformedResponse) -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        for byte in bytes {
            // A line ends with LF, CR or CRLF, and the two bytes of the last may come apart.
            let endsWithPrevious = sawCarriageReturn && byte == UInt8(ascii: "\n")
            sawCarriageReturn = byte == UInt8(ascii: "\r")
            if endsWithPrevious { continue }
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                if let event = endLine() { events.append(event) }
            } else {
                line.append(byte)
            }
            guard line.count <= limit, data.count <= limit else {
                throw MalformedResponse("an event is longer than \(limit) bytes")
            }
        }
        return events
    }

    private mutating func endLine() -> ServerSentEvent? {
        defer { line.removeAll(keepingCapacity: true) }
        if atStart {
            atStart = false
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        }
        if line.isEmpty { return dispatch() }
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        var value = line[min(colon + 1, line.endIndex)...]
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        switch String(decoding: line[..<colon], as: UTF8.self) {
        case "event":
            kind = String(decoding: value, as: UTF8.self)
        case "data":
            if hasData { data.append(UInt8(ascii: "\n")) }
            hasData = true
            data.append(contentsOf: value)
        case "id" where !value.contains(0):
            lastID = String(decoding: value, as: UTF8.self)
        default:
            // A comment (the heartbeat) or a field that is not ours.
            break
        }
        return nil
    }

    private mutating func dispatch() -> ServerSentEvent? {
        defer {
            data.removeAll(keepingCapacity: true)
            hasData = false
            kind = ""
        }
        guard hasData else { return nil }
        return ServerSentEvent(
            id: lastID, kind: kind.isEmpty ? "message" : kind, data: String(decoding: data, as: UTF8.self))
    }
}
