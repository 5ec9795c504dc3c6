import ArgumentParser
import Client
import Model
import Platform

struct WorktreeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worktree",
        abstract: "Show, compare, merge and take away the git worktrees of sessions.",
        discussion: """
            'ccmux new NAME --worktree' makes a session with a worktree and a branch of its own, 'ccmux isolate NAME' \
            moves one into such. docs/worktrees.md tells more.

            EXAMPLES:
              ccmux worktree list
              ccmux worktree diff api --stat
              ccmux worktree finish api
              ccmux worktree prune --dry-run
            """,
        subcommands: [
            WorktreeListCommand.self, WorktreeDiffCommand.self, WorktreeFinishCommand.self, WorktreePruneCommand.self,
        ],
        defaultSubcommand: WorktreeListCommand.self)
}

struct WorktreeListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List them, and sessions in each other's way (the default).",
        discussion: """
            AHEAD and BEHIND count commits that the branch has, or lacks, of the one that its work goes into.

            EXAMPLES:
              ccmux worktree list --json
            """)

    @OptionGroup var output: OutputOptions

    func run() throws {
        let context = try CommandContext()
        let list = try context.client().worktrees()
        try output.print(list) {
            let lines = WorktreeTable(list: list, userHome: context.userHome)
                .lines(width: StandardStreams.outputWidth, colour: StandardStreams.colour)
            guard lines.isEmpty else { return lines }
            let note = "No session has a worktree of its own. Make one with 'ccmux new NAME --worktree'."
            if StandardStreams.outputWidth != nil { return [note] }
            StandardStreams.report([note])
            return []
        }
    }
}

struct WorktreeDiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Show what a session's work changes, uncommitted changes included.",
        discussion: """
            Compared is with the commit that its branch has in common with the one that it goes into. It is git's own \
            diff, with your pager and colours. Untracked files are only named.

            EXAMPLES:
              ccmux worktree diff api
              ccmux worktree diff api --stat
            """)

    @Argument(help: "A name, an id, or the unique beginning of one.", completion: SessionNames.completion)
    var name: String

    @Flag(name: .long, help: "Only the files, with how much is changed in each.")
    var stat = false

    @OptionGroup var output: OutputOptions

    func run() throws {
        let detail = try CommandContext().client().worktree(name)
        if output.json {
            try output.print(detail) { [] }
            return
        }
        if !detail.untracked.isEmpty {
            let files = detail.untracked.prefix(5).joined(separator: ", ") + (detail.untracked.count > 5 ? ", …" : "")
            StandardStreams.report([SafeText.oneLine("ccmux: untracked, not shown: \(files)")])
        }
        let folders = (CommandContext.variable("PATH") ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
        guard let git = folders.map({ "\($0)/git" }).first(where: { $0.hasPrefix("/") && Files.isExecutable($0) })
        else { throw CcmuxError(.notFound, "There is no git on the PATH.") }
        try replaceProcess(
            [git, "-C", detail.worktree.path, "diff"] + (stat ? ["--stat"] : [])
                + ["--end-of-options", detail.mergeBase, "--"])
    }
}

struct WorktreeFinishCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "finish",
        abstract: "Merge a session's work, stop it, and take its worktree away.",
        discussion: """
            Merged is into the branch that it came from, where that is checked out without changes; else you are told \
            the commands. Uncommitted work is refused, and on a conflict nothing is changed. The session stays, stopped, \
            with its conversation, in the directory that it came from.

            EXAMPLES:
              ccmux worktree finish api
              ccmux worktree finish api --squash --into main --yes
              ccmux worktree finish api --keep
            """)

    @Argument(help: "A name or an id.", completion: SessionNames.completion)
    var name: String

    @Flag(name: .long, help: "Merge, with a merge commit where there is something to merge with (the default).")
    var merge = false

    @Flag(name: .long, help: "Bring its work in as one commit.")
    var squash = false

    @Flag(name: .long, help: "Merge nothing; the branch stays.")
    var keep = false

    @Option(name: .long, help: "The branch that gets the work.")
    var into: String?

    @Flag(name: .long, help: "Throw uncommitted changes away, and interrupt an agent at work.")
    var force = false

    @Flag(name: [.short, .long], help: "Do not ask.")
    var yes = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard [merge, squash, keep].count(where: { $0 }) <= 1 else {
            throw ValidationError("--merge, --squash and --keep exclude each other.")
        }
        if keep, into != nil { throw ValidationError("--keep merges nothing, so --into says nothing.") }
    }

    private var mode: String { squash ? "squash" : keep ? "keep" : "merge" }

    func run() throws {
        let client = try CommandContext().client()
        // Of a session that has none there is nothing to ask: the daemon says so.
        if !yes, try client.session(name).settings.worktree != nil { try confirm() }
        let outcome = try client.finish(name, FinishRequest(mode: mode, into: into, force: force ? true : nil))
        try output.print(outcome) { WorktreeOutcomeText.lines(outcome, isDry: false) }
    }

    private func confirm() throws {
        guard StandardStreams.inputIsTerminal else {
            throw CcmuxError(
                .refused, "Nobody can be asked here, so nothing was finished.", advice: "Give '--yes' if you mean it.")
        }
        let what = keep ? "Take its worktree away" : "Merge its work and take its worktree away"
        let loss = force ? " Uncommitted changes are LOST." : ""
        let question = "Stop \(SafeText.oneLine(name))? \(what).\(loss) [y/N] "
        guard ["y", "yes"].contains(StandardStreams.ask(question)?.lowercased()) else {
            throw CcmuxError(.refused, "Nothing was finished.")
        }
    }
}

struct WorktreePruneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Take away the worktrees of sessions that were removed, where all is merged.",
        discussion: """
            What is not merged, or has uncommitted changes, is left and named, unless '--force' is given.

            EXAMPLES:
              ccmux worktree prune --dry-run
              ccmux worktree prune
            """)

    @Flag(name: .long, help: "Only tell.")
    var dryRun = false

    @Flag(name: .long, help: "Also what is not merged; uncommitted changes are lost.")
    var force = false

    @OptionGroup var output: OutputOptions

    func run() throws {
        let request = PruneRequest(dryRun: dryRun ? true : nil, force: force ? true : nil)
        let response = try CommandContext().client().prune(request)
        try output.print(response) {
            if response.outcomes.isEmpty { return ["No removed session has left a worktree."] }
            return response.outcomes.flatMap { WorktreeOutcomeText.lines($0, isDry: response.dryRun) }
        }
    }
}
