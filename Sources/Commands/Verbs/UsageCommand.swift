import ArgumentParser
import Client
import Model
import Platform

struct UsageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "usage",
        abstract: "Show the tokens that agents used, and about what they cost.",
        discussion: """
            It counts what the transcripts of this machine say, those of conversations outside ccmux as well, each \
            message once. Costs are estimates from a table of prices; '--prices' prints it. Days and weeks are those of \
            the daemon's clock. A budget (budget.fleetPerDay, budget.sessionPerDay) that is used up holds prompts back \
            until the day ends, or until '--go-on'. docs/usage.md tells more.

            EXAMPLES:
              ccmux usage
              ccmux usage --by session
              ccmux usage --by session,day --since 7d
              ccmux usage --by model,month --csv
              ccmux usage --by block --json
              ccmux usage --prices
              ccmux usage --go-on api
            """)

    @Option(name: .long, help: "session, dir, model, day, week, month or block, or several with commas between.")
    var by: String?

    @Option(name: .long, help: "Only what was used since: 7d or 12h ago, 2026-11-21, 14:30, 2026-11-21T09:00.")
    var since: String?

    @Option(name: .long, help: "Only what was used before.")
    var until: String?

    @Flag(name: .long, help: "Print comma-separated values.")
    var csv = false

    @Flag(name: .long, help: "Print the table of prices.")
    var prices = false

    @Flag(
        name: .long,
        help: "Let what a budget holds go on for the rest of the day: of the session that is named, or of all.")
    var goOn = false

    @Argument(help: ArgumentHelp("With --go-on: the session.", valueName: "name"), completion: SessionNames.completion)
    var name: String?

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if name != nil, !goOn {
            throw ValidationError("A session is named with --go-on only; '--by session' shows all.")
        }
        if [csv, prices, goOn].filter({ $0 }).count > 1 || (csv && output.json) {
            throw ValidationError("--csv, --json, --prices and --go-on do not go together like that.")
        }
        _ = try keys
    }

    private var keys: [UsageKey] {
        get throws {
            try (by ?? "").split(separator: ",").map { word in
                if let key = UsageKey(rawValue: word == "directory" ? "dir" : String(word)) { return key }
                let names = UsageKey.allCases.map(\.rawValue)
                let nearest = NearestWord.find(String(word), among: names).map { " Did you mean '\($0)'?" } ?? ""
                throw ValidationError(
                    "--by takes \(names.joined(separator: ", ")), not '\(SafeText.oneLine(String(word)))'.\(nearest)")
            }
        }
    }

    func run() throws {
        let context = try CommandContext()
        let client = context.client()
        if prices {
            let list = try client.usagePrices()
            try output.print(list) { UsageLines.prices(list) }
            return
        }
        if goOn {
            let list = try client.goOn(name)
            try output.print(list) { [name.map { "\(SafeText.oneLine($0)) goes on." } ?? "All go on."] }
            return
        }
        let now = wallClock()
        var query = UsageQuery(keys: try keys)
        query.since = try since.map { try PastMoment.parse($0, now: now) }
        query.until = try until.map { try PastMoment.parse($0, now: now) }
        // What has columns needs something to have them by.
        if query.keys.isEmpty, csv || since != nil || until != nil { query.keys = [.day] }
        let report = try client.usage(query)
        if csv {
            try StandardStreams.write(lines: UsageLines.csv(report))
            return
        }
        try output.print(report) {
            let lines = UsageLines(report: report, clock: Clock(now: now), userHome: context.userHome)
            return lines.text(width: StandardStreams.outputWidth, colour: StandardStreams.colour)
        }
    }
}
