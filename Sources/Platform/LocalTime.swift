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
