package import Model
import Platform

extension Repository {
    /// What a new worktree would be, with all refused that can be known to be wrong. Changes nothing.
    ///
    /// - Parameters:
    ///   - directory: where the session would work without it; absolute, in this repository.
    ///   - template: of its path, `WorktreeSettings.folder`.
    ///   - earlier: what an attempt before, which did not come to its end, meant to make.
    package func plan(
        name: SessionName, directory: String, branch wanted: String?, template: String, userHome: String,
        earlier: SessionWorktree? = nil
    ) async throws(CcmuxError) -> SessionWorktree {
        let branch = wanted ?? WorktreePlace.branch(for: name)
        try await check(branch: branch)
        let path = try WorktreePlace.path(
            template: template, repository: root, name: name, branch: branch, userHome: userHome)
        if let earlier, earlier.repository == root, earlier.branch == branch, earlier.path == path { return earlier }
        let into = try await currentBranch(in: directory)
        guard let head = try await commit("HEAD", in: directory) else {
            throw CcmuxError(
                .refused, "The repository \(root) has no commit yet.",
                advice: "Commit once: git -C '\(root)' commit --allow-empty -m Begin")
        }
        let worktrees = try await worktrees()
        if let other = worktrees.first(where: { $0.branch == branch }) {
            throw CcmuxError(
                .exists, "The branch '\(branch)' is checked out in \(other.path).",
                advice: "Name another: --worktree BRANCH; or work there: ccmux new \(name) '\(other.path)'")
        }
        if worktrees.contains(where: { $0.path == path }) || !Files.names(in: path, limit: 1).isEmpty
            || (Files.kind(of: path) != nil && Files.kind(of: path) != .folder)
        {
            throw CcmuxError(
                .exists, "\(path) is there already, where the worktree would be.",
                advice: "Move it away, name the session otherwise, or set worktrees.folder.")
        }
        var base = head
        let tip = try await tip(of: branch)
        if let tip { base = try await mergeBase(tip, head) ?? tip }
        return SessionWorktree(
            repository: root, path: path, branch: branch, base: base, into: into == branch ? nil : into,
            origin: directory, madeBranch: tip == nil)
    }

    /// Makes the worktree that was planned. An attempt before, which may have ended anywhere, is gone on with.
    package func add(_ plan: SessionWorktree) async throws(CcmuxError) {
        if let there = try await worktree(at: plan.path) {
            if there.branch == plan.branch, there.locked != "initializing", Files.kind(of: plan.path) != nil { return }
            guard there.locked == "initializing" || there.prunable != nil || Files.kind(of: plan.path) == nil else {
                throw CcmuxError(.exists, "\(plan.path) is a worktree already, of '\(there.branch ?? "no branch")'.")
            }
            // git did not come to its end. Where it had not yet linked the folder it knows it for gone.
            if there.locked != nil { _ = try await git.outcome(["worktree", "unlock", "--", there.path], in: root) }
            let removed = try await git.outcome(["worktree", "remove", "--force", "--", there.path], in: root)
            if !removed.succeeded { try await git.run(["worktree", "prune"], in: root) }
        }
        let slash = plan.path.lastIndex(of: "/") ?? plan.path.startIndex
        let parent = String(plan.path[..<slash])
        if !parent.isEmpty { try makeFolders(parent) }
        let isThere = try await tip(of: plan.branch) != nil
        let arguments =
            isThere
            ? ["worktree", "add", "--", plan.path, plan.branch]
            : ["worktree", "add", "--no-track", "-b", plan.branch, "--", plan.path, plan.base]
        // A large repository, and what its filters fetch.
        try await git.run(arguments, in: root, seconds: 1200)
    }

    /// Like `mkdir -p`, with the permissions that the user's other folders get.
    private func makeFolders(_ path: String) throws(CcmuxError) {
        guard Files.kind(of: path) == nil else { return }
        if let slash = path.lastIndex(of: "/"), slash > path.startIndex { try makeFolders(String(path[..<slash])) }
        try SystemFolder.make(path)
    }
}
