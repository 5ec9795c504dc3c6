package import Model

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A date and a time of day, as clocks on the wall show them.
package struct LocalTime: Sendable, Hashable {
    package var year: Int
    /// 1 to 12.
    package var month: Int
    package var day: Int
    package var hour: Int
    package var minute: Int
    package var second: Int

    package init(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
    }

    /// `moment` where the user is: the time zone of this process (`TZ`, or the machine's).
    package init(_ moment: Timestamp) {
        var seconds = time_t(moment.milliseconds / 1000)
        var parts = tm()
        // It cannot fail for a year that a timestamp can have.
        _ = localtime_r(&seconds, &parts)
        self.init(
            year: Int(parts.tm_year) + 1900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday),
            hour: Int(parts.tm_hour), minute: Int(parts.tm_min), second: Int(parts.tm_sec))
    }

    /// `2026-11-21 12:24:05`.
    package var full: String {
        "\(year)-\(Self.two(month))-\(Self.two(day)) \(clock):\(Self.two(second))"
    }

    /// `2026-11-21T12-24-05`, as it can stand in a file's name.
    package var fileName: String {
        String(full.map { $0 == " " ? "T" : $0 == ":" ? "-" : $0 })
    }

    /// As short as it stays clear: `14:05` today, `Nov 23 14:05` on another day, with the year in another one.
    package func short(now: LocalTime) -> String {
        if (year, month, day) == (now.year, now.month, now.day) { return clock }
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let name = months.indices.contains(month - 1) ? months[month - 1] : "?"
        // Around New Year the next days are clear without it.
        let isNear = year == now.year || abs((year * 12 + month) - (now.year * 12 + now.month)) <= 1
        return "\(name) \(day)\(isNear ? "" : " \(year)") \(clock)"
    }

    private var clock: String { "\(Self.two(hour)):\(Self.two(minute))" }

    private static func two(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}

extension Timestamp {
    /// The moment when the user's clocks show `local`; nil for a day that there is not. Of an hour that clocks leave out
    /// in spring it is the one after, of one that they show twice either.
    package init?(_ local: LocalTime) {
        guard (1970...9999).contains(local.year), (0...23).contains(local.hour), (0...59).contains(local.minute),
            (0...59).contains(local.second)
        else { return nil }
        var parts = tm()
        parts.tm_year = Int32(local.year - 1900)
        parts.tm_mon = Int32(local.month - 1)
        parts.tm_mday = Int32(local.day)
        parts.tm_hour = Int32(local.hour)
        parts.tm_min = Int32(local.minute)
        parts.tm_sec = Int32(local.second)
        parts.tm_isdst = -1
        let seconds = mktime(&parts)
        // A 30th of February becomes a day in March.
        guard seconds >= 0, Int(parts.tm_mon) == local.month - 1, Int(parts.tm_mday) == local.day else { return nil }
        self.init(milliseconds: Int64(seconds) * 1000)
    }
}
