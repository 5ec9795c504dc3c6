/// The wait before a relaunch: 1 s, doubling to 60 s, beginning again after an agent that lived for 60 s. One that
/// ends again and again is in the end only tried now and then.
package struct Backoff: Sendable, Hashable {
    /// Exits in a row of agents that did not live for `reset` seconds.
    package private(set) var failures = 0

    package static let first = 1.0
    package static let longest = 60.0
    package static let reset = 60.0

    package init() {}

    /// Seconds to wait after an agent that lived for `aliveSeconds`.
    ///
    /// - Parameters:
    ///   - limit: failures in a row from which on the wait is `probe` seconds; nil is never.
    package mutating func wait(
        afterAliveSeconds alive: Double, limit: Int? = nil, probe: Double? = nil
    ) -> Double {
        if alive >= Self.reset { failures = 0 }
        let wait = min(Self.longest, Self.first * Double(1 << min(failures, 10)))
        failures += 1
        guard let limit, let probe, failures >= max(2, limit) else { return wait }
        return max(wait, min(probe, 86_400))
    }
}
