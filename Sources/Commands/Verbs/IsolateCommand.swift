import ArgumentParser
import Client
import Model

struct IsolateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "isolate",
        abstract: "Move a session into a git worktree of its own, with its conversation.",
        discussion: """
            Its agent is stopped and launched anew there, on a branch of its own that begins at its directory's last \
            commit. Uncommitted changes are refused unless you say what becomes of them; in any case they also stay.

            EXAMPLES:
              ccmux isolate api
              ccmux isolate api fix/login --take-changes
            """)

    @Argument(help: "A name or an id.", completion: SessionNames.completion)
    var name: String

    @Argument(help: "The branch; 'ccmux/NAME' when left out.")
    var branch: String?

    @Flag(name: .long, help: "Copy uncommitted changes and untracked files into the worktree.")
    var takeChanges = false

    @Flag(name: .long, help: "Leave uncommitted changes where they are.")
    var leaveChanges = false

    @Flag(name: .long, help: "Leave the configured setup command out.")
    var noSetup = false

    @Flag(name: .long, help: "Interrupt an agent at work.")
    var force = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if takeChanges, leaveChanges {
            throw ValidationError("--take-changes and --leave-changes exclude each other.")
        }
    }

    func run() throws {
        let client = try CommandContext().client()
        var request = IsolateRequest(branch: branch)
        request.setup = noSetup ? false : nil
        request.changes = takeChanges ? "take" : leaveChanges ? "leave" : nil
        request.force = force ? true : nil
        var view = try client.isolate(name, request)
        try SetupFollower.follow(&view, client)
        try SessionOptions.report(view, output)
        ConflictWarning.report([view.name.text], client)
    }
}
