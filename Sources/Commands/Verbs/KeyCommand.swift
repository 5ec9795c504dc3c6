import ArgumentParser
import Client
import Model

struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Press keys in a session's terminal.",
        discussion: """
            Keys are tmux's names (Enter, Escape, Up, C-c, M-x, F5) or single characters.

            EXAMPLES:
              ccmux key api Enter
              ccmux key api Down Down Enter
              ccmux key api C-c
            """)

    @Argument(help: "The session's name or id.", completion: SessionNames.completion)
    var name: String

    @Argument(help: ArgumentHelp("The keys, in order.", valueName: "key"))
    var keys: [String]

    @OptionGroup var output: OutputOptions

    func run() throws {
        try CommandContext().client().press(keys, in: name)
        try output.print(Done()) { ["\(name): \(keys.count == 1 ? "key" : "\(keys.count) keys") pressed."] }
    }
}
