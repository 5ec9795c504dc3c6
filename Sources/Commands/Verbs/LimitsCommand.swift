import ArgumentParser
import Client
import Model
import Platform

struct LimitsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "limits",
        abstract: "Show accounts at a usage limit, and what becomes of their sessions.",
        discussion: """
            At a limit all agents of an account stop. ccmux answers their menus with 'stop and wait', holds back prompts \
            for them, and sends each on once the limit is reset, if nobody has touched it meanwhile. docs/limits.md \
            tells more.

            EXAMPLES:
              ccmux limits
              ccmux limits --json
              ccmux limits clear claude:me@example.org
            """,
        subcommands: [LimitsShowCommand.self, LimitsClearCommand.self], defaultSubcommand: LimitsShowCommand.self)
}

struct LimitsShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show accounts at a usage limit (the default).",
        discussion: """
            EXAMPLES:
              ccmux limits show --json
            """)

    @OptionGroup var output: OutputOptions

    func run() throws {
        let list = try CommandContext().client().limits()
        try output.print(list) { LimitLines.lines(list, Clock(now: wallClock()), colour: StandardStreams.colour) }
    }
}

struct LimitsClearCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clear",
        abstract: "Take an account's limit for over.",
        discussion: """
            Prompts for its sessions go again. Sessions that it stopped are left to you; with '--resume' they are sent \
            on, one after the other, as at the reset.

            EXAMPLES:
              ccmux limits clear claude:me@example.org
              ccmux limits clear claude:me --resume
            """)

    @Argument(help: "The account, or the beginning of its name.")
    var account: String

    @Flag(name: .long, help: "Send its sessions on.")
    var resume = false

    @OptionGroup var output: OutputOptions

    func run() throws {
        let list = try CommandContext().client().clearLimit(account, resuming: resume)
        try output.print(list) { ["The limit of \(SafeText.oneLine(account)) is taken for over."] }
    }
}
