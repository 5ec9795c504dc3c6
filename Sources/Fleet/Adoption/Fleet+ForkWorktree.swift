import Model
import Platform
import Runner
import Store
import Worktrees

extension Fleet {
    /// A fork in a worktree of its own: the copy lies where the agent looks for it from there.
    ///
    /// - Parameter home: the worktree that the original works in: the fork's work goes where the original's does, and the
    ///   fork goes back to where the original came from.
    func fork(
        _ source: ForkSource, into record: SessionRecord, in wish: WorktreeWish, changes: String?,
        home: SessionWorktree?
    ) async throws(CcmuxError) -> AdoptionResult {
        guard [nil, "take", "leave"].contains(changes) else {
            throw CcmuxError(.invalid, "'changes' is 'take' or 'leave', not '\(changes ?? "")'.")
        }
        return try await exclusively(record.name.text) { () throws(CcmuxError) in
            var record = record
            let directory = record.settings.directory
            let repository = try await Repository.find(directory, git: git())
            let uncommitted = try await repository.status(in: directory).count
            // What would be refused is refused before anything is made.
            try await checkIsResumable(source, as: record)
            var made = try await makeWorktree(for: record.name, id: record.id, directory: directory, wish)
            if changes == "take", uncommitted > 0,
                try await repository.status(in: made.worktree.path).changed.isEmpty
            {
                _ = try await repository.takeChanges(from: directory, to: made.worktree.path)
            }
            let isSetUp = prepareSetup(&made, wish)
            record.id = made.session
            record.settings.directory = self.directory(in: made.worktree)
            if let home { (made.worktree.into, made.worktree.origin) = (home.into, home.origin) }
            record.settings.worktree = made.worktree
            let starts = record.wanted == .running
            if isSetUp { record.wanted = .stopped }
            var result = try await fork(source, into: record)
            made.isRecorded = true
            try made.write(options.home)
            if isSetUp { setUp(made.session, thenStart: starts) }
            worktrees.dueAt = now()
            if uncommitted > 0, changes == nil {
                result.notes = ["\(directory) has \(uncommitted) uncommitted changes, which the worktree has not."]
            }
            return result
        }
    }

    private func checkIsResumable(_ source: ForkSource, as record: SessionRecord) async throws(CcmuxError) {
        var original = record
        original.conversation = source.conversation
        let launch = await launchFile(for: original).launch
        if let reason = launch.blocked { throw CcmuxError(.refused, reason) }
        // From another directory it would be looked for at another place.
        guard let evidence = launch.evidence, evidence.path(of: source.conversation) == source.path,
            evidence.presence(of: source.conversation) != .present
        else { return }
        throw nothingToResume(in: source.conversation)
    }
}
