import Foundation

/// How long tests with random input go on.
package enum Fuzz {
    /// `CCMUX_FUZZ`, the number of inputs of each test; 2,000 where it says nothing.
    package static let count = number("CCMUX_FUZZ").flatMap { Int($0) } ?? 2000
    /// `CCMUX_SEED`, so that a long run need not try what another one has.
    package static let seed = number("CCMUX_SEED").flatMap { UInt64($0) }

    private static func number(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }
}
