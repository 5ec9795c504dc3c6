import ArgumentParser
import Client
import Model
import Platform

struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the sessions, those that need you first.",
        discussion: """
            ● working   ◐ needs you   ○ idle   ◷ limited   ✕ error   · stopped
            A '*' marks a session whose running agent was launched with other settings than it has now.

            EXAMPLES:
              ccmux list
              ccmux ls --group backend
              ccmux list --archived --json
            """,
        aliases: ["ls"])

    @Flag(name: .long, help: "Also those that are archived.")
    var archived = false

    @Option(name: .long, help: "Only the sessions of this group.")
    var group: String?

    @OptionGroup var output: OutputOptions

    func run() throws {
        let context = try CommandContext()
        var list = try context.client().sessions(archived: archived)
        let isEmptyFleet = list.sessions.isEmpty
        if let group { list.sessions.removeAll { $0.group != group } }
        try output.print(list) { () throws(CcmuxError) in
            if isEmptyFleet { return ["No sessions yet. Make one with 'ccmux new NAME', or try 'ccmux demo'."] }
            if list.sessions.isEmpty { return ["No session is in the group '\(SafeText.oneLine(group ?? ""))'."] }
            return SessionTable(sessions: list.sessions, now: wallClock(), userHome: context.userHome)
                .lines(width: StandardStreams.outputWidth, colour: StandardStreams.colour)
        }
    }
}
