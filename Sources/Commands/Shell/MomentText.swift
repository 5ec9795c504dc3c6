package import Model
package import Platform

/// Times in the future as people type them: `14:30`, `2026-11-22T09:00Z`, `+10m`.
package enum MomentText {
    package struct Unreadable: Error, Sendable, Hashable {
        package var reason: String
    }

    package static let forms = "14:30, 2026-11-22T09:00 (with Z or +01:00 where it is not your clock's) or +1h30m"

    /// - Parameter zone: the clock that times without a zone are meant by.
    /// - Throws: for what is no time, is past, or lies more than ten years ahead.
    package static func parse(
        _ text: String, now: Timestamp, zone: Zone = .here, limit: Double = tenYears
    ) throws(Unreadable) -> Timestamp {
        let moment = try read(text, now: now, zone)
        let shown = SafeText.oneLine(String(text.prefix(40)))
        guard moment > now else { throw Unreadable(reason: "'\(shown)' is past") }
        guard moment < now.adding(seconds: limit) else {
            throw Unreadable(reason: "'\(shown)' is more than ten years ahead")
        }
        return moment
    }

    /// How a clock on the wall and moments belong together.
    package struct Zone: Sendable {
        package var local: @Sendable (Timestamp) -> LocalTime
        package var moment: @Sendable (LocalTime) -> Timestamp?

        package init(
            local: @escaping @Sendable (Timestamp) -> LocalTime, moment: @escaping @Sendable (LocalTime) -> Timestamp?
        ) {
            self.local = local
            self.moment = moment
        }

        package static let here = Zone(local: { LocalTime($0) }, moment: { Timestamp($0) })
    }

    package static let tenYears = 10 * 366 * 86_400.0

    private static func read(_ text: String, now: Timestamp, _ zone: Zone) throws(Unreadable) -> Timestamp {
        if text.hasPrefix("+"), let seconds = duration(text.dropFirst()) { return now.adding(seconds: seconds) }
        if let clock = clock(text[...]), let today = moment(of: clock, on: zone.local(now), zone) {
            // The next time that clocks show it.
            guard today <= now else { return today }
            if let tomorrow = moment(of: clock, on: zone.local(now.adding(seconds: 86_400)), zone) { return tomorrow }
        }
        if let moment = date(text, zone) { return moment }
        throw Unreadable(
            reason: "'\(SafeText.oneLine(String(text.prefix(40))))' is no time; a time is like \(forms)")
    }

    /// Seconds of `1h30m`, `45s`, `2d`.
    static func duration(_ text: Substring) -> Double? {
        let units: [(Character, Double)] = [("d", 86_400), ("h", 3600), ("m", 60), ("s", 1)]
        var total = 0.0
        var rest = text
        var next = 0
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard (1...9).contains(digits.count), let number = Double(digits) else { return nil }
            rest = rest.dropFirst(digits.count)
            // From large to small, each once.
            guard let unit = rest.first, let index = units[next...].firstIndex(where: { $0.0 == unit }) else {
                return nil
            }
            rest = rest.dropFirst()
            total += number * units[index].1
            next = index + 1
        }
        return text.isEmpty ? nil : total
    }

    /// `9:30`, `14:30`, `14:30:15`.
    private static func clock(_ text: Substring) -> (hour: Int, minute: Int, second: Int)? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), (1...2).contains(parts[0].count),
            parts.dropFirst().allSatisfy({ $0.count == 2 }),
            parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } })
        else { return nil }
        let numbers = parts.compactMap { Int($0) }
        guard numbers[0] < 24, numbers[1] < 60, numbers.count < 3 || numbers[2] < 60 else { return nil }
        return (numbers[0], numbers[1], numbers.count == 3 ? numbers[2] : 0)
    }

    /// `9:30` of a day; nil for what is no time of a day.
    static func moment(ofClock text: Substring, on day: LocalTime, _ zone: Zone) -> Timestamp? {
        clock(text).flatMap { moment(of: $0, on: day, zone) }
    }

    private static func moment(
        of clock: (hour: Int, minute: Int, second: Int), on day: LocalTime, _ zone: Zone
    ) -> Timestamp? {
        var local = day
        (local.hour, local.minute, local.second) = clock
        return zone.moment(local)
    }

    /// `2026-11-22T09:00`, with seconds or without, with a zone or without, a blank for the `T`.
    static func date(_ text: String, _ zone: Zone) -> Timestamp? {
        guard text.utf8.count >= 16, text.utf8.count <= 40 else { return nil }
        var full = text
        // Without seconds: what follows the minute is the zone, or nothing.
        let afterMinute = full.index(full.startIndex, offsetBy: 16, limitedBy: full.endIndex) ?? full.endIndex
        if full[afterMinute...].first != ":" { full.insert(contentsOf: ":00", at: afterMinute) }
        if let moment = Timestamp(rfc3339: full) { return moment }
        guard let plain = Timestamp(rfc3339: full + "Z") else { return nil }
        let numbers = plain.rfc3339.split { !$0.isNumber }.compactMap { Int($0) }
        guard numbers.count >= 6 else { return nil }
        return zone.moment(
            LocalTime(
                year: numbers[0], month: numbers[1], day: numbers[2], hour: numbers[3], minute: numbers[4],
                second: numbers[5]))
    }
}
