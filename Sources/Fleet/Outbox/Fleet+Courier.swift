import Agents
import Delivery
import Logging
import Model
import Platform
import Status
import Store
import Tmux

extension Fleet {
    /// Seconds between looks while a text is being typed, while a proof is awaited, and while a queued one waits.
    private static let typingPause = 0.03
    private static let proofPause = 0.02
    private static let gatedPause = 0.4
    private static let queuedPause = 0.25
    /// Seconds from a hook until the record must be there.
    private static let recordedWithin = 10.0
    /// Seconds between looks at the pane while a proof is awaited: the transcript is asked more often.
    private static let lookPause = 0.1

    /// Sees to the session's open entries, if nobody does so already.
    func deliverSoon(_ id: SessionID) {
        guard isReady, !outbox.open(id).isEmpty, outbox.couriers.insert(id).inserted else { return }
        spawn { await self.courier(id) }
    }

    func tickOutbox(_ moment: Timestamp) {
        for id in outbox.entries.keys { deliverSoon(id) }
        checkDeliveryWaiters()
    }

    private func courier(_ id: SessionID) async {
        while !Task.isCancelled, let pause = await deliverStep(id) {
            await endTyping(id)
            if pause > 0 { try? await Task.sleep(for: .seconds(pause)) }
        }
        await endTyping(id)
        outbox.couriers.remove(id)
    }

    /// What stands in the composer is a person's again, once it was looked at without ours.
    private func endTyping(_ id: SessionID) async {
        guard outbox.typing[id] == nil, let entry = entries[id], entry.isTyping else { return }
        // A letter of ours is on its way.
        if let echo = outbox.echoes[id], echo.agent == entry.runtime.agent, !echo.isHeard { return }
        if let pane = entry.pane, let kind = catalog.kind(entry.record.agent) { _ = await inspect(id, pane.id, kind) }
        if outbox.typing[id] == nil { change(id) { $0.isTyping = false } }
    }

    /// One step for the first entry that something can be done about.
    ///
    /// - Returns: seconds until the next; nil where only a change can bring one about.
    private func deliverStep(_ id: SessionID) async -> Double? {
        guard let session = entries[id], let kind = catalog.kind(session.record.agent) else { return nil }
        let findings = readTraces(of: id, kind)
        /// Set where the agent holds one already.
        var pause: Double?
        var held: [Delivery] = []
        for entry in outbox.open(id) {
            let sight = sight(of: id, kind, entry.delivery)
            switch entry.delivery.state {
            case .queued:
                let attempt = AttemptSight(
                    stage: .entered(1), isSameAgent: isSameAgent(entry), trace: findings[entry.delivery.id])
                let step = DeliveryMachine.next(
                    queued: attempt, sight, proof: entry.delivery.proof, restedFor: restedFor(id, entry.delivery))
                guard case .wait = step else {
                    carryOut(step, entry)
                    return 0
                }
                // What comes after it must not overtake it.
                if !attempt.isSameAgent || isBeingRecorded(entry.delivery) { return Self.proofPause }
                held.append(entry.delivery)
                pause = min(pause ?? Self.queuedPause, self.pause(queued: entry.delivery))
            case .typing: return await typeOn(entry, kind, findings[entry.delivery.id])
            default:
                // From a turn's end until its agent takes what it queued, a moment or under load many seconds, a prompt
                // that is typed may overtake it.
                let changed = session.shown?.since ?? .init(milliseconds: 0)
                if let pause, sight.state == .idle || held.contains(where: { ($0.queuedAt ?? changed) < changed }) {
                    return pause
                }
                return await begin(entry, kind, behind: held, pause)
            }
        }
        return pause
    }

    private func pause(queued delivery: Delivery) -> Double {
        isBeingRecorded(delivery) ? Self.proofPause : Self.queuedPause
    }

    /// After a hook the record comes within a second or so, under load some more. What is typed before then may be
    /// recorded first (Claude 2.1.1).
    private func isBeingRecorded(_ delivery: Delivery) -> Bool {
        delivery.proof == .hook && (delivery.queuedAt.map { now().seconds(since: $0) } ?? 60) < Self.recordedWithin
    }

    /// Seconds for which the agent has been at rest since it got the prompt.
    private func restedFor(_ id: SessionID, _ delivery: Delivery) -> Double {
        guard let entry = entries[id], entry.state == .idle, let shown = entry.shown, let queued = delivery.queuedAt
        else { return 0 }
        return now().seconds(since: max(shown.since, queued))
    }

