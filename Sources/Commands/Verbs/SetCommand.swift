import ArgumentParser
import Client
import Model

struct SetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Change a setting of a session, for its next launch.",
        discussion: """
            A running agent keeps what it was launched with; 'ccmux list' marks it until then. '--restart' does it now.

            EXAMPLES:
              ccmux set api model opus --restart
              ccmux set api model --unset           the agent's own choice again
              ccmux set api mode acceptEdits
              ccmux set api dir ~/src/api
              ccmux set api env PORT=8080 EMPTY= -DEBUG
              ccmux set api env --unset DEBUG
              ccmux set api flags -- --verbose
              ccmux set api group backend
              ccmux set api rc off
              ccmux set api yolo on                 permissions are answered yes, at once and from now on
              ccmux set api budget 5                USD a day, then its prompts wait
            """)

    @Argument(help: "The session's name or id.", completion: SessionNames.completion)
    var name: String

    @Argument(
        help: "model, mode, dir, flags, env, group, rc, yolo or budget.", completion: .list(SettingChange.settings))
    var setting: String

    @Argument(parsing: .allUnrecognized, help: "What it shall be; 'env' takes K=V to set and -K to remove.")
    var values: [String] = []

    @Flag(name: .long, help: "Clear it; with 'env', remove the variables that are named.")
    var unset = false

    @Flag(name: .long, help: "Restart the session, so that it applies now.")
    var restart = false

    @OptionGroup var output: OutputOptions

    func run() throws {
        let context = try CommandContext()
        let patch = try patch(context)
        let client = context.client()
        var view = try client.change(name, patch)
        if restart {
            let outcome = try client.restart(name)
            if let error = outcome.error { throw error }
            view = outcome.session ?? view
        }
        try output.print(view) { () throws(CcmuxError) in
            let change = "\(view.name): \(setting) is \(unset && setting != "env" ? "cleared" : "set")"
            if view.pending.isEmpty { return [change + "."] }
            return [
                change + "; the running agent keeps the old until its next launch "
                    + "('ccmux restart \(view.name)')."
            ]
        }
    }

    func patch(_ context: CommandContext) throws(CcmuxError) -> SessionPatch {
        // The terminator itself is among what the parser did not recognise.
        var words = values
        if let terminator = words.firstIndex(of: "--") { words.remove(at: terminator) }
        return try SettingChange.patch(setting, values: words, unset: unset) { path throws(CcmuxError) in
            try context.absolute(path)
        }
    }
}
