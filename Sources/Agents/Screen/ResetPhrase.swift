import Foundation
import Model

/// Reads one expression of time off a row of words.
struct ResetPhrase {
    private let words: ResetWords
    private var at: Int

    init(_ words: ResetWords, at start: Int) {
        self.words = words
        at = start
    }

    mutating func moment(after: Timestamp, zone: String?) -> Timestamp? {
        while isFiller(at) { at += 1 }
        if let moment = epoch() ?? span().map(after.adding(seconds:)) { return moment }
        let day = self.day()
        while isFiller(at) { at += 1 }
        let time = timeOfDay()
        guard day != nil || time != nil, let zone = self.zone(else: zone) else { return nil }
        let clock = time ?? (0, 0, 0)
        return Self.resolve(day ?? .any, clock, after: after, zone: zone)
    }

    private func isFiller(_ index: Int) -> Bool {
        switch words[index] {
        case .word("at"), .word("on"), .word("by"), .mark(","), .mark(":"), .mark("·"), .mark("∙"): true
        default: false
        }
    }

    // MARK: Moments that need no clock

    /// Seconds or milliseconds since 1970, in this century.
    private func epoch() -> Timestamp? {
        guard let number = words.number(at: at), number.digits == 10 || number.digits == 13 else { return nil }
        let milliseconds = number.digits == 10 ? Int64(number.value) * 1000 : Int64(number.value)
        return (1_000_000_000_000...4_102_444_800_000).contains(milliseconds)
            ? Timestamp(milliseconds: milliseconds) : nil
    }

    /// `in 2 hours`, `3h 20m`, `2 days, 4 hours and 5 minutes`: seconds.
    private mutating func span() -> Double? {
        var index = words.word(at: at) == "in" ? at + 1 : at
        var seconds = 0.0
        var found = false
        while true {
            if words.word(at: index) == "less", words.word(at: index + 1) == "than" { index += 2 }
            var amount: Int?
            if let number = words.number(at: index), number.digits <= 6 { amount = number.value }
            if let word = words.word(at: index), word == "a" || word == "an" || word == "one" { amount = 1 }
            guard let amount, let word = words.word(at: index + 1), let unit = Self.units[word] else { break }
            seconds += Double(amount) * unit
            found = true
            index += 2
            while words.isMark(",", at: index) || words.word(at: index) == "and" { index += 1 }
        }
        guard found, seconds <= 400 * 86_400 else { return nil }
        return seconds
    }

    private static let units: [String: Double] = [
        "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1,
        "m": 60, "min": 60, "mins": 60, "minute": 60, "minutes": 60,
        "h": 3600, "hr": 3600, "hrs": 3600, "hour": 3600, "hours": 3600,
        "d": 86_400, "day": 86_400, "days": 86_400, "w": 604_800, "week": 604_800, "weeks": 604_800,
    ]

    // MARK: Days

