import Logging
import Model
import Platform
import Runner
import Store
import Tmux
import Watchdog

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What the end of an agent tells.
extension Fleet {
    private static let lastLines = 40
    /// Seconds within which an agent ends whose conversation is in use.
    private static let quickEnd = 20.0
    private static let inUse = "is already in use"

    func followCrash(_ id: SessionID, _ exited: Report.Exited, at moment: Timestamp) {
        guard exited.retryAt != nil else { return }
        let isQuick = exited.aliveSeconds < Self.quickEnd && exited.exit != .status(0)
        let failures = exited.failures ?? 0
        let isLoop = failures >= options.watchdog.crashes
        let wasLoop = (watchdog.records[id]?[.crashLoop]?.streak ?? 0) > 0
        guard isQuick || isLoop || wasLoop else { return }
        spawn { await self.judgeExit(id, exited, failures, moment, isQuick: isQuick) }
    }

    private func judgeExit(
        _ id: SessionID, _ exited: Report.Exited, _ failures: Int, _ moment: Timestamp, isQuick: Bool
    ) async {
        let lines = await lastLines(of: id)
        guard entries[id] != nil, watchdog.isLoaded else { return }
        let engine = WatchdogEngine(options.watchdog, now: now())
        let text = JSONValue.array(lines.map { .string($0) })
        let record = watchdog.records[id]?[.crashLoop] ?? WatchdogRecord()
        if let verdict = engine.crashLoop(record, failures: failures, how: exited.exit.description, at: moment) {
            take(verdict, id, more: ["lines": text])
        }
        guard isQuick, let line = lines.last(where: { $0.contains(Self.inUse) }) else { return }
        let use = watchdog.records[id]?[.sessionInUse] ?? WatchdogRecord()
        if let verdict = engine.sessionInUse(use, saw: String(line.prefix(300)), at: moment) { take(verdict, id) }
    }

    private func lastLines(of id: SessionID) async -> [String] {
        guard let pane = entries[id]?.pane?.id,
            let capture = try? await tmux.capture(pane, lines: Self.lastLines * 2, escapes: false)
        else { return [] }
        var lines = capture.lines.map { String(decoding: $0.prefix(500), as: UTF8.self) }[...]
        while let last = lines.last, last.allSatisfy({ $0 == " " }) { lines.removeLast() }
        return Array(lines.suffix(Self.lastLines))
    }

    // MARK: A conversation that is in use

    /// Ends what an earlier runner of ours left behind, and only that.
    func takeOver(_ id: SessionID) async {
        defer { watchdog.busy.remove(.init(id: id, rule: .sessionInUse)) }
        let orphans = orphans(of: id)
        if orphans.isEmpty {
            let holder = entries[id]?.record.conversation.flatMap { ProcessTable.first(naming: $0.text) }
            let who = holder.map { "process \($0.pid) (\($0.command.prefix(200))) holds it" } ?? "nobody was found"
            let text = "its conversation is in use, and \(who); that is none that ccmux left behind"
            notify(text, .sessionInUse, id)
            return
        }
        await end(orphans)
        let event = watchdogEvent(
            "watchdog.sessionInUse", id,
            [
                "rule": "sessionInUse", "done": .string("ended what an earlier runner had left behind"),
                "pids": .array(orphans.map { .integer(Int64($0.pid)) }),
            ])
        finish(id, .sessionInUse, events: [event])
        relaunch(id)
    }

    /// Processes that bear this session's id and home and have no living runner of ours above them.
    private func orphans(of id: SessionID) -> [ProcessIdentity] {
        let home = "CCMUX_HOME=\(options.home.root)"
        let ours = ProcessTable.processes(withVariable: "CCMUX_SESSION_ID=\(id)")
        let here = Set(ProcessTable.processes(withVariable: home))
        let runners = Set(
            ours.filter { ProcessTable.command(of: $0.pid).dropFirst().first == "_run" }.map(\.pid)
                + entries.values.compactMap { $0.runtime.runner }.filter(ProcessTable.isAlive).map(\.pid)
                + entries.values.compactMap { $0.pane?.pid })
        return ours.filter { process in
            here.contains(process) && process.pid != getpid() && !runners.contains(process.pid)
                && ProcessTable.ancestors(of: process.pid).allSatisfy { !runners.contains($0) }
                // A person's own command in a shell of the agent's is not the agent.
                && ProcessTable.hasVariable("CCMUX_NONCE", process.pid)
        }
    }
}
