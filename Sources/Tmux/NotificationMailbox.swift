import Synchronization

/// One subscriber's notifications: bounded, and honest about what did not fit.
///
/// When it is full, one `.missed` takes the place of everything that comes until the reader has caught up.
final class NotificationMailbox: Sendable {
    private struct State {
        var waiting: [TmuxNotification] = []
        var head = 0
        var reader: CheckedContinuation<TmuxNotification?, Never>?
        var isClosed = false

        var count: Int { waiting.count - head }

        mutating func take() -> TmuxNotification? {
            guard head < waiting.count else { return nil }
            defer {
                head += 1
                if head == waiting.count {
                    waiting.removeAll(keepingCapacity: true)
                    head = 0
                }
            }
            return waiting[head]
        }
    }

    private let state = Mutex(State())
    private let limit: Int

    init(limit: Int) {
        self.limit = max(limit, 1)
    }

    /// Never waits: the server's connection must not be held up by a slow reader.
    func post(_ notification: TmuxNotification) {
        let reader = state.withLock { state -> CheckedContinuation<TmuxNotification?, Never>? in
            guard !state.isClosed else { return nil }
            if let reader = state.reader {
                state.reader = nil
                return reader
            }
            if state.count < limit {
                state.waiting.append(notification)
            } else if state.waiting.last != .missed {
                state.waiting.append(.missed)
            }
            return nil
        }
        reader?.resume(returning: notification)
    }

    /// The next notification; nil once the mailbox was closed or the reader was cancelled. One reader at a time.
    func next() async -> TmuxNotification? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (now, displaced) = state.withLock {
                    state -> (TmuxNotification??, CheckedContinuation<TmuxNotification?, Never>?) in
                    if let notification = state.take() { return (notification, nil) }
                    if state.isClosed { return (.some(nil), nil) }
                    let displaced = state.reader
                    state.reader = continuation
                    return (nil, displaced)
                }
                displaced?.resume(returning: nil)
                if let now { continuation.resume(returning: now) }
            }
        } onCancel: {
            close()
        }
    }

    func close() {
        let reader = state.withLock { state in
            state.isClosed = true
            defer { state.reader = nil }
            return state.reader
        }
        reader?.resume(returning: nil)
    }

    var isClosed: Bool { state.withLock { $0.isClosed } }
}

/// All subscribers. Those who went away are forgotten at the next notification.
struct NotificationHub {
    private struct Subscriber {
        weak var mailbox: NotificationMailbox?
    }

    private var subscribers: [Subscriber] = []

    mutating func subscribe(limit: Int) -> AsyncStream<TmuxNotification> {
        let mailbox = NotificationMailbox(limit: limit)
        subscribers.append(Subscriber(mailbox: mailbox))
        return AsyncStream(unfolding: { await mailbox.next() }, onCancel: { mailbox.close() })
    }

    mutating func post(_ notification: TmuxNotification) {
        subscribers.removeAll { $0.mailbox?.isClosed ?? true }
        for subscriber in subscribers { subscriber.mailbox?.post(notification) }
    }
}
