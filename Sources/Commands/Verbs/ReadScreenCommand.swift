import ArgumentParser
import Model

struct ReadScreenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "read-screen",
        abstract: "Say what a captured screen shows, for those who write kinds of agents.",
        discussion: """
            From the screen and the title alone, by the same readers that the daemon uses. A capture is what \
            'tmux capture-pane -p -e' prints; without colours ('-p' alone) it is read as well.

            EXAMPLES:
              tmux capture-pane -p -e -t api | ccmux read-screen - --agent claude
              ccmux read-screen menu.ansi --agent codex --title '⠇ api' --json
            """)

    @Argument(help: "A file, or '-' for stdin.", completion: .file())
    var file: String

    @Option(name: .long, help: "The kind of agent whose reader is used.")
    var agent: String

    // A title may begin with anything.
    @Option(name: .long, parsing: .unconditional, help: "The pane's title.")
    var title: String?

    @Option(name: .long, help: "How many columns the pane had; the longest row's when left out.")
    var width: Int?

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if file.isEmpty { throw ValidationError("Which file? '-' is stdin.") }
        if agent.isEmpty { throw ValidationError("'--agent' takes the name of a kind.") }
        if let width, !(1...10_000).contains(width) {
            throw ValidationError("'--width' takes a number from 1 to 10000.")
        }
    }

    func run() throws {
        try DaemonProgram.replaceProcess(arguments)
    }

    /// For the heavy program. A file's name that begins with '-' must not look like an option there.
    var arguments: [String] {
        let path = file.hasPrefix("-") && file != "-" ? "./" + file : file
        var words = ["read-screen", path, "--agent", agent]
        if let title { words += ["--title", title] }
        if let width { words += ["--width", String(width)] }
        return words + (output.json ? ["--json"] : [])
    }
}
