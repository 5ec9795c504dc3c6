import ArgumentParser
import Client
import Model

struct NewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Make a session and start its agent.",
        discussion: """
            The session is kept alive from then on: its agent comes back, with the same conversation, until \
            'ccmux stop'.

            EXAMPLES:
              ccmux new api
              ccmux new web ~/src/web --agent codex --model gpt-5-codex
              ccmux new docs ~/src/docs --prompt "Bring the README up to date"
              ccmux new fix ~/src/web --worktree
              ccmux new ci . --env CI=1 --no-start -- --verbose
            """)

    @Argument(help: "Its name: letters, digits, '_' and '-'.")
    var name: String

    @Argument(help: "The directory that the agent works in; the current one when left out.", completion: .directory)
    var dir: String?

    @OptionGroup var session: SessionOptions

    @Option(name: .long, help: "A prompt to begin with.")
    var prompt: String?

    @Flag(name: .long, help: "Only make the session; 'ccmux start' starts it.")
    var noStart = false

    @Option(
        name: .long, defaultAsFlag: "",
        help: ArgumentHelp(
            "Work in a git worktree of its own, on this branch; 'ccmux/NAME' when left out.", valueName: "BRANCH"))
    var worktree: String?

    @Flag(name: .long, help: "Leave the setup command of a new worktree out.")
    var noSetup = false

    @OptionGroup var output: OutputOptions

    @Argument(parsing: .postTerminator, help: "Flags for the agent, after '--'.")
    var flags: [String] = []

    func run() throws {
        let context = try CommandContext()
        let client = context.client()
        let request = try request(context)
        var view = request.worktree == nil ? try client.create(request) : try client.createInWorktree(request)
        if request.worktree != nil { try SetupFollower.follow(&view, client) }
        try SessionOptions.report(view, output)
        ConflictWarning.report([name], client)
    }

    func request(_ context: CommandContext) throws(CcmuxError) -> NewSessionRequest {
        var request = try session.request(name: name, dir: try context.absolute(dir ?? "."), flags: flags)
        request.prompt = prompt
        if noStart { request.start = false }
        if let worktree {
            guard worktree.first.map({ !"/.~".contains($0) }) ?? true else {
                throw CcmuxError(
                    .invalid, "'\(worktree)' after --worktree is taken for a branch, and cannot be one.",
                    advice: "A directory comes before it: ccmux new \(name) DIR --worktree")
            }
            request.worktree = WorktreeWish(branch: worktree.isEmpty ? nil : worktree, setup: noSetup ? false : nil)
        }
        return request
    }
}
