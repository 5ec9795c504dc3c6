import ArgumentParser
import Client
import Model

struct RegisterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "register",
        abstract: "Make a session without starting it ('new --no-start').",
        discussion: """
            EXAMPLES:
              ccmux register api ~/src/api --agent codex
              ccmux start api
            """)

    @Argument(help: "Its name: letters, digits, '_' and '-'.")
    var name: String

    @Argument(help: "The directory that the agent works in; the current one when left out.", completion: .directory)
    var dir: String?

    @OptionGroup var session: SessionOptions

    @Option(name: .long, help: "A prompt for the first start.")
    var prompt: String?

    @OptionGroup var output: OutputOptions

    @Argument(parsing: .postTerminator, help: "Flags for the agent, after '--'.")
    var flags: [String] = []

    func run() throws {
        let context = try CommandContext()
        var request = try session.request(name: name, dir: try context.absolute(dir ?? "."), flags: flags)
        request.prompt = prompt
        request.start = false
        let view = try context.client().create(request)
        try SessionOptions.report(view, output)
    }
}
