import ArgumentParser
import Client
import Model
import Platform

struct ExternalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "external",
        abstract: "List conversations of this machine that ccmux does not run.",
        discussion: """
            Those of claude and codex that were begun without ccmux, newest first: of the last seven days, and older \
            ones that a process writes. WRITER is that process; with a '?' it is a guess by directory and time. \
            'ccmux adopt' makes a session of one.

            EXAMPLES:
              ccmux external
              ccmux external --dir ~/src/web --all
              ccmux external --json
            """)

    @Flag(name: .long, help: "Also older ones that nothing writes.")
    var all = false

    @Option(name: .long, help: "Only those of this directory.", completion: .directory)
    var dir: String?

    @Option(name: .long, help: "At most so many.")
    var limit = 200

    @OptionGroup var output: OutputOptions

    func run() throws {
        let context = try CommandContext()
        let list = try context.client().external(
            all: all, directory: try dir.map { try context.absolute($0) }, limit: limit)
        try output.print(list) {
            ExternalTable.lines(
                list, now: wallClock(), home: context.userHome, width: StandardStreams.outputWidth,
                colour: StandardStreams.colour)
        }
        guard !list.problems.isEmpty else { return }
        StandardStreams.report(list.problems.map { SafeText.oneLine($0.message) })
    }
}
