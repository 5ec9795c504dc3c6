import ArgumentParser
import Client
import Model
import Platform

struct PeekCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "peek",
        abstract: "Print what is on a session's screen.",
        discussion: """
            What was last seen can still be read after the pane is gone. Where an agent keeps no scrollback, the lines \
            before those of its screen are from its transcript.

            EXAMPLES:
              ccmux peek api
              ccmux peek api -n 200      with scrollback
              ccmux peek api --ansi      with its colours
            """)

    @Argument(help: "A name, an id, or the beginning of one.", completion: SessionNames.completion)
    var name: String

    @Option(name: [.customShort("n"), .long], help: "How many lines from the end, scrollback included.")
    var lines: Int?

    @Flag(name: .long, help: "Keep the colours.")
    var ansi = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let lines, !(1...100_000).contains(lines) { throw ValidationError("-n takes a number from 1 to 100000.") }
    }

    func run() throws {
        let screen = try CommandContext().client().screen(name, lines: lines, ansi: ansi)
        if !output.json, !screen.live {
            let age = screen.capturedAt.map { " \(Age.text(seconds: Int(wallClock().seconds(since: $0)))) ago" } ?? ""
            StandardStreams.report(["ccmux: the pane is gone; this was last seen\(age)."])
        }
        if !output.json, screen.source == "transcript" {
            let note = "ccmux: the agent keeps no scrollback; this is from its transcript."
            StandardStreams.report([Style.faint.apply(note, colour: StandardStreams.errorColour)])
        }
        // A pane is often wider than the terminal that looks at it, where its rows would wrap.
        let width = StandardStreams.outputIsTerminal && !ansi ? Terminal.size(of: 1)?.columns : nil
        try output.print(screen) {
            screen.lines.map(ansi ? SafeText.styledLine : SafeText.oneLine).map { line in
                width.map { line.truncatedAtEnd(to: $0) } ?? line
            }
        }
    }
}
