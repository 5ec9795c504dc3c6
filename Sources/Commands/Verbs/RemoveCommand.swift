import ArgumentParser
import Client
import Model

struct RemoveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rm",
        abstract: "End sessions and forget them; their transcripts are kept.",
        discussion: """
            Asks first, unless '--yes' is given. 'ccmux archive' only puts a session out of sight.

            EXAMPLES:
              ccmux rm api
              ccmux rm --yes demo-api demo-web
            """)

    @Argument(help: "Names or ids.", completion: SessionNames.completion)
    var names: [String]

    @Flag(name: [.short, .long], help: "Do not ask.")
    var yes = false

    @OptionGroup var output: OutputOptions

    func run() throws {
        let client = try CommandContext().client()
        try confirm()
        let wishes = Wishes(names) { name throws(CcmuxError) in
            try client.remove(name)
            return .init(name: name, session: nil, error: nil, changed: true)
        }
        try wishes.report(output, done: "removed; its transcript is kept", unchanged: "")
    }

    private func confirm() throws(CcmuxError) {
        guard !yes else { return }
        guard StandardStreams.inputIsTerminal else {
            throw CcmuxError(
                .refused, "Nobody can be asked here, so nothing was removed.", advice: "Give '--yes' if you mean it.")
        }
        let list = SafeText.oneLine(Wishes.unique(names).joined(separator: ", "))
        let answer = StandardStreams.ask("Remove \(list)? The transcripts are kept. [y/N] ")
        guard ["y", "yes"].contains(answer?.lowercased()) else {
            throw CcmuxError(.refused, "Nothing was removed.")
        }
    }
}
