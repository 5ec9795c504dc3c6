/// The wait before a relaunch: 1 s, doubling to 60 s, beginning again after an agent that lived for 60 s.
package struct Backoff: Sendable, Hashable {
    /// Exits in a row of agents that did not live for `reset` seconds.
    package private(set) var failures = 0

    package static let first = 1.0
    package static let longest = 60.0
    package static let reset = 60.0

    package init() {}

    /// Seconds to wait after an agent that lived for `aliveSeconds`.
    package mutating func wait(afterAliveSeconds alive: Double) -> Double {
        if alive >= Self.reset { failures = 0 }
        let wait = min(Self.longest, Self.first * Double(1 << min(failures, 10)))
        failures += 1
        return wait
    }
}
