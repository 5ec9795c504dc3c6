package import Model

/// Until the outbox is there.
private actor StubOutbox {
    static let shared = StubOutbox()
    var entries: [Delivery] = []

    func add(_ make: (Int64) -> Delivery) -> Delivery {
        let entry = make(Int64(entries.count + 1))
        if let key = entry.key, let old = entries.first(where: { $0.key == key && $0.session == entry.session }) {
            return old
        }
        entries.append(entry)
        return entry
    }
    func set(_ id: Int64, _ change: @Sendable (inout Delivery) -> Void) {
        for index in entries.indices where entries[index].id == id { change(&entries[index]) }
    }
    func get(_ id: Int64) -> Delivery? { entries.first { $0.id == id } }
}

extension Fleet {
    package func send(_ word: String, _ request: SendRequest) async throws(CcmuxError) -> Delivery {
        let id = try resolve(word)
        let name = entries[id]?.record.name
        try checkText(request.text)
        let moment = now()
        let entry = await StubOutbox.shared.add { number in
            Delivery(
                id: number, session: id, name: name, key: request.id, text: request.text, when: request.when ?? .now,
                notBefore: request.at, expires: request.expires, state: .waiting, reason: "a menu is open (permission)",
                created: moment)
        }
        Task {
            do {
                if let at = request.at { try await Task.sleep(for: .seconds(at.seconds(since: moment))) }
                try await send(word, request.text)
                await StubOutbox.shared.set(entry.id) { $0.state = .taken }
            } catch {
                await StubOutbox.shared.set(entry.id) {
                    $0.state = .failed
                    $0.reason = "\(error)"
                }
            }
        }
        return entry
    }

    package func send(_ request: SendRequest) async throws(CcmuxError) -> SendResponse {
        var outcomes: [SendOutcome] = []
        let names =
            request.to
            ?? entries.values.map(\.record).filter { $0.wanted == .running }.map(\.name.text).sorted()
        for name in names {
            do throws(CcmuxError) {
                outcomes.append(.init(name: name, delivery: try await send(name, request), error: nil))
            } catch {
                outcomes.append(.init(name: name, delivery: nil, error: error))
            }
        }
        return SendResponse(outcomes: outcomes)
    }

    package func outbox(session word: String?, all: Bool, limit: Int) async throws(CcmuxError) -> OutboxPage {
        OutboxPage(deliveries: await StubOutbox.shared.entries.filter { all || !$0.state.isFinal })
    }

    package func deliveryReport(
        _ id: Int64, wait seconds: Double, until goal: DeliveryGoal
    ) async throws(CcmuxError) -> DeliveryReport {
        let deadline = now().adding(seconds: seconds)
        while true {
            guard let entry = await StubOutbox.shared.get(id) else { throw CcmuxError(.notFound, "There is no \(id).") }
            let turn = TurnReport(state: .idle, lastMessage: "stub", detail: nil, ended: now())
            if goal == .turn, entry.state == .taken { return DeliveryReport(delivery: entry, turn: turn) }
            if goal != .turn, entry.state.isDelivered { return DeliveryReport(delivery: entry) }
            if entry.state.isFinal || now() >= deadline { return DeliveryReport(delivery: entry) }
            try? await Task.sleep(for: .milliseconds(50))
        }
    }

    package func cancelDelivery(_ id: Int64) async throws(CcmuxError) -> Delivery {
        await StubOutbox.shared.set(id) { $0.state = .cancelled }
        guard let entry = await StubOutbox.shared.get(id) else { throw CcmuxError(.notFound, "There is no \(id).") }
        return entry
    }
}
