package import Model
import Platform

/// Times in the past as people type them: `7d` ago, `2026-11-21`, `14:30`, `2026-11-21T09:00Z`.
package enum PastMoment {
    package static let forms = "7d or 1h30m ago, 2026-11-21, 14:30 or 2026-11-21T09:00"

    /// - Throws: `.invalid` for what is no time.
    package static func parse(
        _ text: String, now: Timestamp, zone: MomentText.Zone = .here
    ) throws(CcmuxError) -> Timestamp {
        if let seconds = MomentText.duration(text[...]) { return now.adding(seconds: -seconds) }
        if text.utf8.count == 10,
            let day = try? MomentText.parse(text + "T00:00", now: .init(milliseconds: 0), zone: zone, limit: .infinity)
        {
            return day
        }
        if let moment = try? MomentText.parse(text, now: .init(milliseconds: 0), zone: zone, limit: .infinity),
            text.utf8.count > 10
        {
            return moment
        }
        // A clock's time: the last time that it was shown.
        if text.contains(":"), text.utf8.count <= 8,
            let next = try? MomentText.parse(text, now: now, zone: zone)
        {
            var local = zone.local(next)
            let day = zone.local(now)
            (local.year, local.month, local.day) = (day.year, day.month, day.day)
            if let today = zone.moment(local), today <= now { return today }
            return next.adding(seconds: -86_400)
        }
        throw CcmuxError(
            .invalid, "'\(SafeText.oneLine(String(text.prefix(40))))' is no time.", advice: "A time is like \(forms).")
    }
}
