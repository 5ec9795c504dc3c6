import ArgumentParser
import Client
import Model

struct WakeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wake",
        abstract: "Launch the agents of hibernated sessions again, with their conversations.",
        discussion: """
            EXAMPLES:
              ccmux wake api
              ccmux wake api web docs
            """)

    @Argument(help: "Names or ids.", completion: SessionNames.completion)
    var names: [String]

    @OptionGroup var output: OutputOptions

    func run() throws {
        let client = try CommandContext().client()
        let wishes = Wishes(names) { name throws(CcmuxError) in try client.wake(name) }
        try wishes.report(output, done: "awake", unchanged: "is awake already")
    }
}
