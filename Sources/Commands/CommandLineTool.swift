import ArgumentParser
import Model

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// `ccmux` as people type it.
package enum CommandLineTool {
    /// Does what `arguments` (without the program's name) say, and exits with its status.
    package static func run(_ arguments: [String]) -> Never {
        exit(status(arguments))
    }

    private static func status(_ arguments: [String]) -> Int32 {
        if arguments == ["_names"] {
            SessionNames.print()
            return 0
        }
        var arguments = arguments
        if arguments == ["--version"] { arguments = ["version"] }
        if arguments.isEmpty { arguments = [StandardStreams.outputIsTerminal ? "list" : "--help"] }
        do {
            var command = try command(arguments)
            try command.run()
            return 0
        } catch let error as CcmuxError {
            StandardStreams.report(FailureText.lines(error))
            return FailureText.exitStatus(error)
        } catch let error as Reported {
            return error.status
        } catch {
            return report(error)
        }
    }

    /// What the arguments ask for.
    ///
    /// `list` is asked for all the time: where it can be parsed alone, the whole tree of commands is not built. Its help
    /// and its errors come from the tree.
    private static func command(_ arguments: [String]) throws -> any ParsableCommand {
        if let verb = arguments.first, verb == "list" || verb == "ls",
            let list = try? ListCommand.parse(Array(arguments.dropFirst()))
        {
            return list
        }
        do {
            return try RootCommand.parseAsRoot(arguments)
        } catch {
            try refuseUnknownCommand(arguments)
            throw error
        }
    }

    /// A word that is no command gets the nearest one, which the parser would not tell.
    private static func refuseUnknownCommand(_ arguments: [String]) throws(CcmuxError) {
        guard let word = arguments.first, !word.hasPrefix("-") else { return }
        if RootCommand.commandNames.contains(word) || word == "help" { return }
        let nearest = NearestWord.find(word, among: RootCommand.shownCommandNames + ["help"])
        throw CcmuxError(
            .invalid, "There is no command '\(SafeText.oneLine(word))'.",
            advice: nearest.map { "Did you mean 'ccmux \($0)'?" } ?? "'ccmux help' lists the commands.")
    }

    /// Help and its like go to stdout; what the parser found wrong to stderr, in this program's form.
    private static func report(_ error: any Error) -> Int32 {
        let status = RootCommand.exitCode(for: error).rawValue
        let message = RootCommand.fullMessage(for: error, columns: StandardStreams.outputWidth)
        guard !message.isEmpty else { return status }
        if status == 0 {
            try? StandardStreams.write(lines: [message])
        } else if message.hasPrefix("Error: ") {
            StandardStreams.report(["ccmux: \(message.dropFirst("Error: ".count))"])
        } else {
            StandardStreams.report(["ccmux: \(message)"])
        }
        return status
    }
}
