/// The pauses between tries: 50 ms, doubling to 5 s, from the start again after a time of success.
struct Backoff: Sendable {
    private(set) var next: Duration = Backoff.first

    static let first: Duration = .milliseconds(50)
    static let longest: Duration = .seconds(5)

    /// The pause before the next try.
    mutating func pause() -> Duration {
        defer { next = min(next * 2, Self.longest) }
        return next
    }

    mutating func reset() {
        next = Self.first
    }
}
