import Agents
import Delivery
import Logging
import Model
import Platform
import Status
import Store
import Watchdog

/// Decides once a second for each session, writes down what was decided together with its event, then does it; what is
/// done is taken out of the record. Every step can be repeated, so that a crash in between costs nothing.
extension Fleet {
    func followWatchdog(_ id: SessionID, from before: AgentStatus?, to status: AgentStatus) {
        // A turn that ended well ends a row of tries, also where the next one begins at once.
        if status.state == .idle, before?.state != .idle, watchdog.isLoaded { spawn { await self.consider(id) } }
        guard status.state == .working, before?.state != .working else { return }
        watchdog.quiet[id] = QuietWatch(since: now())
    }

    func tickWatchdog(_ moment: Timestamp) {
        guard loadWatchdog() else { return }
        if watchdog.records.count + watchdog.quiet.count > entries.count * 2 { watchdog.forget(except: entries.keys) }
        for (id, entry) in entries {
            carryOutPending(id)
            watchQuiet(id, entry, moment)
            consider(id)
        }
    }

    private func consider(_ id: SessionID) {
        guard let entry = entries[id], entry.record.wanted == .running, entry.process == .running,
            !entry.isRemembered, !entry.isBusy, isWorthALook(entry, watchdog.records[id])
        else { return }
        let verdicts = WatchdogEngine(options.watchdog, now: now()).decide(
            situation(id, entry), watchdog.records[id] ?? [:])
        for verdict in verdicts { take(verdict, id) }
    }

    /// Most sessions are at rest with nothing to be said of them.
    private func isWorthALook(_ entry: Entry, _ records: [WatchdogRule: WatchdogRecord]?) -> Bool {
        let status = entry.verdict.status
        switch status.state {
        case .idle:
            let isFull = contextPercent(entry).map { 100 - $0 < options.watchdog.contextLeft } ?? false
            return isFull || records?.values.contains { $0.streak > 0 || $0.followUp != nil } ?? false
        default: return true
        }
    }

    private func loadWatchdog() -> Bool {
        if watchdog.isLoaded { return true }
        do {
            let stored = try store.watchRecords(WatchdogRecord.self)
            for (id, rules) in stored {
                for (name, record) in rules {
                    guard let rule = WatchdogRule(rawValue: name) else { continue }
                    watchdog.records[id, default: [:]][rule] = record
                }
            }
            watchdog.isLoaded = true
        } catch {
            logger.error("what the watchdog did cannot be read: \(error.message)")
        }
        return watchdog.isLoaded
    }

    // MARK: What is seen

    private func situation(_ id: SessionID, _ entry: Entry) -> WatchdogSituation {
        let status = entry.verdict.status
        let transcript = entry.signals.transcript
        let kind = catalog.kind(entry.record.agent)
        let lastWord: WatchdogSituation.LastWord? =
            switch transcript?.value.last {
            case .answer: .answer
            case .turnEnded: .turnEnded
            case nil: nil
            default: .other
            }
        let failure = failure(entry)
        // Only one rule needs it, and it costs a look into the transcript.
        var prompt: String?
        if let failure, let kind, failure.kind == .thinkingCorruption,
            WatchdogEngine(options.watchdog, now: now()).isNew(failure, to: watchdog.records[id]?[.thinking])
        {
            prompt = lastPrompt(of: id, kind)
        }
        return WatchdogSituation(
            state: status.state, since: entry.shown?.since ?? now(), failure: failure,
            contextPercent: contextPercent(entry), lastWord: lastWord, lastWordAt: transcript?.since,
            menu: status.detail ?? status.menu?.question ?? status.menu?.title,
            draft: status.draft || entry.isTyping, isHeld: limitHold(of: id, source: "watchdog") != nil,
            // What the agent itself holds it takes up by itself.
            hasPrompts: outbox.open(id).contains { $0.delivery.state != .queued }, compactCommand: kind?.compactCommand, lastPrompt: prompt,
            quietSince: watchdog.quiet[id]?.since)
    }

    /// Claude tells the limit only to a status line, and not everybody has one.
    private func contextPercent(_ entry: Entry) -> Int? {
        guard let context = entry.verdict.status.context else { return nil }
        if let percent = context.percent { return percent }
        guard let used = context.used, options.watchdog.contextWindow > 0 else { return nil }
        let models = [entry.verdict.status.model, entry.record.settings.model].compactMap { $0 }
        let window = models.contains { $0.contains("[1m]") } ? 1_000_000 : options.watchdog.contextWindow
        // More than it is said to hold: then that is not true.
        return used > window ? nil : ContextUse(used: used, limit: window).percent
    }

