package import Model
import Platform

/// The fleet's events for as long as somebody wants them. A daemon that ends is waited for, and the stream taken up
/// where it broke off; a daemon that does not run is never started by it.
package struct EventFeed: ~Copyable {
    package enum Item: Sendable, Hashable {
        case event(Event)
        /// Events between the last one and the next are no longer kept: only a look at the whole tells what they did.
        case gap
        /// The daemon is away. Said once; asking on waits for it.
        case away
        /// The stream had broken off and stands again. What a daemon saw while it started need not be among its events.
        case back
    }

    private var client: DaemonClient
    private var position: EventPosition
    private var stream: EventStream?
    private var wasCut = false
    private var toldAway = false
    /// A stream that ended before it had said anything is not asked for again at once.
    private var heardNothing = false

    private static let pauseBetweenTries = 0.25

    /// - Parameter position: where to begin; what happened before it is not told.
    package init(_ client: DaemonClient, after position: EventPosition) {
        self.client = client
        self.client.starter = nil
        self.position = position
    }

    /// The next item; nil when none has come before `deadline` (on the clock of `monotonicSeconds`).
    ///
    /// - Throws: what waiting cannot mend: the daemon refuses, or something else listens on its socket.
    package mutating func next(before deadline: Double = .infinity) throws(CcmuxError) -> Item? {
        while true {
            if let item = try read(before: deadline) { return item }
            guard monotonicSeconds() < deadline else { return nil }
            if wasCut, heardNothing {
                heardNothing = false
                rest(until: deadline)
            }
            if let item = try connect(before: deadline) { return item }
        }
    }

    /// The stream's next item; nil when there is no stream (any more), or none has come in time.
    private mutating func read(before deadline: Double) throws(CcmuxError) -> Item? {
        guard var current = stream.take() else { return nil }
        do throws(CcmuxError) {
            let message = try current.next(before: deadline)
            stream = consume current
            guard let message else { return nil }
            heardNothing = false
            switch message {
            case .gap: return .gap
            case .event(let event):
                position = EventPosition(epoch: event.epoch, id: event.id)
                return .event(event)
            }
        } catch {
            guard Self.isAbsence(error) else { throw error }
            wasCut = true
            return nil
        }
    }

    private mutating func connect(before deadline: Double) throws(CcmuxError) -> Item? {
        guard stream == nil else { return nil }
        var client = client
        client.timeout = min(client.timeout, max(0.01, deadline - monotonicSeconds()))
        do throws(CcmuxError) {
            stream = try client.follow(since: position)
            heardNothing = true
            toldAway = false
            guard wasCut else { return nil }
            wasCut = false
            return .back
        } catch {
            guard Self.isAbsence(error) else { throw error }
            wasCut = true
            if !toldAway {
                toldAway = true
                return .away
            }
            rest(until: deadline)
            return nil
        }
    }

    private func rest(until deadline: Double) {
        pause(seconds: min(Self.pauseBetweenTries, max(0, deadline - monotonicSeconds())))
    }

    private static func isAbsence(_ error: CcmuxError) -> Bool {
        error.code == .unavailable || error.code == .timedOut
    }
}
