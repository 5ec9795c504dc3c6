import ArgumentParser

struct UpdateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "update",
        abstract: "Bring the newest release into use, or go back; the agents go on.",
        discussion: """
            A candidate that was staged on this machine comes first. A release is taken when its signature, size and \
            hash are right and its own check on a copy of the database succeeds; a daemon that is not healthy within \
            a minute is replaced by the one before. 'ccmux config set autoUpdate true' does it unasked.

            '--check' changes nothing and exits with 0 when there is something newer, with 3 when there is not.

            EXAMPLES:
              ccmux update
              ccmux update --check
              ccmux update --rollback
            """)

    @Flag(name: .long, help: "Only say whether there is something newer.")
    var check = false

    @Flag(name: .long, help: "Go back to the version before, and leave this one out of automatic updates.")
    var rollback = false

    @Option(name: .long, help: ArgumentHelp("Take this version, older or in quarantine or not.", valueName: "version"))
    var to: String?

    @Option(name: .long, help: "Take the newest release of this channel, this once.")
    var channel: String?

    @Flag(name: .long, help: .hidden)
    var faultPoints = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if check && rollback { throw ValidationError("Either '--check' or '--rollback'.") }
        if rollback && (to != nil || channel != nil) {
            throw ValidationError("'--rollback' goes to the version before; '--to' goes to any.")
        }
    }

    func run() throws {
        try DaemonProgram.replaceProcess(arguments)
    }

    /// For the heavy program.
    var arguments: [String] {
        var words = ["update"]
        if check { words.append("--check") }
        if rollback { words.append("--rollback") }
        if let to { words += ["--to", to] }
        if let channel { words += ["--channel", channel] }
        if faultPoints { words.append("--fault-points") }
        return words + (output.json ? ["--json"] : [])
    }
}
