package import Model
import Platform
import Store
import Worktrees

/// Taking worktrees away. Nothing that is neither merged nor committed goes unless it is forced.
extension Fleet {
    package func finish(_ word: String, _ request: FinishRequest) async throws(CcmuxError) -> WorktreeOutcome {
        let id = try resolve(word)
        guard let name = entries[id]?.record.name else { throw gone(word) }
        return try await exclusively(name.text) { () throws(CcmuxError) in try await finish(id, request) }
    }

    private func finish(_ id: SessionID, _ request: FinishRequest) async throws(CcmuxError) -> WorktreeOutcome {
        guard let entry = entries[id], var facts = entry.record.settings.worktree else { throw hasNoWorktree(id) }
        let name = entry.record.name
        guard let mode = MergeMode(rawValue: request.mode ?? "merge") else {
            throw CcmuxError(.invalid, "'mode' is 'merge', 'squash' or 'keep', not '\(request.mode ?? "")'.")
        }
        let repository = try await Repository.find(facts.repository, git: git())
        facts.into = nonEmpty(request.into) ?? facts.into
        if mode != .keep {
            guard let into = facts.into else {
                throw CcmuxError(
                    .refused, "It is not known which branch the work of '\(name)' goes into.",
                    advice: "Name it: --into BRANCH; or --keep leaves the branch as it is.")
            }
            try await repository.check(branch: into)
        }
        try refuseAtWork(entry, force: request.force == true, to: "worktree finish \(name)")
        let wanted = entry.record.wanted
        var work = try await lookedAt(facts, name, repository, force: request.force == true)
        // All that can be known to go wrong is refused while the agent still runs.
        if mode != .keep { _ = try await merged(work, mode, name, repository, dryRun: true) }
        if wanted == .running || wanted == .hibernated { try await want(.stopped, id) }
        var outcome = WorktreeOutcome(name: name, facts: facts, head: nil, result: "kept")
        var carried: CarriedTranscript?
        do throws(CcmuxError) {
            // The agent may have done something until it ended.
            work = try await lookedAt(facts, name, repository, force: request.force == true)
            outcome = WorktreeOutcome(name: name, facts: work.facts, head: work.tip, result: "kept")
            if mode != .keep { outcome.result = try await merged(work, mode, name, repository, dryRun: false) }
            carried = try await leave(id, work.facts)
            outcome.stash = try await stash(facts, repository, isForced: request.force == true)
            try await repository.remove(facts.path)
        } catch {
            if wanted == .running { _ = try? await start(id.text, fresh: false) }
            throw error
        }
        if work.isMissing { try await repository.forgetMissing() }
        outcome.removed = true
        try await goBack(id, facts)
        // No agent runs, and what is taken away is there byte by byte.
        if let carried { await giveUp(carried, of: id) }
        if let tip = work.tip {
            outcome.undo = repository.restoring(work.facts.branch, at: tip)
            if mode != .keep, facts.madeBranch, work.facts.branch == facts.branch {
                do throws(CcmuxError) {
                    outcome.undo = try await repository.delete(branch: facts.branch, at: tip)
                    outcome.branchDeleted = true
                } catch {
                    outcome.reason = error.message
                }
            }
        }
        Files.remove(options.home.worktreeFile(id))
        Files.remove(options.home.setupLog(id))
        tell("worktree.finished", id, outcome)
        worktrees.dueAt = now()
        return outcome
    }

    /// A worktree as it is now.
    private struct Work {
        /// `branch` is the one that it is on, which may be another than it began with.
        var facts: SessionWorktree
        var tip: String?
        var isMissing: Bool
    }

