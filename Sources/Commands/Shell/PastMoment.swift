package import Model
import Platform

/// Times in the past as people type them: `2h`, `14:30`, `2026-11-21`, `2026-11-21T09:00`.
package enum PastMoment {
    package static let forms =
        "2h30m (ago), 14:30, 2026-11-21 or 2026-11-21T09:00 (with Z or +01:00 where it is not "
        + "your clock's)"

    /// - Parameter zone: the clock that times without a zone are meant by.
    package static func parse(
        _ text: String, now: Timestamp, zone: MomentText.Zone = .here
    ) throws(MomentText.Unreadable) -> Timestamp {
        let word = text.hasPrefix("-") ? text.dropFirst() : text[...]
        if let seconds = MomentText.duration(word) { return now.adding(seconds: -seconds) }
        // The last time that clocks showed it.
        for daysAgo in [0.0, 1] {
            let day = zone.local(now.adding(seconds: -86_400 * daysAgo))
            if let moment = MomentText.moment(ofClock: text[...], on: day, zone), moment <= now { return moment }
        }
        let full = text.utf8.count == 10 ? text + "T00:00" : text
        if let moment = MomentText.date(full, zone) {
            guard moment <= now else { throw unreadable(text, "lies ahead") }
            return moment
        }
        throw unreadable(text, "is no time; a time is like \(forms)")
    }

    private static func unreadable(_ text: String, _ reason: String) -> MomentText.Unreadable {
        MomentText.Unreadable(reason: "'\(SafeText.oneLine(String(text.prefix(40))))' \(reason)")
    }
}
