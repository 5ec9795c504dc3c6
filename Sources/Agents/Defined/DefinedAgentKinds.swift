package import Config
import Model

/// The kinds that files define, ready to be added to a catalog.
package struct DefinedAgentKinds: Sendable {
    /// By name.
    package var kinds: [DefinedAgentKind]
    /// Files that define no kind, and why.
    package var problems: [AgentDefinitions.Problem]

    /// Reads all files of a folder; it never fails.
    ///
    /// - Parameters:
    ///   - folder: `~/.ccmux/agents`; it need not exist.
    ///   - shipped: what the files may extend, and whose names they may not take.
    package static func load(
        folder: String, shipped: [any AgentKind] = AgentCatalog.shipped
    ) -> DefinedAgentKinds {
        let definitions = AgentDefinitions.load(folder: folder, shipped: shipped.map(\.name))
        let kinds = definitions.usable.map { definition in
            DefinedAgentKind(
                definition, base: shipped.first { $0.name == definition.extends } ?? GenericAgent(definition))
        }
        return DefinedAgentKinds(kinds: kinds, problems: definitions.problems)
    }
}
