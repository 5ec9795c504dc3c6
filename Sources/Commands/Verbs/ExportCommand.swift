import ArgumentParser
import Client
import Model
import Platform
import Transcripts

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a conversation as one page that can be read and shared.",
        discussion: """
            The page needs nothing from elsewhere and runs nothing. Secrets that can be told by their shape (keys, \
            tokens, passwords) are hidden, and how many is said: what looks like nothing stays, so read the page before \
            you share it. Without --output it is NAME.html in the current directory.

            EXAMPLES:
              ccmux export api
              ccmux export api --markdown --output api.md
              ccmux export 0f6c1b52-6a5e-4c0e-9d55-3f2b8f1f6a11 --no-tools --output -
            """)

    @Argument(help: "A session, a conversation's uuid, or a file.", completion: SessionNames.completion)
    var what: String

    @Flag(name: .long, help: "A page for browsers; this is the default.")
    var html = false

    @Flag(name: .long, help: "Markdown.")
    var markdown = false

    @Option(
        name: .shortAndLong, help: "The file to write; '-' for stdout.", completion: .file())
    var output: String?

    @Flag(name: .long, help: "Replace the file if it is there.")
    var force = false

    @Flag(name: .long, inversion: .prefixedNo, help: "Hide secrets.")
    var redact = true

    @Flag(name: .long, inversion: .prefixedNo, help: "With the input and the result of each tool call.")
    var tools = true

    @OptionGroup var options: TranscriptOptions

    @OptionGroup var report: OutputOptions

    func validate() throws {
        if html, markdown { throw ValidationError("--html and --markdown do not go together.") }
        if output == "-", report.json { throw ValidationError("--json reports on a file; give --output FILE.") }
    }

    func run() throws {
        let context = try CommandContext()
        let client = context.client()
        let word = try context.transcriptWord(what)
        var page = ExportedPage(
            isMarkdown: markdown, view: TranscriptView(tools: tools, thinking: options.thinking, meta: options.meta),
            redacts: redact, clock: Clock(now: wallClock()))
        if output == "-" {
            try write(word, client, &page) { lines throws(CcmuxError) in try StandardStreams.write(lines: lines) }
            return StandardStreams.report(["ccmux: \(page.summary)"])
        }
        let path = try context.absolute(output ?? defaultName(word))
        var file = try OutputFile(path, replacing: force)
        try write(word, client, &page) { lines throws(CcmuxError) in try file.write(lines: lines) }
        try file.finish()
        if report.json {
            try report.print(
                Report(path: path, turns: page.turns, redacted: redact, hidden: page.hidden)
            ) { [] }
        } else {
            StandardStreams.report(["ccmux: \(SafeText.oneLine(path)): \(page.summary)"])
        }
    }

    private struct Report: Encodable {
        var path: String
        var turns: Int
        var redacted: Bool
        /// How many of each shape.
        var hidden: [String: Int]
    }

    private func write(
        _ word: String, _ client: DaemonClient, _ page: inout ExportedPage,
        _ put: ([String]) throws(CcmuxError) -> Void
    ) throws(CcmuxError) {
        // One page for both closures, which only one at a time uses.
        var current = page
        defer { page = current }
        try client.wholeTranscript(word) { head throws(CcmuxError) in
            try put(current.begin(head.source))
        } each: { turn throws(CcmuxError) in
            try put(current.lines(turn))
        }
        try put(current.end())
    }

    /// The session's name or the uuid, or what the file is called.
    private func defaultName(_ word: String) -> String {
        var name = String(word.split(separator: "/").last ?? "transcript")
        if name.hasSuffix(".jsonl") { name.removeLast(6) }
        return name + (markdown ? ".md" : ".html")
    }
}
