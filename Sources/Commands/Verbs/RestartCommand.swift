import ArgumentParser
import Client
import Model

struct RestartCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restart",
        abstract: "Relaunch the agents of sessions, with their conversations.",
        discussion: """
            The daemon does it, one after the other, so it goes on even where it ends the very agent that asked for it.

            EXAMPLES:
              ccmux restart api
              ccmux restart api web
              ccmux restart --all
            """)

    @Argument(help: "Names or ids.", completion: SessionNames.completion)
    var names: [String] = []

    @Flag(name: .long, help: "All sessions that are wanted to run.")
    var all = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if all, !names.isEmpty { throw ValidationError("Either names or '--all', not both.") }
        if !all, names.isEmpty { throw ValidationError("Which sessions? Give names, or '--all'.") }
    }

    func run() throws {
        let client = try CommandContext().client()
        let request = all ? RestartRequest(all: true) : RestartRequest(names: Wishes.unique(names))
        let named = Set(names)
        let quiet = !StandardStreams.errorIsTerminal || output.json || (!all && named.count == 1)
        let response = try client.restart(request) { event in
            guard !quiet, event.kind == "agent.started", let name = event.name?.text, all || named.contains(name) else {
                return
            }
            StandardStreams.report(["\(name): was restarted"])
        }
        if all, response.outcomes.isEmpty {
            throw CcmuxError(
                .notFound, "No session is wanted to run, so there is nothing to restart.",
                advice: "'ccmux list' shows the fleet; 'ccmux new NAME' makes a session.")
        }
        // What was told as it came need not be told again.
        let rest = quiet ? response.outcomes : response.outcomes.filter { $0.error != nil || !$0.changed }
        try Wishes(outcomes: output.json ? response.outcomes : rest).report(
            output, done: "restarted", unchanged: "was not running")
    }
}
