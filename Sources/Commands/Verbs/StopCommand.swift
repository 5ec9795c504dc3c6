import ArgumentParser
import Client
import Model

struct StopCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "End the agents of sessions; they stay ended until 'ccmux start'.",
        discussion: """
            EXAMPLES:
              ccmux stop api
              ccmux stop api web docs
            """)

    @Argument(help: "Names or ids.", completion: SessionNames.completion)
    var names: [String]

    @OptionGroup var output: OutputOptions

    func run() throws {
        let client = try CommandContext().client()
        let wishes = Wishes(names) { name throws(CcmuxError) in try client.stop(name) }
        try wishes.report(output, done: "stopped", unchanged: "is stopped already")
    }
}
