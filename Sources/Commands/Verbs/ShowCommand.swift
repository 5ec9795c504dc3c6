import ArgumentParser
import Client
import Model
import Platform

struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show all there is to know of a session.",
        discussion: """
            EXAMPLES:
              ccmux show api
              ccmux show api --env      the variables that its agent gets, secrets masked
              ccmux show api --json
            """)

    @Argument(help: "A name, an id, or the beginning of one.", completion: SessionNames.completion)
    var name: String

    @Flag(name: .long, help: "Show the agent's environment instead.")
    var env = false

    @OptionGroup var output: OutputOptions

    func run() throws {
        let client = try CommandContext().client()
        let colour = StandardStreams.colour
        if env {
            let environment = try client.environment(name)
            try output.print(environment) { DetailText.lines(environment, colour: colour) }
        } else {
            let detail = try client.session(name)
            try output.print(detail) { DetailText.lines(detail, clock: Clock(now: wallClock()), colour: colour) }
        }
    }
}
