/// Reads an HTTP/1.1 response from bytes that arrive in any pieces. Pure: it neither reads nor waits.
package struct ResponseParser: Sendable {
    /// Known once the whole head has arrived.
    package private(set) var head: ResponseHead?
    /// The whole body has arrived.
    package private(set) var isComplete = false

    private var state = State.head
    private var pending: [UInt8] = []
    private var body: [UInt8] = []
    private let bodyLimit: Int
    private static let headLimit = 64 << 10
    private static let chunkLineLimit = 256

    private enum State: Sendable {
        case head
        case length(left: Int)
        case chunkSize
        case chunk(left: Int)
        case chunkEnd
        case trailers
        case untilClose
        case complete
    }

    /// - Parameter bodyLimit: how many bytes of body may lie here before they are taken.
    package init(bodyLimit: Int) {
        self.bodyLimit = bodyLimit
    }

    /// Takes the next bytes off the wire; those after the end of the response are ignored.
    package mutating func feed(_ bytes: ArraySlice<UInt8>) throws(MalformedResponse) {
        var rest = bytes
        while !rest.isEmpty, !isComplete {
            switch state {
            case .head:
                try feedHead(&rest)
            case .length(let left):
                let count = min(left, rest.count)
                try append(rest.prefix(count))
                rest = rest.dropFirst(count)
                state = .length(left: left - count)
                if left == count { finish() }
            case .chunkSize:
                guard let line = try takeLine(&rest) else { return }
                let size = try Self.chunkSize(line)
                state = size == 0 ? .trailers : .chunk(left: size)
            case .chunk(let left):
                let count = min(left, rest.count)
                try append(rest.prefix(count))
                rest = rest.dropFirst(count)
                state = left == count ? .chunkEnd : .chunk(left: left - count)
            case .chunkEnd:
                guard let line = try takeLine(&rest) else { return }
                guard line.isEmpty else { throw MalformedResponse("a chunk is longer than it said") }
                state = .chunkSize
            case .trailers:
                guard let line = try takeLine(&rest) else { return }
                if line.isEmpty { finish() }
            case .untilClose:
                try append(rest)
                return
            case .complete:
                return
            }
        }
    }

    /// The other end closed the connection.
    package mutating func end() throws(MalformedResponse) {
        if case .untilClose = state { finish() }
        guard isComplete else { throw MalformedResponse("it ended in the middle") }
    }

    /// What has arrived of the body since the last call.
    package mutating func takeBody() -> [UInt8] {
        defer { body.removeAll(keepingCapacity: true) }
        return body
    }

    private mutating func feedHead(_ rest: inout ArraySlice<UInt8>) throws(MalformedResponse) {
        while let byte = rest.popFirst() {
            pending.append(byte)
            guard pending.count <= Self.headLimit else { throw MalformedResponse("its head is too long") }
            guard byte == UInt8(ascii: "\n"), let size = Self.terminatorSize(pending) else { continue }
            let parsed = try ResponseHead(parsing: pending.dropLast(size))
            pending.removeAll(keepingCapacity: true)
            // An interim answer (RFC 9110, 15.2) stands before the real one.
            guard parsed.status >= 200 else { continue }
            head = parsed
            switch try parsed.framing() {
            case .length(0): finish()
            case .length(let length):
                guard length <= bodyLimit else { throw tooLong }
                state = .length(left: length)
            case .chunked: state = .chunkSize
            case .untilClose: state = .untilClose
            }
            return
        }
    }

    /// How many bytes at the end of `bytes` are the empty line that ends a head; nil when none is there.
    private static func terminatorSize(_ bytes: [UInt8]) -> Int? {
        if bytes.suffix(4).elementsEqual("\r\n\r\n".utf8) { return 4 }
        return bytes.suffix(2).elementsEqual("\n\n".utf8) ? 2 : nil
    }

    private mutating func takeLine(_ rest: inout ArraySlice<UInt8>) throws(MalformedResponse) -> [UInt8]? {
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\n") {
                if pending.last == UInt8(ascii: "\r") { pending.removeLast() }
                defer { pending.removeAll(keepingCapacity: true) }
                return pending
            }
            pending.append(byte)
            guard pending.count <= Self.chunkLineLimit else { throw MalformedResponse("a chunk has no size") }
        }
        return nil
    }

    private static func chunkSize(_ line: [UInt8]) throws(MalformedResponse) -> Int {
        let digits = line.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: " ") }
        let isHex = digits.allSatisfy { byte in
            (48...57).contains(byte) || (65...70).contains(byte) || (97...102).contains(byte)
        }
        guard isHex, (1...15).contains(digits.count), let size = Int(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw MalformedResponse("a chunk has no size") }
        return size
    }

    private mutating func append(_ bytes: ArraySlice<UInt8>) throws(MalformedResponse) {
        guard body.count + bytes.count <= bodyLimit else { throw tooLong }
        body.append(contentsOf: bytes)
    }

    private var tooLong: MalformedResponse {
        MalformedResponse("it is longer than \(bodyLimit) bytes")
    }

    private mutating func finish() {
        state = .complete
        isComplete = true
    }
}
