package import Model
import Platform

/// Times in the past as people type them after `--since` and `--until`: `2h`, `14:30`, `yesterday`, `2026-11-20`.
package enum PastMoment {
    package static let forms = "2h30m or 7d (ago), 14:30, today, yesterday, 2026-11-20 or 2026-11-20T09:00"

    /// - Throws: `MomentText.Unreadable` for what is no time.
    package static func parse(
        _ text: String, now: Timestamp, zone: MomentText.Zone = .here
    ) throws(MomentText.Unreadable) -> Timestamp {
        if let seconds = MomentText.duration(text[...]) { return now.adding(seconds: -seconds) }
        let today = zone.local(now)
        switch text {
        case "now": return now
        case "today": if let moment = midnight(today, zone) { return moment }
        case "yesterday":
            let before = midnight(today, zone).map { zone.local($0.adding(seconds: -43_200)) }
            if let before, let moment = midnight(before, zone) { return moment }
        default: break
        }
        if let moment = clock(text, today, now, zone) { return moment }
        let isDay = text.utf8.count == 10
        if let moment = MomentText.date(isDay ? text + "T00:00" : text, zone) { return moment }
        throw MomentText.Unreadable(
            reason: "'\(SafeText.oneLine(String(text.prefix(40))))' is no time; a time is like \(forms)")
    }

    private static func midnight(_ day: LocalTime, _ zone: MomentText.Zone) -> Timestamp? {
        var day = day
        (day.hour, day.minute, day.second) = (0, 0, 0)
        return zone.moment(day)
    }

    /// The last time that clocks showed it.
    private static func clock(
        _ text: String, _ today: LocalTime, _ now: Timestamp, _ zone: MomentText.Zone
    ) -> Timestamp? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...2).contains(parts[0].count), parts[1].count == 2,
            parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
        else { return nil }
        for day in [today, zone.local(now.adding(seconds: -86_400))] {
            var moment = day
            (moment.hour, moment.minute, moment.second) = (hour, minute, 0)
            if let found = zone.moment(moment), found <= now { return found }
        }
        return nil
    }
}
