package import Model
import Platform
import Store
import Worktrees

/// Looking at worktrees.
extension Fleet {
    package func worktreeList() async -> WorktreeList {
        var views: [WorktreeView] = []
        let memories = WorktreeMemory.all(options.home)
        for entry in entries.values.sorted(by: { $0.record.name < $1.record.name }) {
            guard let facts = entry.record.settings.worktree else { continue }
            views.append(WorktreeView(name: entry.record.name, session: entry.record.id, facts: facts))
        }
        for memory in memories where entries[memory.session] == nil && !worktrees.busy.contains(memory.name.text) {
            views.append(WorktreeView(name: memory.name, session: nil, facts: memory.worktree))
        }
        if let git = try? git() {
            for index in views.indices { await Self.fill(&views[index], git) }
        } else {
            for index in views.indices { views[index].problem = "There is no git on the PATH." }
        }
        let conflicts = conflictList()
        return WorktreeList(worktrees: views, conflicts: conflicts.conflicts, notes: conflicts.notes)
    }

    /// Asks git about one.
    private static func fill(_ view: inout WorktreeView, _ git: Git) async {
        view.missing = Files.kind(of: view.path) != .folder
        do throws(CcmuxError) {
            let repository = try await Repository.find(view.repository, git: git)
            view.locked = try await repository.worktree(at: view.path)?.locked
            if !view.missing {
                if let branch = try await repository.currentBranch(in: view.path) { view.branch = branch }
                view.dirty = try await repository.losses(in: view.path).count
            }
            view.head = try await repository.tip(of: view.branch)
            guard let head = view.head, let into = view.into, let other = try await repository.tip(of: into) else {
                return
            }
            let distance = try await repository.distance(of: head, from: other)
            view.ahead = distance.ahead
            view.behind = distance.behind
            view.merged = distance.ahead == 0
        } catch {
            view.problem = error.message
        }
    }

    package func worktreeDetail(_ word: String) async throws(CcmuxError) -> WorktreeDetail {
        let id = try resolve(word, looking: true)
        guard let record = entries[id]?.record, let facts = record.settings.worktree else { throw hasNoWorktree(id) }
        var view = WorktreeView(name: record.name, session: id, facts: facts)
        let git = try git()
        await Self.fill(&view, git)
        if view.missing { throw missing(facts) }
        let repository = try await Repository.find(facts.path, git: git)
        guard let head = try await repository.commit("HEAD", in: facts.path) else {
            throw CcmuxError(.failed, "The worktree \(facts.path) has no commit.")
        }
        var base: String?
        if let into = facts.into, let other = try await repository.tip(of: into) {
            base = try await repository.mergeBase(head, other)
        }
        let since = base ?? facts.base
        return WorktreeDetail(
            worktree: view, mergeBase: since,
            untracked: Array(try await repository.status(in: facts.path).untracked.prefix(1000)),
            files: try await repository.changes(since: since, in: facts.path))
    }

    func missing(_ facts: SessionWorktree) -> CcmuxError {
        CcmuxError(
            .notFound, "The worktree \(facts.path) is gone.",
            advice: "git -C \(ShellWord.quoted(facts.repository)) worktree add \(ShellWord.quoted(facts.path)) "
                + "\(ShellWord.quoted(facts.branch)) brings it back; ccmux worktree finish gives it up.")
    }

    // MARK: The radar

    /// What was found last, with what a few small files tell at this moment.
    func conflictList() -> ConflictList {
        let names = Set(entries.values.map(\.record.name))
        var list = worktrees.found
        list.conflicts = list.conflicts.filter { $0.sessions.allSatisfy(names.contains) }
        return list
    }

    /// Sessions in each other's way.
    ///
    /// - Parameters:
    ///   - word: only those of this session.
    ///   - looking: compares branches now; else what was found last counts for those.
    package func conflicts(of word: String?, looking: Bool) async throws(CcmuxError) -> ConflictList {
        let id = try word.map { word throws(CcmuxError) in try resolve(word, looking: true) }
        if looking { await lookForConflicts() }
        var list = conflictList()
        if !looking {
            let seats = await Self.seats(seatsAsked(with: id))
            list.conflicts = ConflictRadar.sharing(seats) + list.conflicts.filter { $0.kind != "shared" }
        }
        if let id, let name = entries[id]?.record.name {
            list.conflicts = list.conflicts.filter { $0.sessions.contains(name) }
        }
        return list
    }

