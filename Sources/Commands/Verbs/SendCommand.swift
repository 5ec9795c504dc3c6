import ArgumentParser
import Client
import Model

struct SendCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Give a session's agent a prompt.",
        discussion: """
            Words are joined by one space; '-' alone takes the text from stdin as it is. After '--' the text may begin \
            with '-'.

            EXAMPLES:
              ccmux send api Run the tests and fix what fails
              ccmux send api - < task.md
              ccmux send api -- --verbose does not work, why?
            """)

    @Argument(help: "The session's name or id.", completion: SessionNames.completion)
    var name: String

    @Argument(help: ArgumentHelp("The text, or '-' for stdin.", valueName: "text"))
    var words: [String]

    @OptionGroup var output: OutputOptions

    func run() throws {
        let text = words == ["-"] ? try StandardStreams.readInput() : words.joined(separator: " ")
        guard !text.isEmpty else { throw CcmuxError(.invalid, "The text is empty; nothing was sent.") }
        try CommandContext().client().send(text, to: name)
        try output.print(Done()) { ["\(name): sent."] }
    }
}
