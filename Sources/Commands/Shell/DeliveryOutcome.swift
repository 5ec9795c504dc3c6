package import Model

/// What is known in the end of a prompt that was sent to one session.
package struct DeliveryOutcome: Sendable, Encodable {
    /// As it was asked for.
    package var name: String
    package var delivery: Delivery?
    package var turn: TurnReport?
    package var error: CcmuxError?
    /// It was waited for in vain, for so many seconds.
    package var timedOutAfter: Double?

    package init(_ outcome: SendOutcome) {
        name = outcome.name
        delivery = outcome.delivery
        error = outcome.error
    }

    package init(_ delivery: Delivery) {
        name = DeliveryText.name(delivery)
        self.delivery = delivery
    }

    /// Nothing more is waited for.
    ///
    /// - Parameter goal: what was waited for.
    package func isDone(_ goal: DeliveryGoal) -> Bool {
        guard error == nil, let delivery else { return true }
        if timedOutAfter != nil { return true }
        switch delivery.state {
        case .failed, .expired, .cancelled, .placed: return true
        default: break
        }
        return switch goal {
        case .delivered: delivery.state.isDelivered
        case .taken: delivery.state == .taken
        case .turn: turn != nil
        }
    }

    /// The exit status that says so.
    package var status: Int32 {
        if let error { return FailureText.exitStatus(error) }
        if timedOutAfter != nil { return CcmuxError.Code.timedOut.exitStatus }
        if let turn { return turn.state == .idle ? 0 : 1 }
        switch delivery?.state {
        case .failed?, .expired?, .cancelled?: return 1
        default: return 0
        }
    }

    /// What went wrong, for stderr.
    package var failure: [String] {
        if let error { return FailureText.lines(error, about: name) }
        guard let delivery else { return [] }
        let name = DeliveryText.name(delivery)
        if let timedOutAfter { return timeout(delivery, name, timedOutAfter) }
        if let turn, turn.state != .idle {
            let detail = turn.detail.map { ": \($0)" } ?? ""
            return [
                "ccmux: " + SafeText.oneLine("\(name): the turn came to \(turn.state.rawValue)\(detail)"),
                "'ccmux show \(name)' tells more.",
            ]
        }
        var lines = ["ccmux: " + DeliveryText.line(delivery)]
        if delivery.state == .failed { lines.append("'ccmux outbox show \(delivery.id)' has its text.") }
        return lines
    }

    private func timeout(_ delivery: Delivery, _ name: String, _ seconds: Double) -> [String] {
        let limit = seconds == seconds.rounded() ? "\(Int(seconds)) s" : "\(seconds) s"
        if delivery.state.isDelivered {
            return [
                "ccmux: \(name): \(delivery.state.rawValue), but the turn has not ended within \(limit).",
                "'ccmux wait \(name)' waits on.",
            ]
        }
        let why = DeliveryText.reason(delivery).map { ": \($0)" } ?? "."
        let way =
            delivery.state == .waiting
            ? "It stays in the outbox; 'ccmux outbox cancel \(delivery.id)' takes it out."
            : "It stays in the outbox; 'ccmux outbox show \(delivery.id)' tells what becomes of it."
        return ["ccmux: \(name): not delivered within \(limit)\(why)", way]
    }

    /// One among several, where nothing went wrong.
    package func line(noWait: Bool) -> String {
        guard let delivery else { return name }
        if let turn { return SafeText.oneLine("\(name): \(turn.state.rawValue)") }
        if noWait, delivery.state == .waiting { return "\(name): written down (\(delivery.id))." }
        return DeliveryText.line(delivery)
    }
}

/// `send --json` to several.
package struct DeliveryOutcomes: Sendable, Encodable {
    package var outcomes: [DeliveryOutcome]

    package init(outcomes: [DeliveryOutcome]) {
        self.outcomes = outcomes
    }
}
