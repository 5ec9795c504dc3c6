import Model
import Platform

/// One request on its way: a connection, and what has arrived of the response.
struct Exchange: ~Copyable {
    private let socket: UnixSocket
    private var parser: ResponseParser
    private var buffer: [UInt8] = []

    /// Sends `request` over `socket`, which carries nothing else.
    init(
        _ request: Request, over socket: consuming UnixSocket, bodyLimit: Int, timeout: Double
    ) throws(CcmuxError) {
        guard socket.send(request.serialized, timeout: timeout) else {
            throw CcmuxError(
                .unavailable, "The daemon did not take the request.", advice: "See 'ccmux daemon status'.")
        }
        self.socket = socket
        parser = ResponseParser(bodyLimit: bodyLimit)
    }

    var descriptor: Int32 { socket.descriptor }
    var head: ResponseHead? { parser.head }
    var isComplete: Bool { parser.isComplete }

    mutating func takeBody() -> [UInt8] { parser.takeBody() }

    /// Waits for the next bytes, at most `timeout` seconds.
    ///
    /// - Throws: `.timedOut` when none came, `.unavailable` when the daemon went away, `.failed` for what is no HTTP.
    mutating func advance(timeout: Double) throws(CcmuxError) {
        let deadline = monotonicSeconds() + timeout
        buffer.removeAll(keepingCapacity: true)
        let count = socket.receive(into: &buffer, atMost: 1 << 16, timeout: timeout)
        do throws(MalformedResponse) {
            if let count, count > 0 {
                try parser.feed(buffer[...])
                return
            }
        } catch {
            throw CcmuxError(
                .failed, "The daemon's answer cannot be used: \(error.reason).",
                advice: "Is another program listening on its socket? See 'ccmux doctor'.")
        }
        if count == nil, monotonicSeconds() >= deadline {
            throw CcmuxError(
                .timedOut, "The daemon did not answer within \(Int(timeout.rounded(.up))) seconds.",
                advice: "See 'ccmux daemon status' and 'ccmux doctor'.")
        }
        do throws(MalformedResponse) {
            try parser.end()
        } catch {
            throw CcmuxError(
                .unavailable, "The daemon went away before it had answered.",
                advice: "Look at what was done with 'ccmux list', then try again.")
        }
    }

    /// The whole response, within `timeout` seconds.
    mutating func response(timeout: Double) throws(CcmuxError) -> Response {
        let deadline = monotonicSeconds() + timeout
        while !isComplete {
            let left = deadline - monotonicSeconds()
            do throws(CcmuxError) {
                try advance(timeout: max(0, left))
            } catch {
                guard error.code == .timedOut else { throw error }
                throw CcmuxError(
                    .timedOut, "The daemon did not answer within \(Int(timeout.rounded(.up))) seconds.",
                    advice: error.advice)
            }
        }
        return Response(status: head?.status ?? 0, body: takeBody())
    }
}

/// A complete response.
struct Response: Sendable {
    var status: Int
    var body: [UInt8]
}
