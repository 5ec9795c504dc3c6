import ArgumentParser
import Client
import Model

struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Tell how a session's state was decided.",
        discussion: """
            SINCE is for how long a source has said so, SEEN how long ago it was last seen to. Is the state wrong? \
            'ccmux report-misread' writes down what there was to see.

            EXAMPLES:
              ccmux explain api
              ccmux explain api --json
            """)

    @Argument(help: "A name, an id, or the beginning of one.", completion: SessionNames.completion)
    var name: String

    @OptionGroup var output: OutputOptions

    func run() throws {
        let explanation = try CommandContext().client().explanation(name)
        try output.print(explanation) {
            ExplanationText.lines(
                explanation, width: StandardStreams.outputWidth, colour: StandardStreams.colour)
        }
    }
}