    /// The agent's own record tells an error from every other one. Where there is none, the moment at which the state
    /// was first seen does, which outlives the daemon.
    private func failure(_ entry: Entry) -> WatchdogSituation.Failure? {
        let status = entry.verdict.status
        guard status.state == .error, let kind = status.error else { return nil }
        if let transcript = entry.signals.transcript {
            // What still stands on the screen may be from before a compaction.
            guard case .failed(let recorded, let words) = transcript.value.last else { return nil }
            return .init(kind: recorded, at: transcript.since, text: words)
        }
        return entry.shown.map { .init(kind: kind, at: $0.since, text: status.detail ?? "") }
    }

    private static let promptTail = 4 << 20

    /// The last prompt that became part of the conversation.
    private func lastPrompt(of id: SessionID, _ kind: any AgentKind) -> String? {
        guard let path = transcriptPath(of: id, kind), let tail = Files.tail(of: path, bytes: Self.promptTail) else {
            return nil
        }
        let whole = tail.count < Self.promptTail ? tail[...] : tail.drop { $0 != UInt8(ascii: "\n") }
        let last = kind.promptTraces(in: whole).last { $0.kind == .taken && !$0.text.isEmpty }
        return last.flatMap { $0.text.utf8.count <= 1 << 20 ? $0.text : nil }
    }

    // MARK: Signs of work

    /// A screen has changed; called for every capture that differs from the last.
    func noteScreen(_ id: SessionID, _ lines: [[UInt8]], at moment: Timestamp) {
        guard var quiet = watchdog.quiet[id] else { return }
        let words = QuietWatch.words(of: lines)
        guard words != quiet.words else { return }
        quiet.words = words
        quiet.since = moment
        watchdog.quiet[id] = quiet
    }

    private func watchQuiet(_ id: SessionID, _ entry: Entry, _ moment: Timestamp) {
        guard options.watchdog.stuck.enabled, entry.state == .working else {
            watchdog.quiet[id] = nil
            return
        }
        var quiet = watchdog.quiet[id] ?? QuietWatch(since: moment)
        if quiet.transcript != entry.transcript.stamp {
            quiet.transcript = entry.transcript.stamp
            quiet.since = moment
        }
        // A sleep of the machine is no silence of the agent's.
        if moment < quiet.since { quiet.since = moment }
        watchdog.quiet[id] = quiet
        let isLong = moment.seconds(since: quiet.since) >= Double(options.watchdog.stuckMinutes) * 30
        let isDue = quiet.cpu.map { moment.seconds(since: $0.at) >= QuietWatch.interval } ?? true
        guard isLong, isDue, let agent = entry.runtime.agent else { return }
        let seconds = ProcessTable.cpuSeconds(ofTree: agent.pid)
        watchdog.quiet[id]?.take(cpu: seconds, at: moment)
    }

    // MARK: What was decided

    func take(_ verdict: WatchdogVerdict, _ id: SessionID, more: [String: JSONValue] = [:]) {
        var events: [NewEvent] = []
        if let note = verdict.note {
            let data: [String: JSONValue] = [
                "rule": .string(verdict.rule.rawValue), "saw": .string(note.saw), "done": .string(note.done),
                "left": note.left.map { .integer(Int64($0)) } ?? .null,
                "occasion": .string(verdict.record.occasion ?? ""),
            ]
            events = [watchdogEvent("watchdog.\(verdict.rule.rawValue)", id, data.merging(more) { own, _ in own })]
        }
        guard save(verdict.record, verdict.rule, id, events) else { return }
        carryOutPending(id)
    }

    func watchdogEvent(_ kind: String, _ id: SessionID, _ data: [String: JSONValue]) -> NewEvent {
        NewEvent(at: now(), kind: kind, session: id, name: entries[id]?.record.name, data: data)
    }

    /// False where it could not be written down: then nothing is done, and it is decided anew with the next look.
    @discardableResult
    func save(_ record: WatchdogRecord, _ rule: WatchdogRule, _ id: SessionID, _ events: [NewEvent] = []) -> Bool {
        do {
            let stored = try store.saveWatch(record, rule: rule.rawValue, for: id, events: events)
            watchdog.records[id, default: [:]][rule] = record
            self.events.publish(stored)
            return true
        } catch {
            logger.error("what the watchdog does cannot be written: \(error.message)", metadata: ["id": "\(id)"])
            return false
        }
    }
}
