import ArgumentParser
import Client
import Model

struct ForkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fork",
        abstract: "Start a new session from another one's conversation so far.",
        discussion: """
            The new session has the same agent and settings, and a copy of the conversation under a uuid of its own. \
            The original goes on as it is, also in the middle of a turn: the copy has what was written until now. \
            With '--worktree' it works in a git worktree of its own, which begins at the last commit.

            EXAMPLES:
              ccmux fork api api-2
              ccmux fork api try --directory ~/src/api-try
              ccmux fork api other-way --worktree --take-changes
            """)

    @Argument(help: "The session to begin from.", completion: SessionNames.completion)
    var name: String

    @Argument(help: "The new session's name.")
    var new: String

    @Option(name: .long, help: "Work in another directory.", completion: .directory)
    var directory: String?

    @Option(
        name: .long, defaultAsFlag: "",
        help: ArgumentHelp(
            "Work in a git worktree of its own, on this branch; 'ccmux/NEW' when left out.", valueName: "BRANCH"))
    var worktree: String?

    @Flag(name: .long, help: "Copy uncommitted changes and untracked files into the worktree.")
    var takeChanges = false

    @Flag(name: .long, help: "Leave uncommitted changes where they are, and say nothing of them.")
    var leaveChanges = false

    @Flag(name: .long, help: "Leave the setup command of a new worktree out.")
    var noSetup = false

    @Flag(name: .long, help: "Only make the session; 'ccmux start' starts it.")
    var noStart = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if takeChanges, leaveChanges {
            throw ValidationError("--take-changes and --leave-changes exclude each other.")
        }
        if worktree == nil, takeChanges || leaveChanges || noSetup {
            throw ValidationError("--take-changes, --leave-changes and --no-setup go with --worktree.")
        }
    }

    func run() throws {
        let context = try CommandContext()
        let client = context.client()
        let request = try request(context)
        var result = try client.fork(name, request)
        if request.worktree != nil { try SetupFollower.follow(&result.session, client) }
        try AdoptionText.report(result, output)
        ConflictWarning.report([result.session.name.text], client)
    }

    func request(_ context: CommandContext) throws(CcmuxError) -> ForkRequest {
        var request = ForkRequest(
            name: new, dir: try directory.map { path throws(CcmuxError) in try context.absolute(path) },
            start: noStart ? false : nil)
        guard let worktree else { return request }
        guard worktree.first.map({ !"/.~".contains($0) }) ?? true else {
            throw CcmuxError(
                .invalid, "'\(worktree)' after --worktree is taken for a branch, and cannot be one.",
                advice: "A directory is given so: ccmux fork \(name) \(new) --directory DIR --worktree")
        }
        request.worktree = WorktreeWish(branch: worktree.isEmpty ? nil : worktree, setup: noSetup ? false : nil)
        request.changes = takeChanges ? "take" : leaveChanges ? "leave" : nil
        return request
    }
}
