/// A manual page of section 1, in mdoc(7).
package struct ManualPage: Sendable {
    /// `ccmux`, `ccmux-new`, `ccmux-daemon-run`, …
    package var name: String
    package var text: String

    /// The page of `command` and those of all its subcommands that are shown.
    package static func all(_ command: HelpDump.Command) -> [ManualPage] {
        guard command.shouldDisplay ?? true, command.commandName != "help" else { return [] }
        return [ManualPage(command)] + (command.subcommands ?? []).flatMap(all)
    }

    init(_ command: HelpDump.Command) {
        let path = (command.superCommands ?? []) + [command.commandName]
        name = path.joined(separator: "-")
        let arguments = (command.arguments ?? []).filter(\.shouldDisplay)
        let subcommands = (command.subcommands ?? []).filter { ($0.shouldDisplay ?? true) && $0.commandName != "help" }
        var lines = [
            ".Dd $Mdocdate$", ".Dt \(Self.escaped(name).uppercased()) 1", ".Os", ".Sh NAME",
            ".Nm \(Self.escaped(name))",
            ".Nd \(Self.escaped(Self.withoutPeriod(command.abstract ?? "")))", ".Sh SYNOPSIS",
            ".Nm \(path.map(Self.escaped).joined(separator: " "))",
        ]
        if !subcommands.isEmpty { lines.append(".Ar command") }
        lines += arguments.map(Self.synopsis)
        lines.append(".Sh DESCRIPTION")
        let (description, examples) = Self.parts(command.discussion ?? "")
        lines += Self.paragraphs(description.isEmpty ? [command.abstract ?? ""] : description)
        if let aliases = command.aliases, !aliases.isEmpty {
            lines += [".Pp", Self.escaped("Also called \(aliases.joined(separator: ", ")).")]
        }
        if !arguments.isEmpty {
            lines += [".Bl -tag -width Ds"]
            for argument in arguments {
                lines += [".It " + Self.term(argument), Self.escaped(argument.abstract ?? "")]
            }
            lines.append(".El")
        }
        if !subcommands.isEmpty {
            lines += [".Sh COMMANDS", ".Bl -tag -width Ds"]
            for item in subcommands {
                lines += [
                    ".It Nm \(Self.escaped((path + [item.commandName]).joined(separator: " ")))",
                    Self.escaped(item.abstract ?? ""),
                ]
            }
            lines.append(".El")
        }
        if !examples.isEmpty { lines += [".Sh EXAMPLES", ".Bd -literal"] + examples.map(Self.escaped) + [".Ed"] }
        lines += [
            ".Sh EXIT STATUS", "0 done, 1 failed, 3 no such thing, 4 refused, 5 timed out, 64 wrong usage.",
            ".Sh SEE ALSO",
        ]
        lines += path.count > 1 ? [".Xr \(Self.escaped(path.dropLast().joined(separator: "-"))) 1"] : [".Xr tmux 1"]
        text = lines.joined(separator: "\n") + "\n"
    }

    /// The discussion in two: prose, and what stands under EXAMPLES without its indentation.
    static func parts(_ discussion: String) -> (description: [String], examples: [String]) {
        var lines = discussion.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var examples: [String] = []
        if let start = lines.firstIndex(of: "EXAMPLES:") {
            examples = lines[(start + 1)...].map { $0.hasPrefix("  ") ? String($0.dropFirst(2)) : $0 }
            lines.removeSubrange(start...)
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return (lines, examples)
    }

    private static func paragraphs(_ lines: [String]) -> [String] {
        lines.map { $0.isEmpty ? ".Pp" : escaped($0) }
    }

    private static func synopsis(_ argument: HelpDump.Argument) -> String {
        let repeated = argument.isRepeating ? " ..." : ""
        if argument.parsingStrategy == "postTerminator" { return ".Op Fl \\- \(term(argument))\(repeated)" }
        return argument.isOptional ? ".Op \(term(argument))\(repeated)" : ".\(term(argument))\(repeated)"
    }

    private static func term(_ argument: HelpDump.Argument) -> String {
        let value = "Ar " + escaped(argument.valueName ?? "value")
        guard argument.kind != .positional else { return value }
        let names = (argument.names ?? []).map { name in
            "Fl " + (name.kind == "long" ? "\\-" : "") + escaped(name.name)
        }
        return names.joined(separator: " , ") + (argument.kind == .option ? " " + value : "")
    }

    private static func withoutPeriod(_ text: String) -> String {
        text.hasSuffix(".") ? String(text.dropLast()) : text
    }

    /// Text that roff takes for nothing but text.
    static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "\\": result += "\\e"
            case "-": result += "\\-"
            case "'": result += "\\(aq"
            case "\"": result += "\\(dq"
            default: result.append(character)
            }
        }
        return result.hasPrefix(".") ? "\\&" + result : result
    }
}
