package import Agents
package import Logging
package import Model
import Platform
import Runner
import Status
package import Store
package import Tmux

/// The sessions of this machine, and the one who closes the difference between what is wanted and what is seen.
///
/// Everything goes through this actor: wishes (from the API), reports (from runners and hooks) and looks at tmux. Each
/// changes the entries and wakes the reconciler, which decides purely and acts in a task per session, so that a
/// session's failure never delays another's.
package actor Fleet {
    package nonisolated let options: FleetOptions
    package nonisolated let events = EventHub()
    package nonisolated let catalog: AgentCatalog
    nonisolated let store: Store
    nonisolated let tmux: TmuxServer
    nonisolated let binaries: AgentBinaries
    nonisolated let mark: FleetMark
    nonisolated let logger: Logger

    var entries: [SessionID: Entry] = [:]
    /// Rows of the database that cannot be read; they are shown by doctor and left alone.
    var damaged: [DamagedRow] = []
    var foreignNames: Set<String> = []
    var server: ServerIdentity?
    /// The first full sweep has been made.
    var isReady = false
    /// When that was.
    package private(set) var readySince: Timestamp?
    /// Counts looks and deeds, so that what was seen before a deed is not taken for what came of it.
    private var count = 0
    private var lastApplied = 0
    /// When all panes were last looked at, and what was seen.
    var lookedAt: Timestamp?
    var lastGlance = Glance(bytes: [])
    var glanced: [PaneID: Glance.Pane] = [:]
    /// Until then panes are looked at more often.
    var livelyUntil = Timestamp(milliseconds: 0)
    /// The second of the last look for what need not be known at once.
    var lastAround = 0
    /// Sessions whose options in tmux are behind.
    var unmarked: Set<SessionID> = []
    var approvals = ApprovalBoard()
    nonisolated let files = FolderWatch()
    var waiters: [Int: Waiter] = [:]
    var lastWaiter = 0
    var limits = LimitBoard()
    var outbox = OutboxBoard()
    var hibernation = HibernationBoard()
    var watchdog = WatchdogBoard()
    var budgets = BudgetBoard()
    var worktrees = WorktreeBoard()

    private nonisolated let wakes: AsyncStream<Void>
    nonisolated let wake: AsyncStream<Void>.Continuation
    nonisolated let glances: AsyncStream<Void>
    private nonisolated let glance: AsyncStream<Void>.Continuation
    private nonisolated let jobs: AsyncStream<@Sendable () async -> Void>
    private nonisolated let job: AsyncStream<@Sendable () async -> Void>.Continuation

    /// Reads the records; nothing is started before `run`.
    ///
    /// - Throws: when the database cannot be read at all.
    package init(
        options: FleetOptions, store: Store, tmux: TmuxServer, catalog: AgentCatalog, binaries: AgentBinaries,
        logger: Logger
    ) throws(CcmuxError) {
        self.options = options
        self.store = store
        self.tmux = tmux
        self.catalog = catalog
        self.binaries = binaries
        self.logger = logger
        mark = FleetMark(home: options.home.root)
        // One pending wake is enough: a look sees everything.
        (wakes, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        (glances, glance) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        (jobs, job) = AsyncStream.makeStream()
        let sessions = try store.sessions()
        let runtimes = try store.runtimes()
        damaged = sessions.damaged
        for record in sessions.records {
            var entry = Entry(record: record, runtime: runtimes[record.id] ?? RuntimeRecord())
            entry.decide(now: options.clock(), lookedAt: nil)
            entries[record.id] = entry
        }
        try store.trimOutbox(keeping: OutboxBoard.finishedKept)
        outbox.load(try store.openDeliveries())
    }

    /// Runs until the task is cancelled. The agents go on: they are tmux's, not ours.
    package func run() async {
        for row in damaged {
            logger.error("a session's row cannot be read", metadata: ["id": "\(row.id)", "reason": "\(row.reason)"])
        }
        Files.removeAbandoned(in: [options.home.runFolder, options.home.screenFolder])
        drainSpool()
        followLaunchFiles()
        for id in entries.keys { followSessionFile(of: id) }
        await withDiscardingTaskGroup { group in
            group.addTask { await self.tmux.run() }
            group.addTask { await self.followTmux() }
            group.addTask { await self.tick(every: self.options.sweepInterval) { await self.sweep() } }
            group.addTask { await self.watchPanes() }
            group.addTask { await self.tick(every: 1) { await self.everySecond() } }
            group.addTask { await self.followSessionFiles() }
            group.addTask {
                for await _ in self.wakes { await self.look() }
            }
            for await work in jobs {
                group.addTask { await work() }
            }
            group.cancelAll()
        }
        events.finish()
    }

    /// Does `work` in a task of the fleet's own: it goes on when its caller does not.
    nonisolated func spawn(_ work: @escaping @Sendable () async -> Void) {
        job.yield(work)
    }

    nonisolated func lookSoon() {
        wake.yield()
    }

    nonisolated func observeSoon() {
        glance.yield()
    }

    nonisolated func now() -> Timestamp { options.clock() }

    private nonisolated func tick(every seconds: Double, _ work: () async -> Void) async {
        while !Task.isCancelled {
            await work()
            try? await Task.sleep(for: .seconds(seconds))
        }
    }

    private func followTmux() async {
        for await notification in await tmux.notifications() {
            switch notification {
            case .connected(let identity):
                if let before = server, before != identity {
                    record(NewEvent(at: now(), kind: "tmux.restarted", data: ["pid": .integer(Int64(identity.pid))]))
                }
                lookSoon()
            case .sessionsChanged, .windowClosed, .missed, .sessionRenamed: lookSoon()
            case .disconnected:
                logger.warning("the connection to tmux was lost")
                lookSoon()
            default: break
            }
        }
    }

    // MARK: Looking

    /// Looks at everything that events may have missed.
    func sweep() async {
        drainSpool()
        checkProcesses()
        await refreshBlocked()
        await look()
        try? store.trimEvents(keeping: options.eventsKept)
        FreedMemory.giveBack()
        if !isReady {
            isReady = true
            readySince = now()
            logger.info("the first sweep is done", metadata: ["sessions": "\(entries.count)"])
        }
    }

    /// Sees what tmux has and sets right what differs.
    func look() async {
        let began = nextCount()
        let snapshot: ServerSnapshot
        do {
            snapshot = try await tmux.snapshot(options: [FleetMark.session, FleetMark.pane])
        } catch {
            if !error.isTransport { logger.warning("tmux cannot be asked: \(error)") }
            if error.isTransport { return await serverIsGone() }
            return
        }
        guard began > lastApplied else { return }
        lastApplied = began
        apply(FleetSight(snapshot, mark: mark), began: began)
    }

    func nextCount() -> Int {
        count += 1
        return count
    }

    /// Nothing is done about it here: the connection starts the server anew, and then we look again.
    private func serverIsGone() async {
        guard await tmux.identity == nil else { return }
        server = nil
        for id in entries.keys { change(id) { $0.sight = nil } }
    }

    private func apply(_ seen: FleetSight, began: Int) {
        server = seen.server
        foreignNames = seen.foreignNames
        // Every deed is followed by a look of its own.
        for id in entries.values.filter({ $0.actedAt < began }).map(\.record.id).sorted() {
            change(id) { entry in
                entry.sight = seen.ours[id]
                if entry.pane == nil { entry.isRemembered = false }
            }
            reconcile(id)
        }
    }

    func reconcile(_ id: SessionID) {
        guard var entry = entries[id] else { return }
        if entry.isBusy {
            entries[id]?.needsLook = true
            return
        }
        let situation = Reconciler.Situation(
            wanted: entry.record.wanted, sight: entry.sight, nameIsTaken: foreignNames.contains(entry.record.name.text),
            hasServer: server != nil, startsAreFull: startsAreFull(except: id),
            isOnHold: entry.holdUntil.map { $0 > now() } ?? false, hasAgent: entry.runtime.agent != nil,
            isPutAway: entry.isPutAway)
        let action = Reconciler.decide(situation, name: entry.record.name.text)
        switch action {
        case .none, .wait:
            if entry.blocked != nil, case .none = action { change(id) { $0.blocked = nil } }
        case .block(let reason):
            block(id, reason)
        default:
            entry.isBusy = true
            entry.needsLook = false
            if case .createSession = action { entry.startingUntil = now().adding(seconds: Self.longestStart) }
            if case .wake = action { entry.startingUntil = now().adding(seconds: Self.longestStart) }
            if case .createPane = action { entry.startingUntil = now().adding(seconds: Self.longestStart) }
            entries[id] = entry
            spawn { await self.perform(action, on: id) }
        }
    }

    /// Seconds after which a start that says nothing no longer holds a place.
    private static let longestStart = 15.0

    private func startsAreFull(except id: SessionID) -> Bool {
        let moment = now()
        let starting = entries.values.count { $0.record.id != id && ($0.startingUntil.map { $0 > moment } ?? false) }
        return starting >= options.startsAtOnce
    }

    func block(_ id: SessionID, _ reason: String) {
        guard let entry = entries[id], entry.blocked != reason else { return }
        change(id) { $0.blocked = reason }
        record(
            NewEvent(
                at: now(), kind: "session.blocked", session: id, name: entry.record.name,
                data: ["reason": .string(reason)]))
    }

    // MARK: Changing

    /// Changes an entry, decides anew what its agent is doing, and tells everybody when what it shows has changed.
    func change(_ id: SessionID, _ body: (inout Entry) -> Void) {
        guard var entry = entries[id] else { return }
        body(&entry)
        entry.decide(now: now(), lookedAt: lookedAt)
        let before = entry.shown
        let process = entry.process
        let status = entry.verdict.status
        let isOther = before?.process != process || before?.status.state != status.state
        if isOther { entry.runtime.unread = isUnread(entry, before: before?.status.state) }
        let unread = entry.runtime.unread
        if isOther || before?.status != status || before?.unread != unread {
            let since = before == nil ? entry.runtime.stateSince ?? now() : isOther ? now() : before?.since ?? now()
            entry.shown = .init(process: process, status: status, unread: unread, since: since)
            entry.runtime.stateSince = since
            entry.runtime.state = status.state
            unmarked.insert(id)
        }
        let shown = entry.shown
        entries[id] = entry
        if let shown, shown != before {
            if let before { tell(id, shown, before) }
            changed(id, from: before, to: shown)
        }
        checkWaiters()
    }

    /// A turn that ended while no client showed it waits to be read.
    private func isUnread(_ entry: Entry, before: AgentState?) -> Bool {
        let ended: Set<AgentState> = [.idle, .limited, .error]
        let began: Set<AgentState> = [.working, .compacting]
        let state = entry.verdict.status.state
        if began.contains(state) { return false }
        guard let before, began.contains(before), ended.contains(state) else { return entry.runtime.unread }
        return !entry.watch.isAttached
    }

    private func tell(_ id: SessionID, _ shown: Entry.Shown, _ before: Entry.Shown) {
        let isOther = before.process != shown.process || before.status.state != shown.status.state
        var data: [String: JSONValue] = [
            "process": .string(shown.process.rawValue), "state": .string(shown.status.state.rawValue),
        ]
        if let rule = entries[id]?.verdict.rule { data["rule"] = .string(rule.rawValue) }
        if isOther {
            data["was"] = .object([
                "process": .string(before.process.rawValue), "state": .string(before.status.state.rawValue),
            ])
        }
        let status = shown.status
        if let detail = status.detail { data["detail"] = .string(String(detail.prefix(500))) }
        if let error = status.error { data["error"] = .string(error.rawValue) }
        if let limit = status.limit {
            data["limit"] = .string(limit.kind.rawValue)
            if let until = limit.until { data["until"] = .string(until.rfc3339) }
        }
        if let menu = status.menu { data["options"] = .array(menu.options.map { .string($0.label) }) }
        if status.draft { data["draft"] = true }
        if shown.process == .backoff, let retryAt = entries[id]?.runtime.retryAt {
            data["retryAt"] = .string(retryAt.rfc3339)
        }
        if shown.unread { data["unread"] = true }
        if status.background { data["background"] = true }
        if let model = status.model { data["model"] = .string(model) }
        if let percent = status.context?.percent { data["context"] = .integer(Int64(percent)) }
        let event = NewEvent(
            at: now(), kind: isOther ? "session.state" : "session.detail", session: id, name: entries[id]?.record.name,
            data: data)
        if isOther { saveRuntime(id, [event]) } else { record(event) }
    }

    /// Writes an event down and tells it. A full disk costs the event, not the fleet.
    func record(_ event: NewEvent) {
        do {
            events.publish(try store.append([event]))
        } catch {
            logger.error("an event cannot be written: \(error.message)", metadata: ["kind": "\(event.kind)"])
        }
    }
}
