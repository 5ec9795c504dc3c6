import ArgumentParser
import Client
import Model
import Platform

struct TranscriptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "transcript",
        abstract: "Show what was said in a conversation.",
        discussion: """
            Reads the agent's own transcript, of a session, of any conversation on this machine by its uuid, or of a \
            file. Shows the last \(defaultTurns) turns, on a terminal through $PAGER. A turn is a prompt and all that \
            followed from it.

            JSON has everything, whatever the other flags say. With '--json -f' or '--json --all' each turn is a line; \
            a turn that has grown comes again, with the same id.

            EXAMPLES:
              ccmux transcript api
              ccmux transcript api --tail 3 --tools
              ccmux transcript api --since 2h
              ccmux transcript api --at 48213                'offset' of an item, as JSON and search tell it
              ccmux transcript api -f
              ccmux transcript api --last-message
              ccmux transcript api --json                    its 'cursor' is what --after takes
              ccmux transcript ./copy-of-a-transcript.jsonl --all --markdown
            """)

    static let defaultTurns = 20

    @Argument(help: "A session, a conversation's uuid, or a file.", completion: SessionNames.completion)
    var what: String

    @Option(name: .long, help: "How many turns from the end.")
    var tail: Int?

    @Flag(name: .long, help: "All turns, from the beginning.")
    var all = false

    @Option(name: .long, help: "Only turns that went on at or after a time: \(PastMoment.forms).")
    var since: String?

    @Option(
        name: .long, help: "The turn in which this byte of the transcript lies, and those around it.")
    var at: Int?

    @Option(name: .long, help: "Only what was written after the page that gave this cursor.")
    var after: String?

    @Flag(name: .shortAndLong, help: "Go on with what is written, until Ctrl-C.")
    var follow = false

    @Flag(name: .long, help: "Print Markdown instead of text.")
    var markdown = false

    @Flag(name: .long, help: "Show the input and the result of each tool call.")
    var tools = false

    @OptionGroup var options: TranscriptOptions

    @Flag(name: .long, help: "Print only what the agent said last, as it is.")
    var lastMessage = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let tail, !(1...10_000).contains(tail) { throw ValidationError("--tail takes a number from 1 to 10000.") }
        let parts = [tail == nil ? nil : "--tail", all ? "--all" : nil, since.map { _ in "--since" }]
        let given = (parts + [after.map { _ in "--after" }, at.map { _ in "--at" }]).compactMap(\.self)
        if let at, at < 0 { throw ValidationError("--at takes a number of bytes.") }
        guard given.count <= 1 else { throw ValidationError("\(given[0]) and \(given[1]) do not go together.") }
        if output.json, markdown { throw ValidationError("--json and --markdown do not go together.") }
        if follow, markdown || all || lastMessage {
            throw ValidationError("-f goes with text and --json, not with --markdown, --all or --last-message.")
        }
        if lastMessage, output.json || markdown || !given.isEmpty {
            throw ValidationError("--last-message stands alone.")
        }
        if let since {
            do throws(MomentText.Unreadable) {
                _ = try PastMoment.parse(since, now: wallClock())
            } catch {
                throw ValidationError("--since: \(error.reason).")
            }
        }
    }

    func run() throws {
        let context = try CommandContext()
        let client = context.client()
        let word = try context.transcriptWord(what)
        if lastMessage { return try printLastMessage(word, client) }
        if all { return try printWhole(word, client) }
        let page = try client.transcript(word, part())
        if follow {
            try TranscriptFollower(client: client, word: word, json: output.json, view: view).run(from: page)
        }
        if output.json { return try output.print(page) { [] } }
        if page.turns.isEmpty, after == nil { StandardStreams.report(["ccmux: nothing was said."]) }
        if markdown { return try printMarkdown(page) }
        let width = StandardStreams.outputWidth
        let colour = StandardStreams.colour
        try Pager.run { () throws(CcmuxError) in
            if page.hasEarlier, after == nil, since == nil {
                try StandardStreams.write(lines: [Style.faint.apply(Self.earlierNote, colour: colour)])
            }
            var text = TranscriptText(
                source: page.source, view: view, clock: Clock(now: wallClock()), width: width, colour: colour,
                place: page.place)
            for turn in page.turns { try StandardStreams.write(lines: text.lines(turn)) }
            if page.hasLater == true {
                try StandardStreams.write(lines: [Style.faint.apply(Self.laterNote, colour: colour)])
            }
        }
    }

    private static let earlierNote = "[earlier turns are left out: --tail N, --since TIME or --all shows them]"

    private static let laterNote = "[later turns are left out: --since TIME or --all shows them]"

    private var view: TranscriptView {
        TranscriptView(tools: tools, thinking: options.thinking, meta: options.meta)
    }

    private func part() throws -> DaemonClient.TranscriptPart {
        if let after { return .after(after) }
        if let at { return .at(at) }
        if let since { return .since(try PastMoment.parse(since, now: wallClock())) }
        return .tail(tail ?? Self.defaultTurns)
    }

    private func printMarkdown(_ page: TranscriptPage) throws(CcmuxError) {
        let markdown = TranscriptMarkdown(source: page.source, clock: Clock(now: wallClock()))
        try StandardStreams.write(lines: markdown.head(page.source))
        for turn in page.turns { try StandardStreams.write(lines: markdown.lines(view.shown(turn))) }
    }

    private func printWhole(_ word: String, _ client: DaemonClient) throws(CcmuxError) {
        if output.json {
            return try client.wholeTranscript(word) { _ in
            } each: { turn throws(CcmuxError) in
                try StandardStreams.write(try JSONCoding.bytes(turn) + [UInt8(ascii: "\n")])
            }
        }
        let width = StandardStreams.outputWidth
        let colour = StandardStreams.colour
        let clock = Clock(now: wallClock())
        var text: TranscriptText?
        var page: TranscriptMarkdown?
        let show = { () throws(CcmuxError) in
            try client.wholeTranscript(word) { head throws(CcmuxError) in
                text = TranscriptText(source: head.source, view: view, clock: clock, width: width, colour: colour)
                page = TranscriptMarkdown(source: head.source, clock: clock)
                if markdown, let page { try StandardStreams.write(lines: page.head(head.source)) }
            } each: { turn throws(CcmuxError) in
                let lines = markdown ? page?.lines(view.shown(turn)) : text?.lines(turn)
                try StandardStreams.write(lines: lines ?? [])
            }
        }
        if markdown { try show() } else { try Pager.run(show) }
    }

    private func printLastMessage(_ word: String, _ client: DaemonClient) throws(CcmuxError) {
        // Mostly it is near the end; an agent may have been asked for much and have said nothing.
        for turns in [3, 100] {
            let page = try client.transcript(word, .tail(turns))
            let said = page.turns.flatMap(\.items).last { $0.kind == .said && $0.thread == nil && !$0.text.isEmpty }
            guard let said else {
                if page.hasEarlier { continue }
                break
            }
            if let more = TranscriptWords.cut(said.cutBytes) { StandardStreams.report(["ccmux: \(more)"]) }
            if StandardStreams.outputIsTerminal {
                try StandardStreams.write(lines: SafeText.lines(said.text))
            } else {
                try StandardStreams.write(Array(said.text.utf8) + [UInt8(ascii: "\n")])
            }
            return
        }
        throw CcmuxError(.notFound, "The agent has said nothing in this conversation.")
    }
}
