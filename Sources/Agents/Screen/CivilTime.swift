import Foundation
import Model

/// A reading of a clock on a wall, without a zone: what people and agents write.
struct CivilTime: Equatable {
    var year: Int
    /// 1 to 12.
    var month: Int
    /// 1 to 31.
    var day: Int
    var hour = 0
    var minute = 0
    var second = 0

    /// What the clocks of a zone show at a moment.
    init(_ moment: Timestamp, in zone: TimeZone) {
        let seconds =
            Int((Double(moment.milliseconds) / 1000).rounded(.down)) + Self.offset(of: zone, at: moment.seconds)
        let days = Int((Double(seconds) / 86_400).rounded(.down))
        let rest = seconds - days * 86_400
        self.init(day: days, hour: rest / 3600, minute: rest / 60 % 60, second: rest % 60)
    }

    init(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
    }

    /// - Parameter day: days since 1970-01-01, counted as Howard Hinnant's "days from civil" does: years begin in March,
    ///   so that the leap day is the last one.
    init(day: Int, hour: Int, minute: Int, second: Int) {
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        self.day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        self.hour = hour
        self.minute = minute
        self.second = second
    }

    /// Days since 1970-01-01.
    var dayNumber: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// 0 is Sunday.
    var weekday: Int { ((dayNumber + 4) % 7 + 7) % 7 }

    /// There is such a day and such a time: not February 30th.
    var isReal: Bool {
        guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day), (0...23).contains(hour),
            (0...59).contains(minute), (0...59).contains(second)
        else { return false }
        return CivilTime(day: dayNumber, hour: hour, minute: minute, second: second) == self
    }

    func adding(days: Int) -> CivilTime {
        CivilTime(day: dayNumber + days, hour: hour, minute: minute, second: second)
    }

    /// The moments at which a zone's clocks show this, in order: two in the hour that autumn repeats. In the hour that
    /// spring skips, the one that they would have shown had they not been put forward.
    func moments(in zone: TimeZone) -> [Timestamp] {
        let local = dayNumber * 86_400 + hour * 3600 + minute * 60 + second
        let before = Self.offset(of: zone, at: Double(local) - 86_400)
        let after = Self.offset(of: zone, at: Double(local) + 86_400)
        var offsets = [before]
        if after != before { offsets.append(after) }
        let found = offsets.map { ($0, local - $0) }
            .filter { offset, moment in Self.offset(of: zone, at: Double(moment)) == offset }
            .map(\.1).sorted()
        return (found.isEmpty ? [local - before] : found).map { Timestamp(milliseconds: Int64($0) * 1000) }
    }

    private static func offset(of zone: TimeZone, at seconds: Double) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: seconds))
    }
}
