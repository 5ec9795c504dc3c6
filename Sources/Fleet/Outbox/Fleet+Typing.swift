import Agents
import Delivery
import Logging
import Model
import Platform
import Status
import Store
import Tmux

/// What tmux notes in the pane with each deed: `ENTRY.ATTEMPT.STAGE`, with `p` for the paste and the number of Enters.
struct TypingNote: Hashable {
    static let option = "@ccmux_typed"

    var entry: Int64
    var attempt: Int
    var stage: AttemptSight.Stage

    init(entry: Int64, attempt: Int, stage: AttemptSight.Stage) {
        self.entry = entry
        self.attempt = attempt
        self.stage = stage
    }

    init?(_ text: String) {
        let words = text.split(separator: ".", omittingEmptySubsequences: false)
        guard words.count == 3, let entry = Int64(words[0]), let attempt = Int(words[1]) else { return nil }
        if words[2] == "p" {
            self.init(entry: entry, attempt: attempt, stage: .pasted)
        } else if let count = Int(words[2]), (1...2).contains(count) {
            self.init(entry: entry, attempt: attempt, stage: .entered(count))
        } else {
            return nil
        }
    }

    var text: String {
        let word =
            switch stage {
            case .none: ""
            case .pasted: "p"
            case .entered(let count): "\(count)"
            }
        return "\(entry).\(attempt).\(word)"
    }

    var note: TmuxNote { TmuxNote(option: Self.option, value: text) }
}

extension Fleet {
    /// What a fresh look at a pane shows before something is typed there.
    struct Look {
        var composer: ComposerSight
        var note: String
        /// The rows without colours.
        var plain: [[UInt8]]
    }

    /// Looks at the pane now; what it shows goes to the status engine as well.
    func inspect(_ id: SessionID, _ pane: PaneID, _ kind: any AgentKind) async -> Look? {
        guard let session = entries[id]?.sight?.session else { return nil }
        let began = now()
        guard let seen = try? await tmux.inspect(pane, of: session, note: TypingNote.option),
            entries[id]?.pane?.id == pane
        else { return nil }
        take(capture: seen.capture.lines, width: seen.width, of: id, at: began)
        let draft = entries[id]?.signals.screen?.value.draft
        // What rested before the agent was ready was another's screen, or an empty one.
        let since = [entries[id]?.watch.restingSince ?? began, entries[id]?.shown?.since ?? began].max() ?? began
        let rested = began.seconds(since: since)
        let text = draft.flatMap { $0.isEmpty ? nil : $0 }
        if text != nil { hear(id) }
        return Look(
            composer: ComposerSight(
                draft: text, oursFor: text.flatMap { oursFor($0, id, kind, seen) }, isInMode: seen.isInMode,
                sincePerson: seen.lastInput.map { Double(began.milliseconds) / 1000 - Double($0) },
                restedFor: rested),
            note: seen.note, plain: seen.capture.lines.map(EscapeSequences.removed))
    }

    /// Seconds for which a text has stood in the composer that is a finished prompt of ours; nil where a person may have
    /// put it there.
    ///
    /// Some agents show a prompt again that they took (Claude 2.1.139 under load), and one that failed stays.
    private func oursFor(_ draft: String, _ id: SessionID, _ kind: any AgentKind, _ seen: PaneInspection) -> Double? {
        if seen.note == ComposerEcho.note.value, ComposerEcho.isLetters(draft) { return 60 }
        guard let note = TypingNote(seen.note), outbox.entry(note.entry) == nil,
            let delivery = try? store.delivery(note.entry), let typed = delivery.typedAt,
            delivery.session == id, delivery.state == .taken || delivery.state == .failed,
            (seen.lastInput ?? 0) * 1000 < typed.milliseconds, (outbox.keysPressed[id] ?? typed) <= typed
        else {
            outbox.leftovers[id] = nil
            return nil
        }
        let clock = monotonicSeconds()
        // Once keys took a part of it, what is left is ours too.
        if let known = outbox.leftovers[id], known.entry == note.entry, known.rounds > 0 || known.draft == draft {
            outbox.leftovers[id]?.draft = draft
            return known.rounds < OutboxBoard.Leftover.roundsLimit ? clock - known.since : nil
        }
        guard kind.isInComposer(draft, delivery.text), !kind.clearingKeys.isEmpty else {
            outbox.leftovers[id] = nil
            return nil
        }
        outbox.leftovers[id] = OutboxBoard.Leftover(entry: note.entry, draft: draft, since: clock)
        return 0
    }

