import Agents
import Model
import Platform
import Status

extension Fleet {
    /// Bytes of a transcript's end in which the last message is looked for.
    private static let messageReach = 4 << 20
    /// Seconds after which a turn that left no trace counts as over: there was none.
    private static let noTurn = 2.0

    /// How the turn ended that a prompt began; nil while it goes on.
    func turnReport(_ delivery: Delivery) -> TurnReport? {
        guard let taken = delivery.takenAt, let entry = entries[delivery.session] else { return nil }
        let state = entry.state
        guard entry.process == .running else {
            return TurnReport(state: state, lastMessage: nil, detail: entry.detail, ended: now())
        }
        if [.working, .compacting, .starting].contains(state) { return nil }
        let kind = catalog.kind(entry.record.agent)
        let last = entry.signals.transcript
        let ended = last.map { $0.value.isEnd || $0.value.last == .interrupted } ?? false
        // What the screen says may be older than the prompt.
        let since = entry.shown?.since ?? taken
        // The prompt itself stands in the transcript: what comes after it there is its turn's.
        let isRecorded = delivery.proof == .recorded && ended
        let isQuiet = now().seconds(since: max(taken, since)) >= Self.noTurn
        let isOver =
            state.needsPerson && since >= taken || isRecorded
            || isQuiet && (last == nil || ended || !isWorkRecorded(entry))
        guard isOver else { return nil }
        var message: String?
        if let kind, let path = transcriptPath(of: delivery.session, kind),
            let tail = Files.tail(of: path, bytes: Self.messageReach)
        {
            message = kind.lastMessage(ofTranscript: tail[...])
        }
        return TurnReport(state: state, lastMessage: message, detail: entry.detail, ended: last?.since ?? since)
    }

    /// The transcript ends with something that the model is to answer.
    private func isWorkRecorded(_ entry: Entry) -> Bool {
        switch entry.signals.transcript?.value.last {
        case .input, .toolUse: true
        default: false
        }
    }
}
