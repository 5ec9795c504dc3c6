import ArgumentParser
import Client
import Model

struct ReadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "read",
        abstract: "Take the mark '•' off sessions: you have seen that they finished.",
        discussion: """
            Going into a session does so as well.

            EXAMPLES:
              ccmux read api
              ccmux read api web
            """)

    @Argument(help: "Names or ids.", completion: SessionNames.completion)
    var names: [String]

    @OptionGroup var output: OutputOptions

    func run() throws {
        let client = try CommandContext().client()
        let wishes = Wishes(names) { name throws(CcmuxError) in
            try client.markRead(name)
            return .init(name: name, session: nil, error: nil, changed: true)
        }
        try wishes.report(output, done: "read", unchanged: "")
    }
}
