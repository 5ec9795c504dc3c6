package import Model

/// Which records of a transcript belong to which prompts: each record counts for one prompt only, and the oldest that
/// it fits gets it.
package enum DeliveryLedger {
    /// A prompt that was typed and is not known to be taken.
    package struct Item: Sendable, Hashable {
        package var id: Int64
        package var text: String
        /// The transcript's length when it was typed: records before that are not its own.
        package var offset: Int

        package init(id: Int64, text: String, offset: Int) {
            self.id = id
            self.text = text
            self.offset = offset
        }
    }

    /// A record and where its line begins.
    package struct Record: Sendable, Hashable {
        package var trace: PromptTrace
        package var position: Int

        package init(_ trace: PromptTrace, position: Int) {
            self.trace = trace
            self.position = position
        }
    }

    package enum Finding: Sendable, Hashable {
        case queued(Delivery.Proof)
        case taken(Delivery.Proof)
        /// A person took it back out of the agent's queue.
        case withdrawn
    }

    /// - Parameters:
    ///   - items: in the order in which they were typed.
    ///   - records: in the transcript's order.
    ///   - isSame: whether a record's text is a prompt, but for what the agent does to it.
    package static func findings(
        _ items: [Item], _ records: [Record], isSame: (_ recorded: String, _ sent: String) -> Bool
    ) -> [Int64: Finding] {
        var findings: [Int64: Finding] = [:]
        var queue = AgentQueue()
        for record in records {
            switch record.trace.kind {
            case .enqueued:
                let item = items.first { item in
                    findings[item.id] == nil && item.offset <= record.position && isSame(record.trace.text, item.text)
                }
                if let item { findings[item.id] = .queued(.enqueued) }
                queue.add(record.trace.text, item?.id)
            case .dequeued: queue.leave(record.trace.text)
            case .taken where record.trace.text.isEmpty:
                let (isKnown, item) = queue.takeOldest()
                let oldest = isKnown ? item : items.first { findings[$0.id] == .queued(.enqueued) }?.id
                if let oldest { findings[oldest] = .taken(.recorded) }
            case .taken, .command:
                let own = taken(items, record, findings, isSame)
                for item in own { findings[item.id] = .taken(record.trace.kind == .command ? .command : .recorded) }
                if own.isEmpty, record.trace.kind == .taken {
                    for id in queue.join(record.trace.text) { findings[id] = .taken(.recorded) }
                }
            case .withdrawn:
                let held = items.filter { findings[$0.id] == .queued(.enqueued) && $0.offset <= record.position }
                let text = record.trace.text
                queue.withdraw(text)
                for item in held where text.isEmpty || isSame(text, item.text) {
                    findings[item.id] = .withdrawn
                    if !text.isEmpty { break }
                }
            }
        }
        return findings
    }

    /// The one prompt that a record is, or several that the agent joined into it.
    private static func taken(
        _ items: [Item], _ record: Record, _ findings: [Int64: Finding], _ isSame: (String, String) -> Bool
    ) -> [Item] {
        let open = items.filter { item in
            if case .taken = findings[item.id] { return false }
            return item.offset <= record.position
        }
        if let item = open.first(where: { isSame(record.trace.text, $0.text) }) { return [item] }
        guard record.trace.kind == .taken, open.count > 1 else { return [] }
        for start in open.indices {
            var joined = open[start].text
            for end in open.indices[(start + 1)...].prefix(joinLimit) {
                joined += "\n" + open[end].text
                if isSame(record.trace.text, joined) { return Array(open[start...end]) }
            }
        }
        return []
    }

    /// Prompts that an agent is taken to join at most.
    private static let joinLimit = 20
}
