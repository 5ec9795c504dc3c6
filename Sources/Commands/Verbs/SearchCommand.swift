import ArgumentParser
import Client
import Model
import Platform

struct SearchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Find what was said in any conversation of this machine.",
        discussion: """
            All words must be there: 'word*' stands for every word that begins so, '"two words"' for these words side \
            by side, '-word' for texts without it (put the whole query in quotes, so that the shell leaves it alone). \
            Prompts, the agents' words and what their tools were about are looked through. docs/search.md tells more.

            EXAMPLES:
              ccmux search flaky test
              ccmux search '"connection refused" redis -docker' --since 7d
              ccmux search 'migrat*' --dir . --role user
              ccmux search flaky test --open 2
              ccmux search --screen 'permission denied'
              ccmux search --status
            """)

    @Argument(help: "What to look for.")
    var words: [String] = []

    @Option(
        name: .long, help: "Only one conversation: a session's name or id, or the conversation's uuid.",
        completion: SessionNames.completion)
    var session: String?

    @Option(name: .long, help: "Only what was said in this directory or below it.", completion: .directory)
    var dir: String?

    @Option(name: .long, help: "Only what was said since: 2h, 7d, 14:30, yesterday, 2026-11-20.")
    var since: String?

    @Option(name: .long, help: "Only what was said until then.")
    var until: String?

    @Option(
        name: .long, help: "Only what this one said: user, agent or tool.",
        completion: .list(["user", "agent", "tool"]))
    var role: String?

    @Option(name: [.customShort("n"), .long], help: "How many at most.")
    var limit = 20

    @Flag(name: .long, help: "Search the fleet's screens instead, for this text as it stands, without regard to case.")
    var screen = false

    @Option(name: .long, help: "Show the conversation around this hit.")
    var open: Int?

    @Flag(name: .long, help: "Show how far the index is.")
    var status = false

    @Flag(name: .long, help: "Throw the index away and make it anew.")
    var rebuild = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if status || rebuild {
            guard words.isEmpty, !screen, !(status && rebuild) else {
                throw ValidationError("'--status' and '--rebuild' stand alone.")
            }
            return
        }
        guard !words.isEmpty else { throw ValidationError("Say what to look for.") }
        guard (1...SearchRequest.most).contains(limit) else {
            throw ValidationError("-n takes a number from 1 to \(SearchRequest.most).")
        }
        if let role, !SearchRole.all.contains(where: { $0.rawValue == role }) {
            throw ValidationError("'--role' takes user, agent or tool.")
        }
        if screen, dir != nil || since != nil || until != nil || role != nil || open != nil {
            throw ValidationError("'--screen' goes with '--session' and '-n' only.")
        }
        if let open, !(1...SearchRequest.most).contains(open) { throw ValidationError("There is no hit \(open).") }
        for text in [since, until].compactMap(\.self) {
            do throws(MomentText.Unreadable) { _ = try PastMoment.parse(text, now: wallClock()) } catch {
                throw ValidationError(error.reason + ".")
            }
        }
    }

    func run() throws {
        let context = try CommandContext()
        let client = context.client()
        let clock = Clock(now: wallClock())
        let colour = StandardStreams.colour
        if status || rebuild {
            let status = try rebuild ? client.rebuildSearch() : client.searchStatus()
            return try output.print(status) { SearchLines.lines(status) }
        }
        let text = words.joined(separator: " ")
        if screen {
            let page = try client.searchScreens(text, session: session, limit: limit)
            return try output.print(page) { SearchLines.lines(page, clock, colour: colour) }
        }
        var request = SearchRequest(query: text, limit: max(limit, open ?? 1))
        request.directory = try dir.map { path throws(CcmuxError) in try context.absolute(path) }
        request.since = try since.map { try PastMoment.parse($0, now: clock.now) }
        request.until = try until.map { try PastMoment.parse($0, now: clock.now) }
        request.role = role.map { SearchRole(rawValue: $0) }
        let page = try client.search(request, session: session)
        if let open { return try show(open, of: page) }
        try output.print(page) { SearchLines.lines(page, clock, home: context.userHome, colour: colour) }
        let notes = SearchLines.notes(page)
        if !output.json, !notes.isEmpty { StandardStreams.report(notes) }
    }

    private func show(_ number: Int, of page: SearchPage) throws {
        guard page.hits.indices.contains(number - 1) else {
            throw CcmuxError(.notFound, "There are \(page.hits.count) hits, and no hit \(number).")
        }
        var arguments = SearchLines.command(page.hits[number - 1])
        // Of two transcripts of one conversation it is this one that has the offset.
        if arguments.count > 1 { arguments[1] = page.hits[number - 1].path }
        guard RootCommand.commandNames.contains(arguments[0]) else {
            return try StandardStreams.write(lines: ["ccmux " + arguments.joined(separator: " ")])
        }
        if output.json { arguments.append("--json") }
        var command = try RootCommand.parseAsRoot(arguments)
        try command.run()
    }
}
