import ArgumentParser
import Model

struct CompletionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions",
        abstract: "Print a completion script for a shell.",
        discussion: """
            It completes commands, options and the names of sessions.

            EXAMPLES:
              ccmux completions bash > ~/.local/share/bash-completion/completions/ccmux
              ccmux completions zsh > ~/.zfunc/_ccmux
              ccmux completions fish > ~/.config/fish/completions/ccmux.fish
            """)

    @Argument(help: "bash, zsh or fish.", completion: .list(["bash", "zsh", "fish"]))
    var shell: String

    @OptionGroup var output: OutputOptions

    func run() throws {
        guard let kind = CompletionShell(rawValue: shell) else {
            throw CcmuxError(.invalid, "There are completions for bash, zsh and fish, not for '\(shell)'.")
        }
        let script = RootCommand.completionScript(for: kind)
        try output.print(["shell": shell, "script": script]) { [script] }
    }
}
