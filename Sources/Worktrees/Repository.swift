package import Model
import Platform

/// A git repository, and what is asked of it.
package struct Repository: Sendable {
    package let git: Git
    package let version: GitVersion
    /// Its main worktree, or the repository itself where it is bare; absolute, links resolved.
    package let root: String
    package let isBare: Bool
    /// The folder that all its worktrees share (`.git`), absolute.
    package let commonFolder: String

    /// The repository that a directory lies in.
    ///
    /// - Parameter directory: absolute.
    /// - Throws: `.refused` where it lies in none, or git is too old.
    package static func find(_ directory: String, git: Git) async throws(CcmuxError) -> Repository {
        let version = try await version(of: git)
        let place = Files.realPath(directory) ?? directory
        let asked = try await git.outcome(["rev-parse", "--is-bare-repository"], in: place)
        guard asked.succeeded else {
            let isOutside = asked.errorText.contains("not a git repository")
            guard isOutside else { throw Git.failure(asked, ["rev-parse"], place) }
            throw CcmuxError(
                .refused, "\(place) does not lie in a git repository.",
                advice: "Give a directory of one, or run 'git init' there and commit once.")
        }
        let common = try await folder("--git-common-dir", place, git)
        let own = try await folder("--git-dir", place, git)
        if asked.text == "true" {
            return Repository(git: git, version: version, root: common, isBare: true, commonFolder: common)
        }
        let inside = try await git.run(["rev-parse", "--is-inside-work-tree"], in: place).text
        guard inside == "true" else {
            throw CcmuxError(.refused, "\(place) lies inside a repository's own folder, not in a worktree.")
        }
        var root = try await git.run(["rev-parse", "--show-toplevel"], in: place).text
        var isBare = false
        if own != common {
            // In a linked worktree: the main one is the first of the list.
            let first = try await list(place, git, version).first
            isBare = first?.isBare ?? false
            root = first?.path ?? root
        }
        return Repository(
            git: git, version: version, root: Files.realPath(root) ?? root, isBare: isBare, commonFolder: common)
    }

    private static func version(of git: Git) async throws(CcmuxError) -> GitVersion {
        let said = try await git.run(["version"], in: "/").text
        guard let version = GitVersion(said) else {
            throw CcmuxError(.failed, "\(git.executable) does not say its version: \(said.prefix(100))")
        }
        guard version >= .oldest else {
            throw CcmuxError(
                .refused, "git \(version) is too old for worktrees: \(GitVersion.oldest) is needed.",
                advice: "Install a newer git.")
        }
        return version
    }

    private static func folder(_ word: String, _ directory: String, _ git: Git) async throws(CcmuxError) -> String {
        let text = try await git.run(["rev-parse", word], in: directory).text
        let path = text.hasPrefix("/") ? text : WorktreePlace.normal(directory + "/" + text)
        return Files.realPath(path) ?? path
    }

    private static func list(
        _ directory: String, _ git: Git, _ version: GitVersion
    ) async throws(CcmuxError) -> [WorktreeInfo] {
        let byNUL = version >= .listsByNUL
        let output = try await git.run(
            ["worktree", "list", "--porcelain"] + (byNUL ? ["-z"] : []), in: directory
        ).output
        return WorktreeInfo.list(output, separator: byNUL ? 0 : 10)
    }

    // MARK: Questions

    /// Its worktrees, the main one first.
    package func worktrees() async throws(CcmuxError) -> [WorktreeInfo] { try await Self.list(root, git, version) }

    /// The worktree at a path, whichever links lead there.
    package func worktree(at path: String) async throws(CcmuxError) -> WorktreeInfo? {
        let real = Files.realPath(path) ?? path
        return try await worktrees().first { $0.isExact && ($0.path == path || $0.path == real) }
    }

    /// The branch that a worktree is on; nil where its HEAD is detached.
    package func currentBranch(in directory: String) async throws(CcmuxError) -> String? {
        let outcome = try await git.outcome(["symbolic-ref", "--quiet", "HEAD"], in: directory)
        guard outcome.succeeded, outcome.text.hasPrefix("refs/heads/") else { return nil }
        return String(outcome.text.dropFirst(11))
    }

    /// The commit that a word means, in full; nil where there is none.
    package func commit(_ word: String, in directory: String? = nil) async throws(CcmuxError) -> String? {
        let outcome = try await git.outcome(
            ["rev-parse", "--quiet", "--verify", "--end-of-options", word + "^{commit}"], in: directory ?? root)
        return outcome.succeeded && !outcome.text.isEmpty ? outcome.text : nil
    }

    package func tip(of branch: String) async throws(CcmuxError) -> String? {
        try await commit("refs/heads/\(branch)")
    }

    /// Refuses what cannot be a branch's name.
    package func check(branch: String) async throws(CcmuxError) {
        let isPlain = !branch.isEmpty && !branch.hasPrefix("-") && branch.utf8.count <= 200 && branch != "HEAD"
        if isPlain, !branch.utf8.contains(0),
            try await git.outcome(["check-ref-format", "refs/heads/\(branch)"], in: root).succeeded
        {
            return
        }
        throw CcmuxError(.invalid, "'\(branch.prefix(80))' cannot be the name of a branch.")
    }

    package func status(in directory: String) async throws(CcmuxError) -> GitStatus {
        GitStatus(
            try await git.run(["status", "--porcelain=v1", "-z", "--untracked-files=all"], in: directory, seconds: 60)
                .output)
    }

    package func isAncestor(_ older: String, of newer: String) async throws(CcmuxError) -> Bool {
        let outcome = try await git.outcome(["merge-base", "--is-ancestor", older, newer], in: root)
        if outcome.status <= 1 { return outcome.succeeded }
        throw Git.failure(outcome, ["merge-base"], root)
    }

    /// The commit that two have in common; nil where there is none.
    package func mergeBase(_ a: String, _ b: String) async throws(CcmuxError) -> String? {
        let outcome = try await git.outcome(["merge-base", a, b], in: root)
        return outcome.succeeded ? outcome.text : nil
    }

    /// Commits that `branch` has and `other` has not, and the other way round. Both are commits.
    package func distance(of branch: String, from other: String) async throws(CcmuxError) -> (ahead: Int, behind: Int) {
        let text = try await git.run(["rev-list", "--left-right", "--count", "\(other)...\(branch)"], in: root).text
        let counts = text.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        guard counts.count == 2 else { throw CcmuxError(.failed, "git rev-list says '\(text.prefix(80))'.") }
        return (counts[1], counts[0])
    }

    /// What differs from a commit in a worktree, uncommitted changes included.
    package func changes(since commit: String, in directory: String) async throws(CcmuxError) -> [WorktreeDetail.File] {
        let output = try await git.run(
            ["diff", "--numstat", "-z", "--no-renames", "--no-ext-diff", "--end-of-options", commit, "--"],
            in: directory, seconds: 60
        ).output
        return output.split(separator: 0).compactMap { field in
            let parts = field.split(separator: 9, maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { return nil }
            func number(_ part: ArraySlice<UInt8>) -> Int? { Int(String(decoding: part, as: UTF8.self)) }
            return .init(
                path: String(decoding: parts[2], as: UTF8.self), added: number(parts[0]), removed: number(parts[1]))
        }
    }

    /// What would come of merging two commits; nil where this git cannot tell.
    ///
    /// - Parameter scratch: a folder for the objects that git makes for it; nil puts them into the repository.
    package func forecast(
        _ a: String, _ b: String, scratch: String? = nil, seconds: Double = 20
    ) async throws(CcmuxError) -> MergeForecast? {
        guard version >= .mergesTrees else { return nil }
        var more = ["GIT_NO_LAZY_FETCH": "1"]
        if let scratch {
            more["GIT_OBJECT_DIRECTORY"] = scratch
            more["GIT_ALTERNATE_OBJECT_DIRECTORIES"] = "\"\(commonFolder.escapedForQuotes)/objects\""
        }
        let outcome = try await git.outcome(
            ["merge-tree", "--write-tree", "-z", "--name-only", "--no-messages", a, b], in: root, seconds: seconds,
            adding: more)
        guard let forecast = MergeForecast(status: outcome.status, output: outcome.output) else {
            throw Git.failure(outcome, ["merge-tree"], root)
        }
        return forecast
    }
}

extension String {
    /// As git reads a quoted path in a list of paths.
    fileprivate var escapedForQuotes: String {
        replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
