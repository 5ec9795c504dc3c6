import ArgumentParser
import Client
import Model
import Platform

struct ApprovalsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approvals",
        abstract: "List what waits for an answer in the fleet; approve or deny it.",
        discussion: """
            EXAMPLES:
              ccmux approvals
              ccmux approvals approve k3f
              ccmux approvals deny k3f --note "not on this branch"
            """,
        subcommands: [ListApprovals.self, ApproveCommand.self, DenyCommand.self],
        defaultSubcommand: ListApprovals.self)
}

struct ListApprovals: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Every open permission, question and plan, the longest open first.",
        discussion: """
            EXAMPLES:
              ccmux approvals
              ccmux approvals list --json
            """)

    @OptionGroup var output: OutputOptions

    func run() throws {
        let list = try CommandContext().client().approvals()
        try output.print(list) {
            ApprovalText.lines(list.approvals, now: wallClock(), whole: false, colour: StandardStreams.colour)
        }
    }
}

struct ApproveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Say yes to one.",
        discussion: """
            EXAMPLES:
              ccmux approvals approve k3f
            """)

    @Argument(help: "Its id, as the list shows it.")
    var id: String

    @OptionGroup var output: OutputOptions

    func run() throws {
        let response = try CommandContext().client().answer(approval: id, AnswerRequest(answers: ["yes"]))
        try output.print(response) { [ApprovalText.line(response)] }
    }
}

struct DenyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deny", abstract: "Say no to one.",
        discussion: """
            With a note the agent reads the reason and goes on; without one its turn ends.

            EXAMPLES:
              ccmux approvals deny k3f
              ccmux approvals deny k3f --note "not on this branch"
            """)

    @Argument(help: "Its id, as the list shows it.")
    var id: String

    @Option(name: .long, help: "What the agent is told.")
    var note: String?

    @OptionGroup var output: OutputOptions

    func run() throws {
        let response = try CommandContext().client().answer(
            approval: id, AnswerRequest(answers: ["no"], note: note))
        try output.print(response) { [ApprovalText.line(response)] }
    }
}
