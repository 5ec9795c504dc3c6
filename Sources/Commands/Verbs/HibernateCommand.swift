import ArgumentParser
import Client
import Model

struct HibernateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hibernate",
        abstract: "End the agents of sessions for a while: place and conversation stay.",
        discussion: """
            A prompt, a terminal that is attached, a key in the pane, 'wake' and 'start' bring the agent back with its
            conversation. Refused while a turn goes on, a menu is open, a text waits in the composer, work goes on in the
            background, prompts wait or a terminal shows it.

            EXAMPLES:
              ccmux hibernate api
              ccmux hibernate --force api web
            """)

    @Argument(help: "Names or ids.", completion: SessionNames.completion)
    var names: [String]

    @Flag(name: .long, help: "Also where a turn, a text or work in the background is lost.")
    var force = false

    @OptionGroup var output: OutputOptions

    func run() throws {
        let client = try CommandContext().client()
        let wishes = Wishes(names) { name throws(CcmuxError) in try client.hibernate(name, force: force) }
        try wishes.report(output, done: "hibernated", unchanged: "is hibernated already")
    }
}