    private enum Day {
        case any
        case relative(Int)
        /// 0 is Sunday.
        case weekday(Int)
        case date(month: Int, day: Int, year: Int?)
    }

    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
    private static let weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]

    private mutating func day() -> Day? {
        if let word = words.word(at: at) {
            if word == "today" || word == "tomorrow" {
                at += 1
                return .relative(word == "today" ? 0 : 1)
            }
            if let month = Self.month(word), let day = words.number(at: at + 1), day.digits <= 2 {
                at += 2
                skipOrdinal()
                return .date(month: month, day: day.value, year: year())
            }
            if let weekday = Self.weekday(word) {
                at += 1
                if words.isMark(",", at: at) { at += 1 }
                // A weekday before a date says nothing more.
                return day() ?? .weekday(weekday)
            }
        }
        return numericDay()
    }

    /// `2026-11-23`, or `23 Nov 2026`.
    private mutating func numericDay() -> Day? {
        guard let first = words.number(at: at) else { return nil }
        if first.digits == 4, words.isMark("-", at: at + 1), let month = words.number(at: at + 2),
            words.isMark("-", at: at + 3), let day = words.number(at: at + 4)
        {
            at += 5
            if words.word(at: at) == "t" { at += 1 }
            return .date(month: month.value, day: day.value, year: first.value)
        }
        var next = at + 1
        if let word = words.word(at: next), Self.ordinals.contains(word) { next += 1 }
        if words.word(at: next) == "of" { next += 1 }
        guard first.digits <= 2, let word = words.word(at: next), let month = Self.month(word) else { return nil }
        at = next + 1
        return .date(month: month, day: first.value, year: year())
    }

    private static let ordinals: Set<String> = ["st", "nd", "rd", "th"]

    private mutating func skipOrdinal() {
        if let word = words.word(at: at), Self.ordinals.contains(word) { at += 1 }
    }

    private mutating func year() -> Int? {
        let index = words.isMark(",", at: at) ? at + 1 : at
        guard let number = words.number(at: index), number.digits == 4, !words.isMark(":", at: index + 1) else {
            return nil
        }
        at = index + 1
        return number.value
    }

    private static func month(_ word: String) -> Int? {
        guard word.utf8.count >= 3, let index = months.firstIndex(of: String(word.prefix(3))) else { return nil }
        let full = [
            "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
            "november", "december",
        ][index]
        return full.begins(word) || word == "sept" ? index + 1 : nil
    }

    private static func weekday(_ word: String) -> Int? {
        guard word.utf8.count >= 3, let index = weekdays.firstIndex(of: String(word.prefix(3))) else { return nil }
        let full = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"][index]
        return full.begins(word) ? index : nil
    }

    // MARK: Clocks

    private mutating func timeOfDay() -> (Int, Int, Int)? {
        if let word = words.word(at: at), word == "noon" || word == "midnight" {
            at += 1
            return (word == "noon" ? 12 : 0, 0, 0)
        }
        guard let hour = words.number(at: at), hour.digits <= 2 else { return nil }
        var next = at + 1
        var minute = 0
        var second = 0
        var isClock = false
        if words.isMark(":", at: next), let value = words.number(at: next + 1), value.digits == 2 {
            (minute, next, isClock) = (value.value, next + 2, true)
            if words.isMark(":", at: next), let value = words.number(at: next + 1), value.digits == 2 {
                (second, next) = (value.value, next + 2)
                if words.isMark(".", at: next), words.number(at: next + 1) != nil { next += 2 }
            }
        }
        var value = hour.value
        if let half = halfOfDay(&next) {
            guard (1...12).contains(value) else { return nil }
            value = value % 12 + half
            isClock = true
        }
        guard isClock, value < 24, minute < 60, second < 60 else { return nil }
        at = next
        return (value, minute, second)
    }

    /// Hours that `am`, `pm`, `a.m.`, `p.m.` add.
    private func halfOfDay(_ next: inout Int) -> Int? {
        guard let word = words.word(at: next) else { return nil }
        if word == "am" || word == "pm" {
            next += 1
            return word == "am" ? 0 : 12
        }
        guard word == "a" || word == "p", words.isMark(".", at: next + 1), words.word(at: next + 2) == "m" else {
            return nil
        }
        next += 3
        if words.isMark(".", at: next) { next += 1 }
        return word == "a" ? 0 : 12
    }

    /// The zone named after the time, else `name`, else the machine's. Nil where one is named that nobody knows: no time
    /// is better than a wrong one.
    private func zone(else name: String?) -> TimeZone? {
        let index = words.isMark("(", at: at) ? at + 1 : at
        if let word = words.word(at: index),
            words.isMark("(", at: at) || word.contains("/") || word == "utc"
                || word == "gmt" || word == "z"
        {
            let spelt = words.spelt[index]
            if word == "z" || word == "utc" || word == "gmt" { return TimeZone(secondsFromGMT: 0) }
            if word.begins("gmt") || word.begins("utc"), let hours = Int(word.dropFirst(3)), abs(hours) <= 14 {
                return TimeZone(secondsFromGMT: hours * 3600)
            }
            if let zone = TimeZone(identifier: spelt) ?? TimeZone(abbreviation: spelt) { return zone }
            if spelt.contains("/") || spelt == spelt.uppercased() { return nil }
        }
        guard let name else { return .current }
        return TimeZone(identifier: name) ?? .current
    }

    // MARK: Which of the moments

    private static func resolve(
        _ day: Day, _ clock: (Int, Int, Int), after: Timestamp, zone: TimeZone
    ) -> Timestamp? {
        let today = CivilTime(after, in: zone)
        func moments(_ civil: CivilTime) -> [Timestamp] {
            var civil = civil
            (civil.hour, civil.minute, civil.second) = clock
            return civil.isReal ? civil.moments(in: zone) : []
        }
        let earliest = after.adding(seconds: -ResetTime.grace)
        switch day {
        case .any:
            return (-1...2).flatMap { moments(today.adding(days: $0)) }.first { $0 >= earliest }
        case .relative(let days):
            return moments(today.adding(days: days)).first
        case .weekday(let weekday):
            return (-1...8).map { today.adding(days: $0) }.filter { $0.weekday == weekday }
                .flatMap(moments).first { $0 >= earliest }
        case .date(let month, let day, let year?):
            return moments(CivilTime(year: year, month: month, day: day)).first
        case .date(let month, let day, nil):
            return (-1...1).flatMap { moments(CivilTime(year: today.year + $0, month: month, day: day)) }
                .min { abs($0.seconds(since: after)) < abs($1.seconds(since: after)) }
        }
    }
}