    private func lookedAt(
        _ facts: SessionWorktree, _ name: SessionName, _ repository: Repository, force: Bool
    ) async throws(CcmuxError) -> Work {
        var work = Work(facts: facts, tip: nil, isMissing: Files.kind(of: facts.path) == nil)
        if !work.isMissing {
            guard let there = try await repository.worktree(at: facts.path) else {
                throw CcmuxError(.refused, "\(facts.path) is no worktree of \(facts.repository) any more.")
            }
            if let reason = there.locked {
                throw CcmuxError(
                    .refused, "The worktree \(facts.path) is locked\(reason.isEmpty ? "" : ": \(reason)").",
                    advice: "git -C \(ShellWord.quoted(facts.repository)) worktree unlock "
                        + ShellWord.quoted(facts.path))
            }
            guard let branch = there.branch else {
                throw CcmuxError(
                    .refused, "The worktree of '\(name)' is on no branch (its HEAD is detached).",
                    advice: "git -C \(ShellWord.quoted(facts.path)) switch -c BRANCH keeps what is there.")
            }
            work.facts.branch = branch
            let status = try await repository.losses(in: facts.path)
            if !status.isClean, !force {
                let files = (status.changed + status.untracked).prefix(5).joined(separator: ", ")
                throw CcmuxError(
                    .refused,
                    "The worktree of '\(name)' has \(status.count) uncommitted changes: \(files)"
                        + (status.count > 5 ? ", …" : ""),
                    advice: "Commit them or have them committed. --force throws them away.",
                    details: ["files": .array((status.changed + status.untracked).prefix(100).map { .string($0) })])
            }
        }
        work.tip = try await repository.tip(of: work.facts.branch)
        return work
    }

    /// What came of the merge, as `WorktreeOutcome.result`.
    private func merged(
        _ work: Work, _ mode: MergeMode, _ name: SessionName, _ repository: Repository, dryRun: Bool
    ) async throws(CcmuxError) -> String {
        guard let into = work.facts.into, work.tip != nil else { return "nothing" }
        let branch = work.facts.branch
        let message = mode == .squash ? "\(name): squash of \(branch)" : "Merge branch '\(branch)'"
        let result = try await repository.merge(branch, into: into, mode: mode, message: message, dryRun: dryRun)
        switch result {
        case .nothing: return "nothing"
        case .fastForward: return "fast-forward"
        case .merged: return "merged"
        case .squashed: return "squashed"
        case .conflict(let files):
            let some = files.prefix(5).joined(separator: ", ") + (files.count > 5 ? ", …" : "")
            throw CcmuxError(
                .refused, "'\(branch)' and '\(into)' conflict in \(files.count) files: \(some). Nothing was changed.",
                advice: "Have it merged in the worktree first (git -C \(ShellWord.quoted(work.facts.path)) merge "
                    + "\(ShellWord.quoted(into))), then finish again.",
                details: ["files": .array(files.prefix(100).map { .string($0) })])
        case .obstructed(let reason, let way):
            throw CcmuxError(
                .refused, "\(reason) Nothing was changed.",
                advice: "By hand: \(way.joined(separator: " && ")); then finish again. Or --into another branch, or "
                    + "--keep.",
                details: ["way": .array(way.map { .string($0) })])
        }
    }

    /// Copies the conversation back to the directory that the session came from, while the worktree is still there.
    private func leave(_ id: SessionID, _ facts: SessionWorktree) async throws(CcmuxError) -> CarriedTranscript? {
        followLaunchFile(id)
        guard let record = entries[id]?.record, isInside(record.settings.directory, facts),
            Files.unusableDirectoryReason(facts.origin) == nil
        else { return nil }
        worktrees.carried[id] = nil
        return try await carryConversation(of: record, to: facts.origin)
    }

    /// The record's way back: it works where it came from, should it be started again.
    private func goBack(_ id: SessionID, _ facts: SessionWorktree) async throws(CcmuxError) {
        guard var record = entries[id]?.record else { return }
        let was = record.settings.directory
        record.settings.worktree = nil
        if isInside(was, facts) { record.settings.directory = facts.origin }
        try await save(
            record, kind: "session.changed",
            data: [
                "changed": ["dir", "worktree"], "dir": .string(record.settings.directory), "was": .string(was),
            ])
        _ = try? await prepareLaunch(id)
        forgetTranscriptPlace(id)
    }

    /// The command that brings back the uncommitted changes that are thrown away.
    private func stash(
        _ facts: SessionWorktree, _ repository: Repository, isForced: Bool
    ) async throws(CcmuxError) -> String? {
        guard isForced, Files.kind(of: facts.path) != nil,
            let commit = try await repository.keepsake(of: facts.path)
        else { return nil }
        return "git -C \(ShellWord.quoted(facts.repository)) stash apply \(commit)"
    }

    private func isInside(_ directory: String, _ facts: SessionWorktree) -> Bool {
        WorktreePlace.relative(directory, to: facts.path) != nil
    }

