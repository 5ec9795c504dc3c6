import Agents
import Delivery
import Logging
package import Model
import Platform
import Store

extension Fleet {
    /// Open entries that one session may have.
    private static let openLimit = 1000

    // MARK: Sending

    /// Writes a prompt down for a session. It is delivered after those before it; `deliveryReport` tells how it goes.
    ///
    /// - Throws: `.refused` for a stopped session unless it may be started, `.invalid` for a text that cannot be typed.
    package func send(_ word: String, _ request: SendRequest) async throws(CcmuxError) -> Delivery {
        let id = try resolve(word)
        if request.start == true, let wanted = entries[id]?.record.wanted, wanted == .stopped || wanted == .archived {
            _ = try await start(word, fresh: false)
        }
        return try post([id], request)[0]
    }

    /// The same for several sessions: each that can be is written down, in one transaction.
    package func send(_ request: SendRequest) async throws(CcmuxError) -> SendResponse {
        var outcomes: [SendOutcome] = []
        var ids: [SessionID] = []
        for (word, result) in try addressees(request) {
            do throws(CcmuxError) {
                let id = try result.get()
                if request.start == true, entries[id]?.record.wanted == .stopped {
                    _ = try await start(word, fresh: false)
                }
                try checkOpen(id, PromptText.trimmed(request.text))
                if ids.contains(id) { continue }
                ids.append(id)
                outcomes.append(SendOutcome(name: word, delivery: nil, error: nil))
            } catch {
                outcomes.append(SendOutcome(name: word, delivery: nil, error: error))
            }
        }
        guard !outcomes.isEmpty else {
            throw CcmuxError(.notFound, "There is no session to send to.", advice: "ccmux list shows what there is.")
        }
        var deliveries = try post(ids, request)[...]
        for index in outcomes.indices where outcomes[index].error == nil {
            outcomes[index].delivery = deliveries.popFirst()
        }
        return SendResponse(outcomes: outcomes)
    }

    private func addressees(
        _ request: SendRequest
    ) throws(CcmuxError) -> [(String, Result<SessionID, CcmuxError>)] {
        if let names = request.to {
            return names.map { name in
                do throws(CcmuxError) { return (name, .success(try resolve(name))) } catch {
                    return (name, .failure(error))
                }
            }
        }
        guard request.group != nil || request.all == true else {
            throw CcmuxError(.invalid, "It is not said whom to send to.", advice: "Give to, group or all.")
        }
        let awake = entries.values.filter { [.running, .hibernated].contains($0.record.wanted) }
        let chosen = awake.filter { request.group == nil || $0.record.group == request.group }.map(\.record)
        if let group = request.group, chosen.isEmpty {
            throw CcmuxError(.notFound, "No session of the group '\(group)' is running.")
        }
        return chosen.sorted { $0.name < $1.name }.map { ($0.name.text, .success($0.id)) }
    }

    private func post(_ ids: [SessionID], _ request: SendRequest) throws(CcmuxError) -> [Delivery] {
        if let key = request.id, key.isEmpty || key.utf8.count > 200 || key.utf8.contains(where: { $0 < 0x20 }) {
            throw CcmuxError(.invalid, "An id has 1 to 200 characters of one line.")
        }
        var when = request.when ?? .now
        if request.at != nil { when = .at }
        guard (when == .at) == (request.at != nil) else {
            throw CcmuxError(.invalid, "It is not said at what time to send.")
        }
        return try post(
            request.text, to: ids, source: "user", key: request.id, when: when, notBefore: request.at,
            expires: request.expires, submit: request.submit ?? true)
    }

