package import Model
import Platform

/// The daemon's events as they happen. Blocking; ends when the daemon does.
package struct EventStream: ~Copyable {
    package enum Message: Sendable, Hashable {
        case event(Event)
        /// Events between the last one and the next are no longer kept.
        case gap
    }

    private var exchange: Exchange
    private var parser = EventStreamParser()
    private var ready: [Message] = []
    /// Heartbeats come every 15 s: a stream that is silent for longer is dead.
    private static let silenceLimit = 45.0

    init(_ exchange: consuming Exchange) {
        self.exchange = exchange
    }

    var descriptor: Int32 { exchange.descriptor }
    var hasEnded: Bool { exchange.isComplete }

    /// The next message; nil when none has come before `deadline` (on the clock of `monotonicSeconds`).
    ///
    /// - Throws: `.unavailable` when the daemon ended, `.timedOut` when not even its heartbeat comes.
    package mutating func next(before deadline: Double = .infinity) throws(CcmuxError) -> Message? {
        while true {
            try parseArrived()
            if !ready.isEmpty { return ready.removeFirst() }
            if exchange.isComplete { throw CcmuxError(.unavailable, "The daemon ended its stream of events.") }
            let left = deadline - monotonicSeconds()
            guard left > 0 else { return nil }
            do throws(CcmuxError) {
                try exchange.advance(timeout: min(left, Self.silenceLimit))
            } catch {
                guard error.code == .timedOut, monotonicSeconds() >= deadline else { throw error }
                return nil
            }
        }
    }

    /// What has been read already and not been handed out. It may have come together with the head of the response, so
    /// that waiting for the descriptor alone would not bring it to light.
    mutating func buffered() throws(CcmuxError) -> [Message] {
        try parseArrived()
        defer { ready = [] }
        return ready
    }

    /// Reads what the descriptor has, waiting at most `timeout` seconds for it.
    mutating func read(timeout: Double) throws(CcmuxError) {
        if !exchange.isComplete { try exchange.advance(timeout: timeout) }
    }

    private mutating func parseArrived() throws(CcmuxError) {
        do throws(MalformedResponse) {
            for item in try parser.feed(exchange.takeBody()) {
                if item.kind == "gap" {
                    ready.append(.gap)
                } else if let event = try? JSONCoding.decode(Event.self, from: item.data.utf8) {
                    ready.append(.event(event))
                }
            }
        } catch {
            throw CcmuxError(.failed, "The stream of events cannot be read: \(error.reason).")
        }
    }
}
