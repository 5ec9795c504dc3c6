import Delivery
import Model
import Store
import Tmux

/// The open entries of the outbox, and what is remembered of those that are being typed.
struct OutboxBoard {
    /// Finished entries that are kept, for their keys and for those who ask.
    static let finishedKept = 10_000

    /// By session, in their order.
    private(set) var entries: [SessionID: [Store.OutboxEntry]] = [:]
    /// Sessions whose entries somebody sees to right now.
    var couriers: Set<SessionID> = []
    var readers: [SessionID: TraceReader] = [:]
    /// Entries that a hook told of.
    var hooked: Set<Int64> = []
    var typing: [SessionID: TypingWatch] = [:]
    /// What was left of a finished prompt in a composer.
    var leftovers: [SessionID: Leftover] = [:]
    /// Whether a session's agent was seen to read what is typed.
    var echoes: [SessionID: ComposerEcho] = [:]
    /// When keys were last pressed for somebody, by session: what they brought into the composer is not ours.
    var keysPressed: [SessionID: Timestamp] = [:]
    var waiters: [Int: DeliveryWaiter] = [:]
    var lastWaiter = 0

    /// A text of ours in the composer of an agent that should be done with it.
    struct Leftover {
        var entry: Int64
        var draft: String
        /// When it was first seen, on the monotonic clock.
        var since: Double
        /// How often keys were pressed to take it out.
        var rounds = 0
        /// It may be cut by now, and is still ours.
        static let roundsLimit = 200
    }

    /// What is remembered of the text that is being typed into a session.
    struct TypingWatch {
        var entry: Int64
        /// When the last deed was done, on the monotonic clock.
        var deed: Double
        var stage: AttemptSight.Stage
        /// Since when the text has been seen in the composer.
        var standing: Double?
        /// How often its end stood on the screen before.
        var echoes: Int
        /// The daemon before has typed it, and may have pressed more than is known.
        var isTakenUp = false
        /// The keys that follow a paste were pressed. They wait until the text is seen: an agent that reads them together
        /// with it may lose them.
        var isFollowed = false
        /// When the pane was last looked at.
        var looked = 0.0
    }

    mutating func load(_ all: [Store.OutboxEntry]) {
        for entry in all { entries[entry.delivery.session, default: []].append(entry) }
    }

    mutating func add(_ delivery: Delivery) {
        guard !(entries[delivery.session]?.contains { $0.delivery.id == delivery.id } ?? false) else { return }
        entries[delivery.session, default: []].append(.init(delivery: delivery, attempt: nil))
        entries[delivery.session]?.sort { $0.delivery.id < $1.delivery.id }
    }

    func open(_ session: SessionID) -> [Store.OutboxEntry] { entries[session] ?? [] }

    func entry(_ id: Int64) -> Store.OutboxEntry? {
        for list in entries.values {
            if let entry = list.first(where: { $0.delivery.id == id }) { return entry }
        }
        return nil
    }

    mutating func put(_ entry: Store.OutboxEntry) {
        let session = entry.delivery.session
        guard let index = entries[session]?.firstIndex(where: { $0.delivery.id == entry.delivery.id }) else { return }
        if entry.delivery.state.isFinal {
            entries[session]?.remove(at: index)
            hooked.remove(entry.delivery.id)
            if entries[session]?.isEmpty == true { forget(session) }
        } else {
            entries[session]?[index] = entry
        }
    }

    mutating func forget(_ session: SessionID) {
        entries[session] = nil
        readers[session] = nil
        typing[session] = nil
        leftovers[session] = nil
    }
}

/// Somebody who waits for what becomes of an entry.
struct DeliveryWaiter {
    let entry: Int64
    let goal: DeliveryGoal
    let continuation: CheckedContinuation<Void, Never>
}