    /// Writes a prompt down for a session; it is delivered after those before it. Returns once it is on disk.
    ///
    /// - Parameters:
    ///   - source: who sends it: `user`, or the rule that does.
    ///   - key: the sender's own id for it. Of the same one the entry that is there already is returned.
    /// - Throws: `.refused` for a stopped session, `.invalid` for a text that cannot be typed, `.exists` for a key that
    ///   was used for another text.
    @discardableResult
    package func post(
        _ text: String, to id: SessionID, source: String, key: String? = nil, when: Delivery.When = .now,
        notBefore: Timestamp? = nil, expires: Timestamp? = nil, submit: Bool = true
    ) throws(CcmuxError) -> Delivery {
        try post(
            text, to: [id], source: source, key: key, when: when, notBefore: notBefore, expires: expires,
            submit: submit)[0]
    }

    private func post(
        _ text: String, to ids: [SessionID], source: String, key: String?, when: Delivery.When,
        notBefore: Timestamp?, expires: Timestamp?, submit: Bool
    ) throws(CcmuxError) -> [Delivery] {
        try PromptText.check(text)
        let text = PromptText.trimmed(text)
        let moment = now()
        if let expires, expires <= moment {
            throw CcmuxError(.invalid, "The prompt would expire in the past (\(expires.rfc3339)).")
        }
        for id in ids { try checkOpen(id, text) }
        let wanted = ids.map { id in
            Delivery(
                id: 0, session: id, name: entries[id]?.record.name, key: key, text: text, source: source,
                submit: submit, when: when, notBefore: notBefore, expires: expires, created: moment)
        }
        let stored = try store.post(wanted) { delivery in event("delivery.written", delivery) }
        for (asked, delivery) in zip(wanted, stored.entries) where asked.text != delivery.text {
            throw CcmuxError(
                .exists, "The id '\(key ?? "")' was used for another text (entry \(delivery.id) of the outbox).",
                advice: "Take another id; the same one is never delivered twice.")
        }
        for delivery in stored.entries where !delivery.state.isFinal { outbox.add(delivery) }
        events.publish(stored.events)
        for id in ids { deliverSoon(id) }
        return stored.entries
    }

    private func checkOpen(_ id: SessionID, _ text: String) throws(CcmuxError) {
        guard let record = entries[id]?.record else { throw gone(id.text) }
        try catalog.kind(record.agent)?.check(sent: text)
        if record.wanted == .stopped || record.wanted == .archived {
            throw CcmuxError(
                .refused, "'\(record.name)' is \(record.wanted.rawValue): a prompt would wait for ever.",
                advice: "ccmux send --start \(record.name) … starts it first.")
        }
        if outbox.open(id).count >= Self.openLimit {
            throw CcmuxError(
                .refused, "\(Self.openLimit) prompts wait for '\(record.name)' already.",
                advice: "ccmux outbox \(record.name) says why.")
        }
    }

    // MARK: Looking

    /// - Parameter all: finished entries as well.
    package func outbox(session word: String?, all: Bool, limit: Int) async throws(CcmuxError) -> OutboxPage {
        let id = try word.map { word throws(CcmuxError) in try resolve(word, looking: true) }
        return OutboxPage(
            deliveries: try store.deliveries(session: id, all: all, limit: min(max(limit, 1), 10_000)))
    }

    /// How an entry is, as soon as it has come to `goal` or is finished, or after `seconds`.
    package func deliveryReport(
        _ id: Int64, wait seconds: Double, until goal: DeliveryGoal
    ) async throws(CcmuxError) -> DeliveryReport {
        if seconds > 0, try !isReached(id, goal) {
            await waitForDelivery(id, goal == .turn ? .taken : goal, min(seconds, 600))
        }
        if goal == .turn { try await waitForTurn(id, until: monotonicSeconds() + min(seconds, 600)) }
        guard let delivery = try store.delivery(id) else { throw noEntry(id) }
        return DeliveryReport(delivery: delivery, turn: goal == .turn ? turnReport(delivery) : nil)
    }

    private func noEntry(_ id: Int64) -> CcmuxError {
        CcmuxError(.notFound, "There is no entry \(id) in the outbox.", advice: "ccmux outbox --all lists them.")
    }

