package import Model
import Platform

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// `POST /v1/restart`: which sessions.
package struct RestartRequest: Sendable, Hashable, Codable {
    package var all: Bool?
    package var names: [String]?

    package init(all: Bool? = nil, names: [String]? = nil) {
        self.all = all
        self.names = names
    }
}

extension DaemonClient {
    /// Restarts several sessions, one after the other. The daemon does it, so it goes on when the caller ends.
    ///
    /// - Parameter progress: is given the events of the fleet that happen meanwhile.
    package func restart(
        _ request: RestartRequest, progress: (Event) -> Void
    ) throws(CcmuxError) -> WishResponse {
        for name in request.names ?? [] { _ = try Self.path(name) }
        // The stream first, so that no event of the restarts is missed.
        var stream = Optional(try follow(since: nil))
        var exchange = try begin(
            Request(.post, "/v1/restart", body: try JSONCoding.bytes(request)), timeout: timeout)
        let limit = 3600.0
        let deadline = monotonicSeconds() + limit
        while !exchange.isComplete {
            guard monotonicSeconds() < deadline else {
                throw CcmuxError(
                    .timedOut, "The restarts are not done after an hour.",
                    advice: "See 'ccmux list' for how far they are.")
            }
            if let watched = stream.take() {
                stream = pump(watched, waitingFor: exchange.descriptor, progress)
                guard Self.isReadable(exchange.descriptor, within: 0) else { continue }
            }
            try exchange.advance(timeout: deadline - monotonicSeconds())
        }
        return try Self.answer(try exchange.response(timeout: 0), as: WishResponse.self)
    }

    /// Waits until the response or an event comes, and hands on the events; nil once the stream has ended.
    private func pump(
        _ stream: consuming EventStream, waitingFor response: Int32, _ progress: (Event) -> Void
    ) -> EventStream? {
        do throws(CcmuxError) {
            for case .event(let event) in try stream.buffered() { progress(event) }
            if stream.hasEnded { return nil }
            var items = [
                pollfd(fd: response, events: Int16(POLLIN), revents: 0),
                pollfd(fd: stream.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&items, 2, 1000) > 0, items[1].revents != 0 else { return .some(stream) }
            try stream.read(timeout: 0.1)
            for case .event(let event) in try stream.buffered() { progress(event) }
            return .some(stream)
        } catch {
            return nil
        }
    }

    private static func isReadable(_ descriptor: Int32, within seconds: Double) -> Bool {
        var item = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&item, 1, Int32(seconds * 1000)) > 0
    }
}
