import ArgumentParser
import Client
import Model
import Platform

struct OutboxCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox",
        abstract: "Show the prompts on their way, and why they wait.",
        discussion: """
            A prompt waits while a menu is open, while a person's draft stands in the composer or a person types, until \
            its time comes, and behind those before it.

            EXAMPLES:
              ccmux outbox
              ccmux outbox api --all
              ccmux outbox show 17
              ccmux outbox cancel 17 18
            """,
        subcommands: [List.self, Show.self, Cancel.self], defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List them; this is what 'outbox' alone does.",
            discussion: """
                EXAMPLES:
                  ccmux outbox
                  ccmux outbox api --all -n 50
                """)

        @Argument(
            help: "Only those of one session: a name, an id, or the beginning of one.",
            completion: SessionNames.completion)
        var name: String?

        @Flag(name: .long, help: "Also those that are delivered, failed or cancelled.")
        var all = false

        @Option(name: [.customShort("n"), .long], help: "How many at most, the newest.")
        var limit = 200

        @OptionGroup var output: OutputOptions

        func validate() throws {
            guard (1...10_000).contains(limit) else { throw ValidationError("-n takes a number from 1 to 10000.") }
        }

        func run() throws {
            let page = try CommandContext().client().outbox(session: name, all: all, limit: limit)
            try output.print(page) { () throws(CcmuxError) in
                guard !page.deliveries.isEmpty else {
                    let note = all ? "Nothing was sent." : "No prompt is on its way."
                    guard StandardStreams.outputWidth != nil else {
                        StandardStreams.report([note])
                        return []
                    }
                    return [note]
                }
                return OutboxTable(page.deliveries, clock: Clock(now: wallClock()))
                    .lines(width: StandardStreams.outputWidth, colour: StandardStreams.colour)
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show one in full, with its text.",
            discussion: """
                EXAMPLES:
                  ccmux outbox show 17
                """)

        @Argument(help: "Its number, as 'outbox' lists it.")
        var id: Int64

        @OptionGroup var output: OutputOptions

        func validate() throws { try OutboxCommand.check([id]) }

        func run() throws {
            let report = try CommandContext().client().delivery(id)
            try output.print(report) {
                DeliveryText.lines(
                    report.delivery, clock: Clock(now: wallClock()), colour: StandardStreams.colour)
            }
        }
    }

    struct Cancel: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take prompts out that have not been typed yet.",
            discussion: """
                EXAMPLES:
                  ccmux outbox cancel 17
                  ccmux outbox cancel 17 18
                """)

        @Argument(help: "Their numbers, as 'outbox' lists them.")
        var ids: [Int64]

        @OptionGroup var output: OutputOptions

        func validate() throws { try OutboxCommand.check(ids) }

        func run() throws {
            let client = try CommandContext().client()
            var cancelled: [Delivery] = []
            var errors: [CcmuxError] = []
            for id in ids {
                do throws(CcmuxError) {
                    cancelled.append(try client.cancelDelivery(id))
                } catch {
                    errors.append(error)
                    StandardStreams.report(FailureText.lines(error, about: String(id)))
                    if error.code == .unavailable { break }
                }
            }
            try output.print(OutboxPage(deliveries: cancelled)) {
                cancelled.map { "\($0.id) (\(DeliveryText.name($0))): \(DeliveryText.fate($0))" }
            }
            if !errors.isEmpty { throw Reported(status: FailureText.exitStatus(errors)) }
        }
    }

    fileprivate static func check(_ ids: [Int64]) throws {
        if let wrong = ids.first(where: { $0 < 1 }) {
            throw ValidationError("'\(wrong)' is not the number of a prompt.")
        }
    }
}
