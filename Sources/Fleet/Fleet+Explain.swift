import Agents
package import Model
import Platform
import Status
import Store
import Tmux

extension Fleet {
    /// How a session's state was decided.
    package func explain(_ word: String) async throws(CcmuxError) -> Explanation {
        let id = try resolve(word, looking: true)
        await observe()
        change(id) { _ in }
        let onTheirWay = await onTheirWay(id)
        guard let entry = entries[id] else { throw gone(word) }
        let moment = now()
        var signals = entry.signals
        if let lookedAt, entry.watch.isCurrent { signals.confirm(screenAt: lookedAt) }
        let isRunning = entry.process == .running
        let hold = limitEvidence(of: id, moment)
        return Explanation(
            session: entry.view(now: moment), at: moment, rule: entry.verdict.rule.rawValue,
            reason: entry.verdict.reason,
            evidence: processEvidence(entry, moment) + hold + (isRunning ? signals.evidence() : []),
            contradictions: entry.verdict.contradictions, outbox: onTheirWay)
    }

    /// The prompts that wait for a session, for those who look at it; nil where the outbox cannot be read.
    func onTheirWay(_ id: SessionID) async -> [Delivery]? {
        guard var page = try? await outbox(session: id.text, all: false, limit: 50) else { return nil }
        for index in page.deliveries.indices { page.deliveries[index].shorten() }
        return page.deliveries
    }

    private func processEvidence(_ entry: Entry, _ moment: Timestamp) -> [Explanation.Evidence] {
        let runtime = entry.runtime
        var words = "wanted \(entry.record.wanted.rawValue), \(entry.process.rawValue)"
        if let agent = runtime.agent { words += ", pid \(agent.pid)" }
        if let exit = runtime.lastExit { words += ", last ended: \(exit)" }
        let since = runtime.startedAt ?? entry.shown?.since ?? moment
        return [
            .init(
                source: "process", since: since, seen: moment, says: words,
                raw: runtime.runner.map { "runner \($0.pid), launches \(runtime.launches)" })
        ]
    }

    /// The whole fleet in a line.
    package func summary() -> FleetSummary {
        let shown = entries.values.filter { $0.record.wanted != .archived }
        let limits = shown.compactMap { $0.state == .limited ? $0.verdict.status.limit?.until : nil }
        return FleetSummary(
            counts: Dictionary(shown.map { ($0.state.rawValue, 1) }, uniquingKeysWith: +), total: shown.count,
            waiting: shown.filter { $0.state.needsPerson }.map(\.record.name).sorted(), limitedUntil: limits.min())
    }

    /// A person has seen how the last turn ended.
    package func read(_ word: String) throws(CcmuxError) {
        markRead(try resolve(word, looking: true))
    }

    func markRead(_ id: SessionID) {
        guard entries[id]?.runtime.unread == true else { return }
        change(id) { $0.runtime.unread = false }
        saveRuntime(id)
    }
}