    /// Looks at many panes at the same time are spread.
    private var typingPause: Double { Self.typingPause * max(1, Double(outbox.typing.count) / 10) }

    // MARK: What is known

    private func sight(
        of id: SessionID, _ kind: any AgentKind, _ delivery: Delivery, behind held: [Delivery] = []
    ) -> SessionSight {
        guard let entry = entries[id] else { return SessionSight(wanted: .stopped, process: .stopped, state: .unknown) }
        let status = entry.verdict.status
        // What its reader last saw counts, also where another signal is believed more.
        let onScreen: Bool = if case .menu = entry.signals.screen?.value.scene { true } else { false }
        return SessionSight(
            wanted: entry.record.wanted, process: entry.process, state: status.state,
            hasMenu: status.menu != nil || onScreen, limitHold: limitHold(of: id, source: delivery.source),
            queuesPrompts: kind.queuesPrompts(version: entry.runtime.agentVersion), readsComposer: kind.readsComposer,
            keepsTranscript: kind.recordsPrompts, recordsQueue: kind.recordsQueue,
            isHeard: isHeard(id),
            breaksQueue: held.contains { kind.queuesApart($0.text) != kind.queuesApart(delivery.text) },
            age: entry.runtime.startedAt.map { now().seconds(since: $0) } ?? 3600)
    }

    private func isSameAgent(_ entry: Store.OutboxEntry) -> Bool {
        guard let agent = entry.attempt?.agent else { return false }
        return entries[entry.delivery.session]?.runtime.agent == agent
    }

    /// What transcript and hooks show of the entries that were typed.
    private func readTraces(of id: SessionID, _ kind: any AgentKind) -> [Int64: DeliveryLedger.Finding] {
        let typed = outbox.open(id).filter { $0.attempt != nil && $0.delivery.state != .waiting }
        guard !typed.isEmpty, let path = transcriptPath(of: id, kind) else {
            outbox.readers[id] = nil
            return hookFindings(typed)
        }
        if outbox.readers[id]?.path != path {
            let offsets = typed.compactMap { $0.attempt?.transcript == path ? $0.attempt?.offset : 0 }
            outbox.readers[id] = TraceReader(path: path, from: offsets.min() ?? 0)
        }
        _ = outbox.readers[id]?.read(kind)
        let records = outbox.readers[id]?.records ?? []
        let items = typed.map { entry in
            DeliveryLedger.Item(
                id: entry.delivery.id, text: entry.delivery.text, offset: offset(entry, in: path, records))
        }
        var findings = DeliveryLedger.findings(items, records) { kind.isSamePrompt($0, as: $1) }
        findings.merge(hookFindings(typed)) { found, _ in found }
        for entry in typed where findings[entry.delivery.id] == nil && hasMovedOn(entry, kind) {
            findings[entry.delivery.id] = .taken(.command)
        }
        return findings
    }

    private func hookFindings(_ typed: [Store.OutboxEntry]) -> [Int64: DeliveryLedger.Finding] {
        let ids = typed.map(\.delivery.id).filter(outbox.hooked.contains)
        return Dictionary(ids.map { ($0, .queued(.hook)) }, uniquingKeysWith: { first, _ in first })
    }

    /// In another file than the one it was typed for, what was written since counts.
    private func offset(_ entry: Store.OutboxEntry, in path: String, _ records: [DeliveryLedger.Record]) -> Int {
        guard let attempt = entry.attempt else { return Int.max }
        if attempt.transcript == path { return attempt.offset }
        let began = attempt.began.adding(seconds: -1)
        return records.first { ($0.trace.at ?? attempt.began) >= began }?.position ?? Int.max
    }

    /// A command of the agent's own that began another conversation.
    private func hasMovedOn(_ entry: Store.OutboxEntry, _ kind: any AgentKind) -> Bool {
        guard let attempt = entry.attempt, let before = attempt.conversation, isSameAgent(entry),
            kind.typingForm(of: entry.delivery.text) == .typed,
            let current = entries[entry.delivery.session]?.record.conversation
        else { return false }
        return current != before
    }

    /// A hook told that the agent took this text.
    func tookPrompt(_ text: String, _ id: SessionID, _ kind: any AgentKind) {
        let entry = outbox.open(id).first { entry in
            entry.delivery.state == .typing && !outbox.hooked.contains(entry.delivery.id)
                && kind.isSamePrompt(text, as: entry.delivery.text)
        }
        guard let entry else { return }
        outbox.hooked.insert(entry.delivery.id)
        deliverSoon(id)
    }

