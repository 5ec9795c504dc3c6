import ArgumentParser
import Client
import Model

struct StartCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Start stopped, archived or blocked sessions, with their conversations.",
        discussion: """
            A session whose conversation cannot be found is blocked rather than started blank; '--fresh' begins a new one.

            EXAMPLES:
              ccmux start api
              ccmux start api web
              ccmux start api --fresh
            """)

    @Argument(help: "Names or ids.", completion: SessionNames.completion)
    var names: [String]

    @Flag(name: .long, help: "Begin a new conversation where the old one cannot be found.")
    var fresh = false

    @OptionGroup var output: OutputOptions

    func run() throws {
        let client = try CommandContext().client()
        let request = StartRequest(fresh: fresh ? true : nil)
        let wishes = Wishes(names) { name throws(CcmuxError) in try client.start(name, request) }
        try wishes.report(output, done: "started", unchanged: "is started already")
        ConflictWarning.report(wishes.outcomes.filter { $0.error == nil }.map(\.name), client)
    }
}
