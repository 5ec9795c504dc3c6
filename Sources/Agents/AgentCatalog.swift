package import Config
package import Model

/// The kinds of agents that there are.
package struct AgentCatalog: Sendable {
    package let kinds: [any AgentKind]

    package init(_ kinds: [any AgentKind] = AgentCatalog.shipped) {
        self.kinds = kinds
    }

    package static let shipped: [any AgentKind] = [ClaudeAgent(), CodexAgent(), DemoAgentKind()]

    /// With the kinds that the user's files define, and what is wrong with those that define none.
    package static func whole(folder: String) -> (catalog: AgentCatalog, problems: [AgentDefinitions.Problem]) {
        let defined = DefinedAgentKinds.load(folder: folder)
        return (AgentCatalog(shipped + defined.kinds), defined.problems)
    }

    package func kind(_ name: String) -> (any AgentKind)? {
        kinds.first { $0.name == name }
    }

    /// - Throws: `.invalid`, with the kinds that there are.
    package func required(_ name: String) throws(CcmuxError) -> any AgentKind {
        if let kind = kind(name) { return kind }
        let names = kinds.map(\.name)
        throw CcmuxError(
            .invalid, "There is no agent kind '\(name)'.", advice: "Use one of: \(names.joined(separator: ", ")).",
            details: ["kinds": .array(names.map { .string($0) })])
    }
}
