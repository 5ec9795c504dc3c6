/// What is in an agent's queue of prompts, as far as its records tell: some only say that the oldest one left it.
struct AgentQueue {
    private struct Place {
        var text: String
        /// The prompt of ours that it is.
        var item: Int64?
    }

    private var held: [Place] = []
    /// What left it for a record that is still to come.
    private var leaving: [Place] = []
    private static let leavingLimit = 100

    mutating func add(_ text: String, _ item: Int64?) { held.append(Place(text: text, item: item)) }

    /// One left: the one of this text, or the oldest for an empty one.
    mutating func leave(_ text: String) {
        guard let index = index(of: text) else { return }
        leaving.append(held.remove(at: index))
        if leaving.count > Self.leavingLimit { leaving.removeFirst() }
    }

    mutating func withdraw(_ text: String) {
        if text.isEmpty { return held = [] }
        if let index = index(of: text) { held.remove(at: index) }
    }

    /// The oldest one became part of the conversation.
    ///
    /// - Returns: whether it was known, and which prompt of ours it is.
    mutating func takeOldest() -> (isKnown: Bool, item: Int64?) {
        guard !held.isEmpty else { return (false, nil) }
        return (true, held.removeFirst().item)
    }

    /// A record of all that has left, with line breaks between: the prompts of ours that are in it.
    mutating func join(_ text: String) -> [Int64] {
        guard leaving.count > 1 else { return [] }
        var rest = Array(text.utf8)[...]
        var found: [Int64] = []
        for place in leaving where !place.text.isEmpty {
            guard rest.starts(with: place.text.utf8) else { continue }
            let after = rest.dropFirst(place.text.utf8.count)
            guard after.isEmpty || after.first == 0x0A else { continue }
            rest = after.dropFirst()
            if let item = place.item { found.append(item) }
        }
        // Only where they are all of it.
        guard rest.isEmpty else { return [] }
        leaving = []
        return found
    }

    private func index(of text: String) -> Int? {
        text.isEmpty ? held.indices.first : held.firstIndex { $0.text == text }
    }
}
