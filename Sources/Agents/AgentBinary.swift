package import Model
package import Platform
import Subprocess

/// An agent's program on this machine.
package struct AgentBinary: Sendable, Hashable {
    /// Absolute, as found: a link stays a link, so that the agent's own updates are followed.
    package var path: String
    package var stamp: FileStamp
}

/// Finds the agents' programs and asks each once what it can do.
package actor AgentBinaries {
    private let configured: [String: String]
    private let ccmux: String
    private var environment: [String: String]
    private var answers: [AgentBinary: AgentCapabilities] = [:]
    private var questions: [AgentBinary: Task<AgentCapabilities?, Never>] = [:]

    /// - Parameters:
    ///   - configured: kind → absolute path, from the configuration.
    ///   - ccmux: the path of the ccmux program.
    ///   - environment: the login environment, whose PATH is searched.
    package init(configured: [String: String], ccmux: String, environment: [String: String]) {
        self.configured = configured
        self.ccmux = ccmux
        self.environment = environment
    }

    /// - Throws: `.refused`, with the way to install it, when it is not on this machine.
    package func find(_ kind: any AgentKind) throws(CcmuxError) -> AgentBinary {
        if kind.isPartOfCcmux { return try binary(at: ccmux, of: kind) }
        if let path = kind.pathNames.lazy.compactMap({ self.configured[$0] }).first {
            return try binary(at: path, of: kind)
        }
        if kind.command.hasPrefix("/") { return try binary(at: kind.command, of: kind) }
        for folder in (environment["PATH"] ?? "").split(separator: ":") where folder.hasPrefix("/") {
            let path = "\(folder)/\(kind.command)"
            if Files.isExecutable(path), let stamp = Files.stamp(of: path) {
                return AgentBinary(path: path, stamp: stamp)
            }
        }
        throw notInstalled(kind, "is not on the PATH of your login shell")
    }

    private func binary(at path: String, of kind: any AgentKind) throws(CcmuxError) -> AgentBinary {
        guard Files.isExecutable(path), let stamp = Files.stamp(of: path) else {
            throw notInstalled(kind, "is not at \(path)")
        }
        return AgentBinary(path: path, stamp: stamp)
    }

    private func notInstalled(_ kind: any AgentKind, _ reason: String) -> CcmuxError {
        CcmuxError(
            .refused, "\(kind.name) \(reason).",
            advice:
                "Install it: \(kind.installation)\nOr name it: ccmux config set agents.paths.\(kind.name) /path/to/\(kind.command)"
        )
    }

    /// What the binary can do: asked once per path, size and time of change.
    ///
    /// - Throws: `.refused` when it does not even print its help.
    package func capabilities(of binary: AgentBinary, kind: any AgentKind) async throws(CcmuxError) -> AgentCapabilities
    {
        if let known = answers[binary] { return known }
        let question: Task<AgentCapabilities?, Never>
        if let running = questions[binary] {
            question = running
        } else {
            question = Task { [environment] in await Self.ask(binary, kind, environment) }
            questions[binary] = question
        }
        let answer = await question.value
        questions[binary] = nil
        guard let answer else {
            throw CcmuxError(
                .refused, "\(binary.path) does not answer to --help.", advice: "Try it by hand: \(binary.path) --help")
        }
        answers[binary] = answer
        return answer
    }

    private static func ask(
        _ binary: AgentBinary, _ kind: any AgentKind, _ environment: [String: String]
    ) async -> AgentCapabilities? {
        guard kind.answersHelp else {
            return kind.capabilities(help: "", version: kind.isPartOfCcmux ? ccmuxVersion : nil)
        }
        func print(_ flag: String) async -> String? {
            await OneShot.output(binary.path, [flag], environment: environment, seconds: 20, limit: 1 << 20)
                .map { String(decoding: $0, as: UTF8.self) }
        }
        guard let help = await print("--help"), help.contains("--") else { return nil }
        return kind.capabilities(help: help, version: await print("--version").flatMap(version))
    }

    /// The first word that looks like `1.2.3`.
    static func version(_ output: String) -> String? {
        output.split(whereSeparator: \.isWhitespace).first { word in
            word.first?.isNumber == true && word.split(separator: ".").count >= 2
        }.map(String.init)
    }
}