    /// Directories of those that work or may at any moment.
    private func seatsAsked(with id: SessionID? = nil) -> [(SessionName, String)] {
        entries.values.filter { $0.record.wanted == .running || $0.record.wanted == .hibernated || $0.record.id == id }
            .map { ($0.record.name, $0.record.settings.directory) }
    }

    @concurrent
    private static func seats(_ asked: [(SessionName, String)]) async -> [ConflictRadar.Seat] {
        asked.compactMap { name, directory in
            GitGlance(directory).map { ConflictRadar.Seat(session: name, glance: $0) }
        }
    }

    func lookForConflicts() async {
        guard !worktrees.isLooking else { return }
        worktrees.isLooking = true
        defer { worktrees.isLooking = false }
        let seats = await Self.seats(seatsAsked())
        guard seats.count > 1 else {
            worktrees.found = ConflictList(conflicts: [])
            return
        }
        if worktrees.radar == nil, let git = try? git() {
            worktrees.radar = ConflictRadar(git: git, scratch: options.home.runFolder + "/radar-objects")
        }
        let before = Set(worktrees.found.conflicts.map(Self.sameness))
        worktrees.found =
            await worktrees.radar?.look(at: seats) ?? ConflictList(conflicts: ConflictRadar.sharing(seats))
        for conflict in worktrees.found.conflicts where !before.contains(Self.sameness(conflict)) {
            record(
                NewEvent(
                    at: now(), kind: "worktree.conflict", session: nil, name: nil,
                    data: [
                        "kind": .string(conflict.kind), "sessions": .array(conflict.sessions.map { .string($0.text) }),
                        "directory": .string(conflict.directory),
                        "branches": .array(conflict.branches.map { .string($0) }),
                        "files": .array(conflict.files.map { .string($0) }),
                    ]))
        }
    }

    /// The same conflict, though other files are in it now.
    private static func sameness(_ conflict: WorktreeConflict) -> [String] {
        [conflict.kind, conflict.directory] + conflict.sessions.map(\.text)
    }

    // MARK: The passing of time

    /// A session began or ended: who is in whose way may be different.
    func followWorktrees(_ id: SessionID, from before: ProcessState?, to now: ProcessState) {
        guard before != now, options.worktrees.radarSeconds > 0 else { return }
        worktrees.dueAt = min(worktrees.dueAt ?? self.now(), self.now().adding(seconds: 2))
    }

    func tickWorktrees(_ moment: Timestamp) {
        if !worktrees.isLoaded { loadWorktrees() }
        for (id, carried) in worktrees.carried where isProven(carried, id) {
            worktrees.carried[id] = nil
            spawn { await self.giveUp(carried, of: id) }
        }
        guard options.worktrees.radarSeconds > 0, !worktrees.isLooking, worktrees.dueAt.map({ $0 <= moment }) ?? true
        else { return }
        worktrees.dueAt = moment.adding(seconds: Double(options.worktrees.radarSeconds))
        spawn { await self.lookForConflicts() }
    }

    /// What the daemon before left: setup commands that nobody waits for any more, transcripts that were copied.
    private func loadWorktrees() {
        worktrees.isLoaded = true
        for memory in WorktreeMemory.all(options.home) {
            if let carried = memory.carried { worktrees.carried[memory.session] = carried }
            // A daemon that ended just after the record was written had no time to note it.
            if !memory.isRecorded, entries[memory.session]?.record.settings.worktree?.path == memory.worktree.path {
                var memory = memory
                memory.isRecorded = true
                try? memory.write(options.home)
            }
        }
        for entry in entries.values where entry.record.settings.worktree?.setup == .running {
            let id = entry.record.id
            guard !worktrees.setups.contains(id) else { continue }
            spawn {
                await self.setupEnded(
                    id, problem: "The daemon was restarted while the setup command ran.", thenStart: false)
            }
        }
    }
}