    // MARK: Steps

    /// - Parameters:
    ///   - held: those before it that the agent holds in its queue.
    ///   - otherwise: when something is to be done about those, in seconds.
    private func begin(
        _ entry: Store.OutboxEntry, _ kind: any AgentKind, behind held: [Delivery], _ otherwise: Double?
    ) async -> Double? {
        let id = entry.delivery.session
        let quick = DeliveryMachine.next(
            waiting: entry.delivery, sight(of: id, kind, entry.delivery, behind: held), nil, now: now())
        guard quick == .type else {
            if entries[id]?.record.wanted == .hibernated {
                spawn {
                    do throws(CcmuxError) { try await self.wake(id) } catch { self.logger.warning("\(error.message)") }
                }
            }
            carryOut(quick, entry)
            if case .wait = quick { return otherwise }
            return 0
        }
        guard let pane = entries[id]?.pane, let look = await inspect(id, pane.id, kind) else { return Self.gatedPause }
        // It may have been taken back while we looked.
        guard let entry = outbox.entry(entry.delivery.id), entry.delivery.state == .waiting else { return 0 }
        let step = DeliveryMachine.next(
            waiting: entry.delivery, sight(of: id, kind, entry.delivery, behind: held), look.composer, now: now())
        if step == .clear {
            await clearComposer(id, kind, pane.id)
            return typingPause
        }
        if step == .knock {
            await knock(id, pane.id)
            return typingPause
        }
        guard step == .type else {
            carryOut(step, entry)
            if case .wait = step { return Self.gatedPause }
            return 0
        }
        // In a pane that was just made the one before may still be known, whose end nobody reported.
        guard let agent = entries[id]?.runtime.agent, ProcessTable.isAlive(agent) else { return Self.gatedPause }
        await type(entry, kind, pane.id, look)
        return typingPause
    }

    /// Goes on with a text that was typed, or that was being typed when the daemon before ended.
    private func typeOn(
        _ entry: Store.OutboxEntry, _ kind: any AgentKind, _ finding: DeliveryLedger.Finding?
    ) async -> Double? {
        let id = entry.delivery.session
        let sight = sight(of: id, kind, entry.delivery)
        guard finding == nil, isSameAgent(entry), let pane = entries[id]?.pane else {
            let step = DeliveryMachine.next(
                typing: entry.delivery,
                AttemptSight(stage: .none, isSameAgent: isSameAgent(entry), trace: finding), sight, ComposerSight())
            // Without its pane it is not known what was typed.
            if finding == nil, isSameAgent(entry) { return Self.gatedPause }
            carryOut(step, entry)
            if case .wait = step { return Self.queuedPause }
            return 0
        }
        let clock = monotonicSeconds()
        if let watch = outbox.typing[id], watch.entry == entry.delivery.id, case .entered = watch.stage,
            clock - watch.looked < Self.lookPause * max(1, Double(outbox.typing.count) / 10)
        {
            return Self.proofPause
        }
        // The first prompt begins the conversation of an agent that takes no id beforehand.
        if entries[id]?.record.conversation == nil { learnConversation(of: id) }
        guard let look = await inspect(id, pane.id, kind), let current = outbox.entry(entry.delivery.id),
            current.delivery.state == .typing, isSameAgent(current)
        else { return Self.proofPause }
        var watch = watch(entry, look, clock)
        let isStanding = isStanding(entry, watch, look, kind)
        watch.standing = isStanding ? watch.standing ?? clock : nil
        watch.looked = clock
        let form = kind.typingForm(of: entry.delivery.text)
        let fresh = self.sight(of: id, kind, entry.delivery)
        // At a menu they would be answers.
        let mayPress = !fresh.hasMenu && !fresh.state.isMenu
        if watch.stage == .pasted, isStanding, mayPress, !watch.isFollowed, !form.keysAfter.isEmpty {
            watch.isFollowed = true
            // Seen anew after the keys.
            watch.standing = nil
            outbox.typing[id] = watch
            do throws(TmuxError) {
                try await press(watch.isTakenUp ? form.keysAgain : form.keysAfter, pane.id, id)
            } catch {
                // Whether they came is not known: the Enter waits until they surely did.
                outbox.typing[id]?.isFollowed = false
                outbox.typing[id]?.isTakenUp = true
            }
            return typingPause
        }
        outbox.typing[id] = watch
        let attempt = AttemptSight(
            stage: watch.stage, isStanding: isStanding, standingFor: watch.standing.map { clock - $0 } ?? 0,
            sinceDeed: clock - watch.deed, form: form)
        let step = DeliveryMachine.next(typing: entry.delivery, attempt, fresh, look.composer)
        switch step {
        case .pressEnter:
            // The first Enter went to a list of the agent's, which the keys had to close and did not.
            if case .entered = watch.stage { try? await press(form.keysAgain, pane.id, id) }
            await pressEnter(entry, pane.id, watch)
        case .fail(let reason): carryOut(.fail(reason + shown(id)), entry)
        default: carryOut(step, entry)
        }
        if case .entered = watch.stage { return Self.proofPause }
        return typingPause
    }

