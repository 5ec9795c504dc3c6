import ArgumentParser
import Client
import Model

struct ArchiveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "archive",
        abstract: "End the agents of sessions and take them out of the usual list.",
        discussion: """
            'ccmux list --archived' shows them; 'ccmux start' brings one back with its conversation.

            EXAMPLES:
              ccmux archive api
            """)

    @Argument(help: "Names or ids.", completion: SessionNames.completion)
    var names: [String]

    @OptionGroup var output: OutputOptions

    func run() throws {
        let client = try CommandContext().client()
        let wishes = Wishes(names) { name throws(CcmuxError) in try client.archive(name) }
        try wishes.report(output, done: "archived", unchanged: "is archived already")
    }
}
