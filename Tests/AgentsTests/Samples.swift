import Agents
import Model
import Testing

enum Samples {
    static let placeholder = "{conversation}"

    /// Capabilities as the versions' help gives them.
    static let old = ClaudeAgent().capabilities(help: HelpFixtures.claude1, version: "2.1.1")
    static let middle = ClaudeAgent().capabilities(help: HelpFixtures.claude139, version: "2.1.139")
    static let new = ClaudeAgent().capabilities(help: HelpFixtures.claude329, version: "2.1.329")
    static let codex = CodexAgent().capabilities(help: HelpFixtures.codex, version: "0.163.0")
    static let demo = DemoAgentKind().capabilities(help: "", version: nil)

    static func record(
        agent: String = "claude", directory: String = "/nowhere/work", model: String? = nil, mode: String? = nil,
        flags: [String] = [], environment: [String: String] = [:], remoteControl: RemoteControl = .asUser,
        prompt: String? = nil
    ) throws -> SessionRecord {
        SessionRecord(
            id: try #require(SessionID("0123456789ab")), name: try #require(SessionName("api")), agent: agent,
            settings: SessionSettings(
                directory: directory, model: model, permissionMode: mode, flags: flags, environment: environment,
                remoteControl: remoteControl),
            firstPrompt: prompt, created: Timestamp(milliseconds: 0))
    }

    static func context(
        environment: [String: String] = [:], isRoot: Bool = false, remoteControl: RemoteControl = .asUser
    ) -> LaunchContext {
        LaunchContext(
            executable: "/bin/agent", ccmux: "/opt/ccmux", userHome: "/home/a", isRoot: isRoot,
            remoteControlPrefix: "local", remoteControl: remoteControl, environment: environment)
    }

    /// The arguments with a text of `--settings` replaced by `S`, and what it was.
    static func withoutSettings(_ arguments: [String]) -> (arguments: [String], settings: String?) {
        guard let index = arguments.firstIndex(of: "--settings"), index + 1 < arguments.count else {
            return (arguments, nil)
        }
        var rest = arguments
        rest[index + 1] = "S"
        return (rest, arguments[index + 1])
    }
}