    /// Takes a line or more of what is left of a finished prompt out of the composer.
    func clearComposer(_ id: SessionID, _ kind: any AgentKind, _ pane: PaneID) async {
        outbox.leftovers[id]?.rounds += 1
        try? await press(kind.clearingKeys, pane, id)
    }

    /// Writes the attempt down, then pastes.
    func type(_ entry: Store.OutboxEntry, _ kind: any AgentKind, _ pane: PaneID, _ look: Look) async {
        let id = entry.delivery.session
        guard let agent = entries[id]?.runtime.agent else { return }
        var entry = entry
        let before = entry
        let path = transcriptPath(of: id, kind)
        let number = entry.delivery.attempts + 1
        entry.attempt = DeliveryAttempt(
            number: number, agent: agent, conversation: entries[id]?.record.conversation, transcript: path,
            offset: path.flatMap { Files.stamp(of: $0) }.map { Int($0.size) } ?? 0, began: now())
        entry.delivery.state = .typing
        entry.delivery.attempts = number
        entry.delivery.typedAt = now()
        entry.delivery.reason = nil
        outbox.put(entry)
        do throws(CcmuxError) {
            // Nothing is typed that a power cut could make us forget.
            try store.update(entry, durable: true, events: [])
        } catch {
            logger.error("a prompt cannot be written down, and is not typed: \(error.message)")
            return outbox.put(before)
        }
        // The pane is known by what it shows before; another reader's list of records begins at the new attempt.
        outbox.typing[id] = OutboxBoard.TypingWatch(
            entry: entry.delivery.id, deed: monotonicSeconds(), stage: .none, standing: nil,
            echoes: ScreenEcho(of: entry.delivery.text).count(in: look.plain))
        change(id) { $0.isTyping = true }
        let note = TypingNote(entry: entry.delivery.id, attempt: number, stage: .pasted)
        let form = kind.typingForm(of: entry.delivery.text)
        do throws(TmuxError) {
            try await press(form.keysBefore, pane, id)
            if form == .typed {
                try await tmux.sendKeys(
                    [entry.delivery.text], to: pane, literal: true, guardedBy: typingMark(id), noting: note.note)
            } else {
                try await tmux.paste(
                    PromptText.pasted(entry.delivery.text), into: pane, guardedBy: typingMark(id), noting: note.note)
            }
        } catch {
            // Whether it was done stands in the pane.
            logger.debug("typing was disturbed: \(error)", metadata: ["id": "\(id)"])
        }
        outbox.typing[id]?.deed = monotonicSeconds()
    }

    /// One after the other, with time for the agent to read each by itself.
    func press(_ keys: [String], _ pane: PaneID, _ id: SessionID) async throws(TmuxError) {
        for (index, key) in keys.enumerated() {
            if index == 0 { try? await Task.sleep(for: .seconds(DeliveryTimes.betweenKeys)) }
            try await tmux.sendKeys([key], to: pane, guardedBy: typingMark(id))
            try? await Task.sleep(for: .seconds(DeliveryTimes.betweenKeys))
        }
    }

    func pressEnter(_ entry: Store.OutboxEntry, _ pane: PaneID, _ watch: OutboxBoard.TypingWatch) async {
        let id = entry.delivery.session
        let count: Int = if case .entered(let count) = watch.stage { count + 1 } else { 1 }
        guard count <= 2, let attempt = entry.attempt else { return }
        let note = TypingNote(entry: entry.delivery.id, attempt: attempt.number, stage: .entered(count))
        do throws(TmuxError) {
            try await tmux.sendKeys(["Enter"], to: pane, guardedBy: typingMark(id), noting: note.note)
            outbox.typing[id]?.stage = note.stage
        } catch {
            logger.debug("an Enter was disturbed: \(error)", metadata: ["id": "\(id)"])
        }
        outbox.typing[id]?.deed = monotonicSeconds()
        outbox.typing[id]?.standing = nil
    }

    func typingMark(_ id: SessionID) -> TmuxMark {
        var mark = mark.guardMark(id)
        mark.outsideModes = true
        return mark
    }
}
