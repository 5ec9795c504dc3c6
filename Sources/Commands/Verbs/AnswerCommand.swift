import ArgumentParser
import Client
import Model
import Platform

struct AnswerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "answer",
        abstract: "Show what a session asks, and answer it.",
        discussion: """
            An answer is an option's number, 'yes', 'no', or an option's own words; of a question with several parts one \
            for each. Options are found by what they mean, and the same dialog must still be open.

            EXAMPLES:
              ccmux answer api                    what is asked, and the options
              ccmux answer api yes
              ccmux answer api no --note "use the staging database"
              ccmux answer api 2
              ccmux answer api Blue "1,3"         two questions
            """)

    @Argument(help: "The session's name or id.", completion: SessionNames.completion)
    var name: String

    @Argument(help: "A number, yes, no, or words; none shows what is asked.")
    var answers: [String] = []

    @Option(name: .long, help: "With a refusal: what the agent is told.")
    var note: String?

    @OptionGroup var output: OutputOptions

    func run() throws {
        let client = try CommandContext().client()
        guard !answers.isEmpty else {
            if note != nil { throw ValidationError("A note goes with an answer.") }
            let list = try client.question(of: name)
            return try output.print(list) {
                ApprovalText.lines(
                    list.approvals, now: wallClock(), whole: true, colour: StandardStreams.colour)
            }
        }
        let response = try client.answer(name, AnswerRequest(answers: answers, note: note))
        try output.print(response) { [ApprovalText.line(response)] }
    }
}
