import ArgumentParser
import Client
import Model
import Platform

struct EventsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "Show what happened in the fleet.",
        discussion: """
            With '--json -f' each event is one line of JSON.

            EXAMPLES:
              ccmux events
              ccmux events --session api -n 20
              ccmux events -f
              ccmux events --since 1042 --json
            """)

    @Flag(name: .shortAndLong, help: "Go on with new ones as they happen, until Ctrl-C.")
    var follow = false

    @Option(name: .long, help: "Only those after this one: ID or EPOCH-ID.")
    var since: String?

    @Option(name: [.customShort("n"), .long], help: "How many at most.")
    var limit = 50

    @Option(
        name: .long, help: "Only those of one session: a name, an id, or the beginning of one.",
        completion: SessionNames.completion)
    var session: String?

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...10_000).contains(limit) else { throw ValidationError("-n takes a number from 1 to 10000.") }
        if let since, EventPosition(since) == nil { throw ValidationError("'--since' takes ID or EPOCH-ID.") }
    }

    func run() throws {
        let context = try CommandContext()
        let position = since.flatMap { EventPosition($0) }
        if follow {
            let client = context.client()
            let wanted = try session.map { try client.session($0).session.id }
            try EventFollower(client: client, wanted: wanted, json: output.json).run(from: position)
        }
        let page = try context.client().events(since: position, limit: limit, session: session)
        if page.gap, !output.json { StandardStreams.report([EventFollower.gapNote]) }
        try output.print(page) {
            let clock = Clock(now: wallClock())
            return page.events.map { EventLine.text($0, clock: clock, colour: StandardStreams.colour) }
        }
    }
}