    private func isReached(_ id: Int64, _ goal: DeliveryGoal) throws(CcmuxError) -> Bool {
        var delivery = outbox.entry(id)?.delivery
        if delivery == nil { delivery = try store.delivery(id) }
        guard let delivery else { throw noEntry(id) }
        switch goal {
        case .delivered: return delivery.state.isFinal || delivery.state.isDelivered
        case .taken: return delivery.state.isFinal
        case .turn: return delivery.state.isFinal && (delivery.state != .taken || turnReport(delivery) != nil)
        }
    }

    private func waitForTurn(_ id: Int64, until deadline: Double) async throws(CcmuxError) {
        while monotonicSeconds() < deadline, !Task.isCancelled {
            if let session = try store.delivery(id)?.session { readTranscript(of: session) }
            if try isReached(id, .turn) { return }
            try? await Task.sleep(for: .milliseconds(100))
        }
    }

    private func waitForDelivery(_ id: Int64, _ goal: DeliveryGoal, _ seconds: Double) async {
        outbox.lastWaiter += 1
        let key = outbox.lastWaiter
        let timer = Task {
            try? await Task.sleep(for: .seconds(seconds))
            endWaiting(key)
        }
        defer { timer.cancel() }
        await withCheckedContinuation { continuation in
            outbox.waiters[key] = DeliveryWaiter(entry: id, goal: goal, continuation: continuation)
        }
    }

    private func endWaiting(_ key: Int) {
        outbox.waiters.removeValue(forKey: key)?.continuation.resume()
    }

    /// Called with each change of an entry, and of a session whose turn somebody waits for.
    func checkDeliveryWaiters() {
        for (key, waiter) in outbox.waiters where (try? isReached(waiter.entry, waiter.goal)) ?? true {
            endWaiting(key)
        }
    }

    // MARK: Changing

    /// Takes back what has not been typed.
    package func cancelDelivery(_ id: Int64) async throws(CcmuxError) -> Delivery {
        guard var entry = outbox.entry(id) else {
            guard let delivery = try store.delivery(id) else { throw noEntry(id) }
            throw CcmuxError(.refused, "Entry \(id) is \(delivery.state.rawValue) already.")
        }
        guard entry.delivery.state == .waiting else {
            throw CcmuxError(
                .refused, "Entry \(id) was typed already (\(entry.delivery.state.rawValue)).",
                advice: "ccmux key NAME Escape interrupts the agent.")
        }
        entry.delivery.state = .cancelled
        entry.delivery.reason = nil
        keep(entry, "delivery.cancelled")
        deliverSoon(entry.delivery.session)
        return entry.delivery
    }

    /// Writes what became of an entry, and tells it. A full disk costs the note, not the entry: what was typed is found
    /// again by its traces.
    func keep(_ entry: Store.OutboxEntry, _ kind: String?, durable: Bool = false) {
        outbox.put(entry)
        do {
            let stored = try store.update(
                entry, durable: durable, events: kind.map { [event($0, entry.delivery)] } ?? [])
            events.publish(stored)
        } catch {
            logger.error(
                "an entry of the outbox cannot be written: \(error.message)",
                metadata: ["entry": "\(entry.delivery.id)"])
        }
        checkDeliveryWaiters()
    }

    private func event(_ kind: String, _ delivery: Delivery) -> NewEvent {
        var data: [String: JSONValue] = [
            "delivery": .integer(delivery.id), "state": .string(delivery.state.rawValue),
            "source": .string(delivery.source), "bytes": .integer(Int64(delivery.text.utf8.count)),
        ]
        if let key = delivery.key { data["key"] = .string(key) }
        if let reason = delivery.reason { data["reason"] = .string(reason) }
        if let proof = delivery.proof { data["proof"] = .string(proof.rawValue) }
        if delivery.attempts > 1 { data["attempts"] = .integer(Int64(delivery.attempts)) }
        return NewEvent(at: now(), kind: kind, session: delivery.session, name: delivery.name, data: data)
    }
}
