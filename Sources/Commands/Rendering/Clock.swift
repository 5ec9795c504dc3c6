package import Model
package import Platform

/// What times are shown by: the present, and the clock that people look at.
package struct Clock: Sendable {
    package var now: Timestamp
    package var local: @Sendable (Timestamp) -> LocalTime

    package init(now: Timestamp, local: @escaping @Sendable (Timestamp) -> LocalTime = { LocalTime($0) }) {
        self.now = now
        self.local = local
    }

    /// `14:05`, with the date where it is not today's.
    package func short(_ moment: Timestamp) -> String {
        local(moment).short(now: local(now))
    }

    /// How long ago it was: `12s`.
    package func age(_ moment: Timestamp) -> String {
        Age.text(seconds: Int(now.seconds(since: moment)))
    }
}
