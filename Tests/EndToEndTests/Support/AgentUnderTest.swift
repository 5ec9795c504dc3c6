import Testing

/// An agent that the scenarios are played with.
enum AgentUnderTest: Hashable, Sendable, CustomTestStringConvertible {
    case demo
    /// Of that version.
    case claude(String)
    case codex(String)

    static let real: [AgentUnderTest] = claudes + [.codex("0.163.0")]
    static let claudes: [AgentUnderTest] = [.claude("2.1.1"), .claude("2.1.139"), .claude("2.1.329")]

    /// For what depends on no version.
    static let newest: [AgentUnderTest] = [.claude("2.1.329")]

    var kind: String {
        switch self {
        case .demo: "demo"
        case .claude: "claude"
        case .codex: "codex"
        }
    }

    var testDescription: String {
        switch self {
        case .demo: "demo"
        case .claude(let version): "claude \(version)"
        case .codex(let version): "codex \(version)"
        }
    }

    var isReal: Bool { self != .demo }
    var isCodex: Bool { kind == "codex" }

    /// The program that the lab installs; nil for our own.
    var program: String? {
        switch self {
        case .demo: nil
        case .claude(let version): "\(RealAgents.folder)/claude-\(version)"
        case .codex(let version): "\(RealAgents.folder)/codex-\(version)"
        }
    }
}
