package import Model
import Platform
import Store
import Worktrees

extension Fleet {
    /// Moves a session into a worktree of its own, with its conversation.
    package func isolate(_ word: String, _ request: IsolateRequest) async throws(CcmuxError) -> SessionView {
        let id = try resolve(word)
        guard let name = entries[id]?.record.name else { throw gone(word) }
        return try await exclusively(name.text) { () throws(CcmuxError) in try await isolate(id, request) }
    }

    private func isolate(_ id: SessionID, _ request: IsolateRequest) async throws(CcmuxError) -> SessionView {
        guard let entry = entries[id] else { throw gone(id.text) }
        let name = entry.record.name
        let directory = entry.record.settings.directory
        if let has = entry.record.settings.worktree, Files.kind(of: has.path) == .folder {
            throw CcmuxError(.exists, "'\(name)' has a worktree of its own already: \(has.path)")
        }
        try refuseAtWork(entry, force: request.force == true, to: "isolate \(name)")
        let repository = try await Repository.find(directory, git: git())
        let status = try await repository.status(in: directory)
        if !status.isClean {
            switch request.changes {
            case "take", "leave": break
            case nil:
                throw CcmuxError(
                    .refused, "\(directory) has \(status.count) uncommitted changes, which a worktree would not have.",
                    advice: "--take-changes copies them into it, --leave-changes does not; they stay here either way.")
            default:
                throw CcmuxError(.invalid, "'changes' is 'take' or 'leave', not '\(request.changes ?? "")'.")
            }
        }
        // What would be refused is refused while the agent still runs.
        let wish = WorktreeWish(branch: request.branch, setup: request.setup)
        var made = try await makeWorktree(for: name, id: id, directory: directory, wish)
        if request.changes == "take", try await repository.status(in: made.worktree.path).changed.isEmpty {
            _ = try await repository.takeChanges(from: directory, to: made.worktree.path)
        }
        let isSetUp = prepareSetup(&made, wish)
        let wanted = entry.record.wanted
        if wanted == .running || wanted == .hibernated { try await want(.stopped, id) }
        do throws(CcmuxError) {
            try await move(id, into: &made)
        } catch {
            if wanted == .running { _ = try? await start(id.text, fresh: false) }
            throw error
        }
        if isSetUp {
            setUp(id, thenStart: wanted == .running)
        } else if wanted == .running {
            _ = try await start(id.text, fresh: false)
        }
        worktrees.dueAt = now()
        return try view(id)
    }

    private func move(_ id: SessionID, into made: inout WorktreeMemory) async throws(CcmuxError) {
        followLaunchFile(id)
        guard var record = entries[id]?.record else { throw gone(id.text) }
        let target = directory(in: made.worktree)
        made.carried = try await carryConversation(of: record, to: target)
        try made.write(options.home)
        let before = record.settings
        record.settings.directory = target
        record.settings.worktree = made.worktree
        try await save(
            record, kind: "session.changed",
            data: ["changed": ["dir", "worktree"], "dir": .string(target), "was": .string(before.directory)])
        do throws(CcmuxError) {
            try await prepareLaunch(id)
        } catch {
            record.settings = before
            try? await save(record, kind: "session.changed", data: ["undone": .string(error.message)])
            throw error
        }
        forgetTranscriptPlace(id)
        made.isRecorded = true
        try made.write(options.home)
        worktrees.carried[id] = made.carried
    }

    /// An agent in the middle of something is not interrupted unasked.
    func refuseAtWork(_ entry: Entry, force: Bool, to command: String) throws(CcmuxError) {
        guard !force, entry.process == .running, [.working, .compacting].contains(entry.state) else { return }
        throw CcmuxError(
            .refused, "'\(entry.record.name)' is working.",
            advice: "Wait for it (ccmux wait \(entry.record.name)), or interrupt it: ccmux \(command) --force")
    }
}
