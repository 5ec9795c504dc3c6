import ArgumentParser

struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Look at the configuration, or change it.",
        discussion: """
            The file is commented TOML; 'set' changes one line of it and leaves the rest, comments too, as it is.

            EXAMPLES:
              ccmux config show
              ccmux config get tmux.socket
              ccmux config set agents.default codex
            """,
        subcommands: [Show.self, Path.self, Get.self, Set.self, Unset.self])

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print all settings, with the values that hold.",
            discussion: """
                EXAMPLES:
                  ccmux config show
                """)

        @OptionGroup var output: OutputOptions

        func run() throws { try ConfigCommand.run(["show"], output) }
    }

    struct Path: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print where the file is.",
            discussion: """
                EXAMPLES:
                  ccmux config path
                  $EDITOR "$(ccmux config path)"
                """)

        @OptionGroup var output: OutputOptions

        func run() throws { try ConfigCommand.run(["path"], output) }
    }

    struct Get: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print one setting.",
            discussion: """
                EXAMPLES:
                  ccmux config get tmux.socket
                """)

        @Argument(help: "Its name, with dots.")
        var key: String

        @OptionGroup var output: OutputOptions

        func run() throws { try ConfigCommand.run(["get", key], output) }
    }

    struct Set: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change one setting.",
            discussion: """
                EXAMPLES:
                  ccmux config set tmux.socket work
                """)

        @Argument(help: "Its name, with dots.")
        var key: String

        @Argument(help: "What it shall be.")
        var value: String

        @OptionGroup var output: OutputOptions

        func run() throws { try ConfigCommand.run(["set", key, value], output) }
    }

    struct Unset: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let the default hold for one setting.",
            discussion: """
                EXAMPLES:
                  ccmux config unset tmux.socket
                """)

        @Argument(help: "Its name, with dots.")
        var key: String

        @OptionGroup var output: OutputOptions

        func run() throws { try ConfigCommand.run(["unset", key], output) }
    }

    private static func run(_ words: [String], _ output: OutputOptions) throws {
        let options = output.json ? ["--json"] : []
        try DaemonProgram.replaceProcess(["config"] + words + options)
    }
}
