package import Model
import Synchronization

/// Hands stored events to those who follow them. A follower that does not keep up is ended, and reads on from the
/// journal.
package final class EventHub: Sendable {
    private struct State {
        var followers: [Int: AsyncStream<Event>.Continuation] = [:]
        var last = 0
    }

    private let state = Mutex(State())
    private static let buffer = 4096

    package init() {}

    package func follow() -> AsyncStream<Event> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Event.self, bufferingPolicy: .bufferingOldest(Self.buffer))
        let key = state.withLock { state in
            state.last += 1
            state.followers[state.last] = continuation
            return state.last
        }
        continuation.onTermination = { @Sendable [weak self] _ in
            self?.state.withLock { _ = $0.followers.removeValue(forKey: key) }
        }
        return stream
    }

    package func publish(_ events: [Event]) {
        let followers = state.withLock { Array($0.followers.values) }
        for follower in followers {
            for event in events {
                if case .dropped = follower.yield(event) {
                    follower.finish()
                    break
                }
            }
        }
    }

    /// Ends all streams, when the daemon does.
    package func finish() {
        for follower in state.withLock({ Array($0.followers.values) }) { follower.finish() }
    }
}
