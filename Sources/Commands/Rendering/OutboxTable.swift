package import Model

/// The outbox as `ccmux outbox` prints it.
package struct OutboxTable {
    private let deliveries: [Delivery]
    private let clock: Clock

    package init(_ deliveries: [Delivery], clock: Clock) {
        self.deliveries = deliveries
        self.clock = clock
    }

    package func lines(width: Int?, colour: Bool) -> [String] {
        TextTable(
            columns: [
                .init("ID"), .init("SESSION", minimum: 8), .init("STATE"), .init("AGE", dropOrder: 1),
                .init("WHY", minimum: 16, dropOrder: 0), .init("TEXT", minimum: 12, dropOrder: 2),
            ],
            rows: deliveries.map { entry in
                [
                    .init(String(entry.id)), .init(DeliveryText.name(entry)),
                    .init(SafeText.oneLine(entry.state.rawValue), Self.style(entry.state)),
                    .init(clock.age(entry.created)), .init(why(entry)),
                    .init(DeliveryText.beginning(entry.text, scalars: 60)),
                ]
            }
        ).lines(width: width, colour: colour)
    }

    private func why(_ entry: Delivery) -> String {
        // A failure tells the screen as well; `outbox show` has it all.
        if let reason = entry.reason, !entry.state.isDelivered { return DeliveryText.beginning(reason, scalars: 100) }
        if entry.state == .waiting, let moment = entry.notBefore, moment > clock.now {
            return "until \(clock.short(moment))"
        }
        return entry.proof.map { SafeText.oneLine($0.rawValue) } ?? ""
    }

    private static func style(_ state: Delivery.State) -> Style {
        switch state {
        case .waiting: .yellow
        case .typing: .green
        case .failed, .expired: .red
        case .queued: .blue
        case .cancelled: .faint
        default: .plain
        }
    }
}
