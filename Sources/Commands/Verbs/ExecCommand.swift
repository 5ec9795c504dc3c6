import ArgumentParser
import Client
import Model

struct ExecCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exec",
        abstract: "Make a session, start it and give it a prompt, in one.",
        discussion: """
            EXAMPLES:
              ccmux exec fix-login -- Find out why logging in fails with an umlaut
              ccmux exec notes --dir ~/notes --agent codex -- "Sort these notes"

            The prompt stands behind '--'.
            """)

    @Argument(help: "Its name: letters, digits, '_' and '-'.")
    var name: String

    @Option(
        name: .long, help: "The directory that the agent works in; the current one when left out.",
        completion: .directory)
    var dir: String?

    @OptionGroup var session: SessionOptions

    @Argument(parsing: .postTerminator, help: "The prompt; its words are joined by one space.")
    var prompt: [String]

    @OptionGroup var output: OutputOptions

    func run() throws {
        let context = try CommandContext()
        let view = try context.client().create(try request(context))
        try SessionOptions.report(view, output)
    }

    func request(_ context: CommandContext) throws(CcmuxError) -> NewSessionRequest {
        let text = prompt.joined(separator: " ")
        guard !text.isEmpty else { throw CcmuxError(.invalid, "The prompt is empty.") }
        var request = try session.request(name: name, dir: try context.absolute(dir ?? "."), flags: [])
        request.prompt = text
        return request
    }
}
