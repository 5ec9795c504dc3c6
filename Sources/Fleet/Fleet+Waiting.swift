import Agents
import Logging
import Model
import Platform
import Runner
import Store
import Tmux

/// Somebody who waits for a session to come to something.
struct Waiter {
    let id: SessionID
    let predicate: @Sendable (Entry?) -> Bool
    let continuation: CheckedContinuation<Bool, Never>
}

extension Fleet {
    /// Waits until `predicate` holds of the session's entry (nil once it was removed). False after `seconds`.
    func wait(
        for id: SessionID, seconds: Double, until predicate: @escaping @Sendable (Entry?) -> Bool
    ) async -> Bool {
        if predicate(entries[id]) { return true }
        lastWaiter += 1
        let key = lastWaiter
        let timer = Task {
            try? await Task.sleep(for: .seconds(seconds))
            expire(key)
        }
        defer { timer.cancel() }
        return await withCheckedContinuation { continuation in
            waiters[key] = Waiter(id: id, predicate: predicate, continuation: continuation)
        }
    }

    /// Returns once the first sweep is done, or after a few seconds: a tmux that hangs must not hide everything else.
    package func waitUntilReady() async {
        let deadline = monotonicSeconds() + 3
        while !isReady, monotonicSeconds() < deadline, !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(5))
        }
    }

    func checkWaiters() {
        for (key, waiter) in waiters where waiter.predicate(entries[waiter.id]) {
            waiters[key] = nil
            waiter.continuation.resume(returning: true)
        }
    }

    private func expire(_ key: Int) {
        waiters.removeValue(forKey: key)?.continuation.resume(returning: false)
    }
}
