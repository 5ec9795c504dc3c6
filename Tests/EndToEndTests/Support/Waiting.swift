import Platform

/// Lets some time pass between two looks at a condition.
func shortly(milliseconds: Int = 10) async {
    try? await Task.sleep(for: .milliseconds(milliseconds))
}

/// Looks again and again until `look` gives something.
///
/// - Throws: after `seconds`, with `what` in it.
@discardableResult
func eventually<Value>(
    _ what: String, within seconds: Double = 45, _ look: () async throws -> Value?
) async throws -> Value {
    let deadline = monotonicSeconds() + seconds
    while true {
        if let value = try await look() { return value }
        guard monotonicSeconds() < deadline else { throw Failure("not within \(Int(seconds)) s: \(what)") }
        // A look is often a command of its own, and the agents need the processor more.
        await shortly(milliseconds: 60)
    }
}

/// Lets few of many in at a time: agents want two cores to themselves, and a test that waits in vain for its turn on a
/// busy machine would fail for no reason of its own.
actor Gate {
    static let machine = Gate(places: 4)

    private var free: Int
    private var queue: [(places: Int, continuation: CheckedContinuation<Void, Never>)] = []

    init(places: Int) {
        free = places
    }

    func enter(_ places: Int) async {
        if queue.isEmpty, free >= places {
            free -= places
            return
        }
        await withCheckedContinuation { queue.append((places, $0)) }
    }

    func leave(_ places: Int) {
        free += places
        while let next = queue.first, free >= next.places {
            free -= next.places
            queue.removeFirst()
            next.continuation.resume()
        }
    }
}
