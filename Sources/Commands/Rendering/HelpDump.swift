/// What the parser tells of its commands (`--experimental-dump-help`), as far as the manual needs it.
package struct HelpDump: Decodable, Sendable {
    package var command: Command

    package struct Command: Decodable, Sendable {
        package var superCommands: [String]?
        package var shouldDisplay: Bool?
        package var commandName: String
        package var aliases: [String]?
        package var abstract: String?
        package var discussion: String?
        package var subcommands: [Command]?
        package var arguments: [Argument]?
    }

    package struct Argument: Decodable, Sendable {
        package var kind: Kind
        package var shouldDisplay: Bool
        package var isOptional: Bool
        package var isRepeating: Bool
        package var names: [Name]?
        package var valueName: String?
        /// `postTerminator` for what stands behind `--`.
        package var parsingStrategy: String?
        package var abstract: String?

        package enum Kind: String, Decodable, Sendable {
            case positional
            case option
            case flag
        }
    }

    package struct Name: Decodable, Sendable {
        package var kind: String
        package var name: String
    }
}
