import ArgumentParser
import Client
import Model

struct ForkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fork",
        abstract: "Start a new session from another one's conversation so far.",
        discussion: """
            The new session has the same agent and settings, and a copy of the conversation under a uuid of its own. \
            The original goes on as it is, also in the middle of a turn: the copy has what was written until now.

            EXAMPLES:
              ccmux fork api api-2
              ccmux fork api try --directory ~/src/api-try
            """)

    @Argument(help: "The session to begin from.", completion: SessionNames.completion)
    var name: String

    @Argument(help: "The new session's name.")
    var new: String

    @Option(name: .long, help: "Work in another directory.", completion: .directory)
    var directory: String?

    @Flag(name: .long, help: "Only make the session; 'ccmux start' starts it.")
    var noStart = false

    @OptionGroup var output: OutputOptions

    func run() throws {
        let context = try CommandContext()
        let request = ForkRequest(
            name: new, dir: try directory.map { try context.absolute($0) }, start: noStart ? false : nil)
        try AdoptionText.report(try context.client().fork(name, request), output)
    }
}