    private func tell(_ kind: String, _ id: SessionID?, _ outcome: WorktreeOutcome) {
        var data: [String: JSONValue] = [
            "path": .string(outcome.path), "branch": .string(outcome.branch), "result": .string(outcome.result),
            "branchDeleted": .bool(outcome.branchDeleted),
        ]
        if let head = outcome.head { data["head"] = .string(head) }
        if let into = outcome.into { data["into"] = .string(into) }
        record(NewEvent(at: now(), kind: kind, session: id, name: outcome.name, data: data))
    }

    // MARK: Prune

    /// Takes away the worktrees of sessions that are gone, where all of their work is merged.
    package func prune(_ request: PruneRequest) async throws(CcmuxError) -> PruneResponse {
        let git = try git()
        let isDry = request.dryRun == true
        var outcomes: [WorktreeOutcome] = []
        for memory in WorktreeMemory.all(options.home) where entries[memory.session] == nil {
            guard !worktrees.busy.contains(memory.name.text) else { continue }
            var outcome = WorktreeOutcome(name: memory.name, facts: memory.worktree, head: nil, result: "kept")
            do throws(CcmuxError) {
                outcome = try await exclusively(memory.name.text) { () throws(CcmuxError) in
                    try await prune(memory, git, force: request.force == true, isDry: isDry)
                }
            } catch {
                outcome.reason = error.message
            }
            if outcome.removed, !isDry { tell("worktree.pruned", memory.session, outcome) }
            outcomes.append(outcome)
        }
        return PruneResponse(outcomes: outcomes, dryRun: isDry)
    }

    private func prune(
        _ memory: WorktreeMemory, _ git: Git, force: Bool, isDry: Bool
    ) async throws(CcmuxError) -> WorktreeOutcome {
        let facts = memory.worktree
        var outcome = WorktreeOutcome(name: memory.name, facts: facts, head: nil, result: "kept")
        if Files.kind(of: facts.repository) == nil, Files.kind(of: facts.path) == nil {
            outcome.removed = true
            outcome.reason = "Its repository is gone."
            if !isDry { Files.remove(options.home.worktreeFile(memory.session)) }
            return outcome
        }
        let repository = try await Repository.find(facts.repository, git: git)
        let there = Files.kind(of: facts.path) == nil ? nil : try await repository.worktree(at: facts.path)
        outcome.branch = there?.branch ?? facts.branch
        outcome.head = try await repository.tip(of: outcome.branch)
        let isMerged = try await isMerged(outcome, facts, repository)
        if isMerged { outcome.result = "nothing" }
        if let there {
            let status = try await repository.losses(in: facts.path)
            if !force, there.branch == nil {
                outcome.reason = "It is on no branch (its HEAD is detached)."
            } else if !force, !status.isClean {
                outcome.reason = "It has \(status.count) uncommitted changes."
            } else if let locked = there.locked {
                outcome.reason = "It is locked\(locked.isEmpty ? "" : ": \(locked)")."
            }
        }
        if outcome.reason == nil, !force, !isMerged {
            outcome.reason = "It is not merged\(facts.into.map { " into '\($0)'" } ?? "")."
        }
        guard outcome.reason == nil else { return outcome }
        outcome.removed = true
        outcome.branchDeleted = facts.madeBranch && outcome.branch == facts.branch && outcome.head != nil
        outcome.undo = outcome.head.map { repository.restoring(outcome.branch, at: $0) }
        guard !isDry else { return outcome }
        if there == nil {
            try await repository.forgetMissing()
        } else {
            outcome.stash = try await stash(facts, repository, isForced: force)
            try await repository.remove(facts.path)
        }
        if outcome.branchDeleted, let head = outcome.head {
            outcome.undo = try await repository.delete(branch: outcome.branch, at: head)
        }
        Files.remove(options.home.worktreeFile(memory.session))
        Files.remove(options.home.setupLog(memory.session))
        return outcome
    }

    /// Nothing would be lost with the branch: another has all of its commits, or it has none of its own.
    private func isMerged(
        _ outcome: WorktreeOutcome, _ facts: SessionWorktree, _ repository: Repository
    ) async throws(CcmuxError) -> Bool {
        guard let head = outcome.head else { return true }
        if head == facts.base, facts.madeBranch { return true }
        guard let into = facts.into, let other = try await repository.tip(of: into) else { return false }
        return try await repository.isAncestor(head, of: other)
    }
}
