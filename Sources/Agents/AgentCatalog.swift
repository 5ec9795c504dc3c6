package import Config
package import Model

/// The kinds of agents that there are.
package struct AgentCatalog: Sendable {
    package let kinds: [any AgentKind]
    /// Files that were to define a kind and do not.
    package let problems: [AgentDefinitions.Problem]

    package init(_ kinds: [any AgentKind] = AgentCatalog.shipped, problems: [AgentDefinitions.Problem] = []) {
        self.kinds = kinds
        self.problems = problems
    }

    package static let shipped: [any AgentKind] = [ClaudeAgent(), CodexAgent(), DemoAgentKind()]

    /// With the kinds that the user's files define.
    ///
    /// - Parameter folder: `~/.ccmux/agents`; it need not exist.
    package static func whole(folder: String) -> AgentCatalog {
        let defined = DefinedAgentKinds.load(folder: folder)
        return AgentCatalog(shipped + defined.kinds, problems: defined.problems)
    }

    package func kind(_ name: String) -> (any AgentKind)? {
        kinds.first { $0.name == name }
    }

    /// - Throws: `.invalid`, with the kinds that there are; `.configuration` where a file should define it and is wrong.
    package func required(_ name: String) throws(CcmuxError) -> any AgentKind {
        if let kind = kind(name) { return kind }
        if let problem = problems.first(where: { $0.kind == name }) { throw problem.error }
        let names = kinds.map(\.name)
        throw CcmuxError(
            .invalid, "There is no agent kind '\(name)'.", advice: "Use one of: \(names.joined(separator: ", ")).",
            details: ["kinds": .array(names.map { .string($0) })])
    }
}