    /// What the pane itself knows of the attempt, which outlives the daemon.
    private func watch(_ entry: Store.OutboxEntry, _ look: Look, _ clock: Double) -> OutboxBoard.TypingWatch {
        let id = entry.delivery.session
        let stage = TypingNote(look.note).flatMap { note in
            note.entry == entry.delivery.id && note.attempt == entry.attempt?.number ? note.stage : nil
        }
        if var watch = outbox.typing[id], watch.entry == entry.delivery.id {
            watch.stage = stage ?? .none
            return watch
        }
        return OutboxBoard.TypingWatch(
            entry: entry.delivery.id, deed: clock, stage: stage ?? .none, standing: nil, echoes: Int.max,
            isTakenUp: true)
    }

    private func isStanding(
        _ entry: Store.OutboxEntry, _ watch: OutboxBoard.TypingWatch, _ look: Look, _ kind: any AgentKind
    ) -> Bool {
        if let draft = look.composer.draft, kind.isInComposer(draft, entry.delivery.text) { return true }
        // Before the Enter its end on the screen is enough; afterwards it may stand in the conversation.
        guard watch.stage == .pasted, look.composer.draft != nil else { return false }
        return ScreenEcho(of: entry.delivery.text).count(in: look.plain) > watch.echoes
    }

    /// What stands on the screen, for whoever has to find out.
    private func shown(_ id: SessionID) -> String {
        let rows = entries[id]?.signals.screen?.value.rows.suffix(3).map { $0.prefix(120) } ?? []
        let text = rows.filter { $0.contains { $0.isLetter || $0.isNumber } }.joined(separator: " / ")
        return text.isEmpty ? "" : "; the screen shows: \(text)"
    }

    /// Does what the machine decided, but for typing.
    private func carryOut(_ step: DeliveryMachine.Step, _ entry: Store.OutboxEntry) {
        var entry = entry
        let moment = now()
        switch step {
        case .wait(let reason, let isGate):
            guard entry.delivery.reason != reason else { return }
            entry.delivery.reason = reason
            return keep(entry, isGate ? "delivery.waits" : nil)
        case .expire: entry.delivery.state = .expired
        case .settle(let state, let proof):
            entry.delivery.state = state
            entry.delivery.proof = proof
            entry.delivery.queuedAt = entry.delivery.queuedAt ?? moment
            if state == .taken { entry.delivery.takenAt = moment }
            entry.delivery.reason = nil
        case .place:
            entry.delivery.state = .placed
            entry.delivery.proof = .screen
            entry.delivery.reason = nil
        case .again(let reason):
            entry.delivery.state = .waiting
            entry.delivery.reason = reason
            entry.delivery.queuedAt = nil
            entry.delivery.proof = nil
            // What a hook said of the attempt before proves nothing of the next.
            outbox.hooked.remove(entry.delivery.id)
        case .fail(let reason):
            entry.delivery.state = .failed
            entry.delivery.reason = reason
        case .cancel(let reason):
            entry.delivery.state = .cancelled
            entry.delivery.reason = reason
        case .type, .pressEnter, .clear, .knock: return
        }
        let id = entry.delivery.session
        if outbox.typing[id]?.entry == entry.delivery.id { outbox.typing[id] = nil }
        keep(entry, entry.delivery.state == .waiting ? "delivery.again" : "delivery.\(entry.delivery.state.rawValue)")
        if entry.delivery.state == .taken || entry.delivery.state == .queued { observeClosely() }
    }
}
