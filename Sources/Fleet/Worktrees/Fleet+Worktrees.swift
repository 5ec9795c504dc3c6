import Logging
package import Model
import Platform
import Store
import Worktrees

/// Making worktrees.
extension Fleet {
    func git() throws(CcmuxError) -> Git { try Git(environment: options.loginEnvironment) }

    /// Holds what is done about one session's worktree apart from anything else that is.
    func exclusively<Result: Sendable>(
        _ word: String, _ body: () async throws(CcmuxError) -> Result
    ) async throws(CcmuxError) -> Result {
        guard worktrees.busy.insert(word).inserted else {
            throw CcmuxError(.refused, "Something is being done about the worktree of '\(word)' already.")
        }
        defer { worktrees.busy.remove(word) }
        return try await body()
    }

    /// Makes a session in a worktree of its own. Where a setup command is to run first, the session is there, stopped,
    /// and starts when that has succeeded.
    func create(
        _ request: NewSessionRequest, in wish: WorktreeWish
    ) async throws(CcmuxError) -> SessionView {
        // Everything else that may be wrong is refused before anything is made.
        let record = try await validated(request)
        return try await exclusively(record.name.text) { () throws(CcmuxError) in
            var request = request
            var made = try await makeWorktree(
                for: record.name, id: record.id, directory: record.settings.directory, wish)
            let isSetUp = prepareSetup(&made, wish)
            request.worktree = nil
            request.dir = directory(in: made.worktree)
            if isSetUp { request.start = false }
            let view = try await create(request, id: made.session, worktree: made.worktree)
            made.isRecorded = true
            try made.write(options.home)
            if isSetUp { setUp(made.session, thenStart: record.wanted == .running) }
            worktrees.dueAt = now()
            return view
        }
    }

    /// Makes the worktree that is wished for, or goes on with what an attempt before made of it.
    func makeWorktree(
        for name: SessionName, id: SessionID, directory: String, _ wish: WorktreeWish
    ) async throws(CcmuxError) -> WorktreeMemory {
        let repository = try await Repository.find(directory, git: git())
        let earlier = WorktreeMemory.all(options.home).first { memory in
            let isOurs = memory.session == id || (memory.name == name && entries[memory.session] == nil)
            return isOurs && !memory.isRecorded && memory.worktree.repository == repository.root
        }
        let plan = try await repository.plan(
            name: name, directory: directory, branch: nonEmpty(wish.branch), template: options.worktrees.folder,
            userHome: options.userHome, earlier: earlier?.worktree)
        let isEarlier = earlier?.worktree == plan
        let memory = WorktreeMemory(
            session: isEarlier ? earlier?.session ?? id : id, name: name, worktree: plan, isRecorded: false)
        try memory.write(options.home)
        do throws(CcmuxError) {
            try await repository.add(plan)
        } catch {
            // What git has begun is gone on with next time; where it has begun nothing there is nothing to know.
            let isBegun = plan.madeBranch ? try? await repository.tip(of: plan.branch) : nil
            if isBegun == nil { Files.remove(options.home.worktreeFile(memory.session)) }
            throw error
        }
        var data: [String: JSONValue] = [
            "path": .string(plan.path), "branch": .string(plan.branch), "repository": .string(plan.repository),
        ]
        do throws(CcmuxError) {
            let copies = try await repository.copyFiles(matching: options.worktrees.copy, to: plan.path)
            if !copies.copied.isEmpty { data["copied"] = .array(copies.copied.prefix(50).map { .string($0) }) }
            if !copies.notes.isEmpty { data["notes"] = .array(copies.notes.prefix(20).map { .string($0) }) }
        } catch {
            data["notes"] = .array([.string("No files were copied: \(error.message)")])
        }
        record(NewEvent(at: now(), kind: "worktree.added", session: memory.session, name: name, data: data))
        return memory
    }

    /// The same place in the worktree that the session's directory has in the repository.
    func directory(in worktree: SessionWorktree) -> String {
        guard let real = Files.realPath(worktree.origin), let top = GitGlance(worktree.origin)?.top,
            let below = WorktreePlace.relative(real, to: top), !below.isEmpty,
            Files.unusableDirectoryReason("\(worktree.path)/\(below)") == nil
        else { return worktree.path }
        return "\(worktree.path)/\(below)"
    }

    // MARK: The setup command

    /// True where one is to run.
    func prepareSetup(_ memory: inout WorktreeMemory, _ wish: WorktreeWish) -> Bool {
        guard !options.worktrees.setup.isEmpty, wish.setup != false else { return false }
        memory.worktree.setup = .running
        return true
    }

    /// Runs the setup command in a task of the fleet's own, and starts the session once it has succeeded.
    func setUp(_ id: SessionID, thenStart: Bool) {
        guard let record = entries[id]?.record, let worktree = record.settings.worktree else { return }
        worktrees.setups.insert(id)
        let command = SetupCommand(
            words: options.worktrees.setup, worktree: worktree, session: record.name,
            environment: options.loginEnvironment, log: options.home.setupLog(id),
            seconds: Double(options.worktrees.setupMinutes) * 60)
        self.record(
            NewEvent(
                at: now(), kind: "worktree.setup", session: id, name: record.name,
                data: ["setup": "running", "log": .string(command.log)]))
        spawn {
            let problem = await command.run()
            await self.setupEnded(id, problem: problem, thenStart: thenStart)
        }
    }

    func setupEnded(_ id: SessionID, problem: String?, thenStart: Bool) async {
        worktrees.setups.remove(id)
        guard var record = entries[id]?.record, record.settings.worktree != nil else { return }
        record.settings.worktree?.setup = problem == nil ? .done : .failed
        var data: [String: JSONValue] = ["setup": .string(problem == nil ? "done" : "failed")]
        if let problem { data["problem"] = .string(problem) }
        do throws(CcmuxError) {
            try await save(record, kind: "worktree.setup", data: data)
            if var memory = WorktreeMemory.of(id, options.home), let worktree = record.settings.worktree {
                memory.worktree = worktree
                try memory.write(options.home)
            }
            if thenStart, problem == nil { _ = try await start(id.text, fresh: false) }
        } catch {
            logger.warning("after a setup command: \(error.message)", metadata: ["id": "\(id)"])
        }
    }

    package func setupProgress(_ word: String, since offset: Int) throws(CcmuxError) -> SetupProgress {
        let id = try resolve(word)
        guard let worktree = entries[id]?.record.settings.worktree else { throw hasNoWorktree(id) }
        let log = options.home.setupLog(id)
        let bytes = Files.part(of: log, from: max(0, offset), count: 64 << 10) ?? []
        return SetupProgress(
            setup: worktree.setup, log: log, offset: max(0, offset) + bytes.count,
            text: String(decoding: bytes, as: UTF8.self))
    }

    func hasNoWorktree(_ id: SessionID) -> CcmuxError {
        let name = entries[id]?.record.name.text ?? id.text
        return CcmuxError(
            .refused, "'\(name)' has no worktree of its own.", advice: "ccmux isolate \(name) moves it into one.")
    }
}
