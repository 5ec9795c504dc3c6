package import Model

/// How a branch's work gets into another.
package enum MergeMode: String, Sendable, Hashable, CaseIterable {
    case merge
    case squash
    case keep
}

extension Repository {
    /// What came of a merge.
    package enum MergeResult: Sendable, Hashable {
        /// The other branch had it all.
        case nothing
        case fastForward
        case merged
        case squashed
        /// Nothing was changed: these files conflict.
        case conflict([String])
        /// Nothing was changed: this is in the way, a sentence; the commands that do it by hand.
        case obstructed(String, way: [String])
    }

    /// Merges a branch into another where that is checked out clean, or can simply be moved on; nothing is changed
    /// where it does not come to its end.
    ///
    /// - Parameter dryRun: changes nothing, and tells what would come of it as far as that can be known.
    package func merge(
        _ branch: String, into target: String, mode: MergeMode, message: String, dryRun: Bool = false
    ) async throws(CcmuxError) -> MergeResult {
        guard let tip = try await tip(of: branch) else {
            throw CcmuxError(.notFound, "There is no branch '\(branch)' in \(root).")
        }
        guard let before = try await self.tip(of: target) else {
            throw CcmuxError(.notFound, "There is no branch '\(target)' in \(root).", advice: "Name one: --into BRANCH")
        }
        if try await isAncestor(tip, of: before) { return .nothing }
        if let forecast = try await forecast(before, tip), !forecast.isClean { return .conflict(forecast.files) }
        let isForward = try await isAncestor(before, of: tip)
        guard let place = try await worktrees().first(where: { $0.branch == target && $0.isExact && !$0.isBare }) else {
            guard isForward, mode == .merge else {
                return .obstructed(
                    "'\(target)' is checked out nowhere, and a merge needs a worktree of it.",
                    way: way(branch, target, mode, in: root, checkout: true))
            }
            if dryRun { return .fastForward }
            try await git.run(
                ["update-ref", "-m", "ccmux: fast-forward to \(branch)", "refs/heads/\(target)", tip, before], in: root)
            return .fastForward
        }
        let status = try await status(in: place.path)
        // Untracked files are in nobody's way; where one is, git itself refuses.
        guard status.changed.isEmpty else {
            return .obstructed(
                "'\(target)' is checked out in \(place.path), which has \(status.changed.count) uncommitted changes.",
                way: way(branch, target, mode, in: place.path, checkout: false))
        }
        if dryRun { return mode == .squash ? .squashed : isForward ? .fastForward : .merged }
        return try await merge(branch, in: place.path, mode: mode, message: message, isForward: isForward)
    }

    private func merge(
        _ branch: String, in directory: String, mode: MergeMode, message: String, isForward: Bool
    ) async throws(CcmuxError) -> MergeResult {
        // With a full name, since a tag may be called the same.
        let full = "refs/heads/\(branch)"
        if mode == .squash {
            let outcome = try await git.outcome(["merge", "--squash", "--quiet", full], in: directory, seconds: 300)
            guard outcome.succeeded else { return try await undo(outcome, in: directory) }
            // What was squashed before has nothing new.
            if try await git.outcome(["diff", "--cached", "--quiet"], in: directory).succeeded { return .nothing }
            let commit = try await git.outcome(["commit", "--quiet", "-m", message], in: directory, seconds: 300)
            guard commit.succeeded else { return try await undo(commit, in: directory) }
            return .squashed
        }
        let outcome = try await git.outcome(
            ["merge", "--no-edit", "--quiet", "-m", message, full], in: directory, seconds: 300)
        guard outcome.succeeded else { return try await undo(outcome, in: directory) }
        return isForward ? .fastForward : .merged
    }

    /// Puts back what a merge that failed has left. The worktree was clean, so nothing is lost.
    private func undo(_ outcome: Git.Outcome, in directory: String) async throws(CcmuxError) -> MergeResult {
        let files = try await status(in: directory).unmerged
        let aborted = try await git.outcome(["merge", "--abort"], in: directory)
        if !aborted.succeeded { try await git.run(["reset", "--merge"], in: directory) }
        if !files.isEmpty { return .conflict(files) }
        throw Git.failure(outcome, ["merge"], directory)
    }

    /// The commands that a person would give.
    func way(_ branch: String, _ target: String, _ mode: MergeMode, in directory: String, checkout: Bool) -> [String] {
        let git = "git -C \(ShellWord.quoted(directory))"
        let steps = checkout ? ["\(git) switch \(ShellWord.quoted(target))"] : []
        if mode == .squash {
            return steps + ["\(git) merge --squash \(ShellWord.quoted(branch))", "\(git) commit"]
        }
        return steps + ["\(git) merge \(ShellWord.quoted(branch))"]
    }

    /// Takes a worktree away, with all that is in it: whether that may be was looked at. A locked one is left.
    package func remove(_ path: String) async throws(CcmuxError) {
        guard let there = try await worktree(at: path) else { return }
        if let reason = there.locked {
            throw CcmuxError(
                .refused, "The worktree \(path) is locked\(reason.isEmpty ? "" : ": \(reason)").",
                advice: "git -C \(ShellWord.quoted(root)) worktree unlock \(ShellWord.quoted(path))")
        }
        // Untracked files and submodules, clean or not, want the force.
        try await git.run(["worktree", "remove", "--force", "--", there.path], in: root, seconds: 300)
    }

    /// Forgets worktrees whose folders are gone.
    package func forgetMissing() async throws(CcmuxError) {
        try await git.run(["worktree", "prune"], in: root)
    }

    /// Deletes a branch if it is still at the commit that was looked at.
    ///
    /// - Returns: the command that brings it back.
    package func delete(branch: String, at tip: String) async throws(CcmuxError) -> String {
        guard try await self.tip(of: branch) == tip else {
            throw CcmuxError(.refused, "The branch '\(branch)' has moved on meanwhile; it was left.")
        }
        try await git.run(["branch", "--quiet", "-D", "--", branch], in: root)
        return restoring(branch, at: tip)
    }

    package func restoring(_ branch: String, at tip: String) -> String {
        "git -C \(ShellWord.quoted(root)) branch \(ShellWord.quoted(branch)) \(tip)"
    }
}

/// A word as a shell takes it.
package enum ShellWord {
    package static func quoted(_ text: String) -> String {
        let isPlain =
            !text.isEmpty
            && text.utf8.allSatisfy {
                switch $0 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                case UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "@"): true
                default: false
                }
            }
        return isPlain ? text : "'\(text.replacing("'", with: "'\\''"))'"
    }
}
