#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A point in time on both clocks: waits are counted on `uptime`, what people and files see is `wall`.
struct Moment: Equatable {
    /// Seconds on the monotonic clock.
    var uptime: Double
    /// Seconds since 1970.
    var wall: Double

    static func now() -> Moment {
        Moment(uptime: seconds(CLOCK_MONOTONIC), wall: seconds(CLOCK_REALTIME))
    }

    private static func seconds(_ clock: clockid_t) -> Double {
        var value = timespec()
        clock_gettime(clock, &value)
        return Double(value.tv_sec) + Double(value.tv_nsec) / 1e9
    }
}

/// RFC 3339 in UTC: `2026-11-21T10:23:00Z`, or with milliseconds `2026-11-21T10:23:00.250Z`.
func rfc3339(_ wall: Double, milliseconds: Bool = false) -> String {
    let total = Int((wall * 1000).rounded(.down))
    var whole = time_t(total / 1000)
    var parts = tm()
    gmtime_r(&whole, &parts)
    func padded(_ number: Int, _ width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let day = "\(padded(Int(parts.tm_year) + 1900, 4))-\(padded(Int(parts.tm_mon) + 1))-\(padded(Int(parts.tm_mday)))"
    let time = "\(padded(Int(parts.tm_hour))):\(padded(Int(parts.tm_min))):\(padded(Int(parts.tm_sec)))"
    return "\(day)T\(time)" + (milliseconds ? ".\(padded(total % 1000, 3))" : "") + "Z"
}

/// As Claude tells when a limit is lifted: `10:23am`, or `Nov 23, 10:36am` where that is more than a day away. In UTC,
/// to the minute that follows.
func clockTime(_ wall: Double, from now: Double) -> String {
    var whole = time_t((wall / 60).rounded(.up) * 60)
    var parts = tm()
    gmtime_r(&whole, &parts)
    let minute = parts.tm_min < 10 ? "0\(parts.tm_min)" : "\(parts.tm_min)"
    let hour = parts.tm_hour % 12 == 0 ? 12 : parts.tm_hour % 12
    let time = "\(hour):\(minute)\(parts.tm_hour < 12 ? "am" : "pm")"
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return wall - now < 86_000 ? time : "\(months[Int(parts.tm_mon) % 12]) \(parts.tm_mday), \(time)"
}
