import Model
import Platform

/// Days, weeks and months of quarters of an hour, in this process' time zone; it remembers what it was asked.
struct UsageCalendar {
    private var days: [Int32: Int32] = [:]
    private let local: @Sendable (Timestamp) -> LocalTime

    init(local: @escaping @Sendable (Timestamp) -> LocalTime = { LocalTime($0) }) {
        self.local = local
    }

    static func start(of quarter: Int32) -> Timestamp { Timestamp(milliseconds: Int64(quarter) * 900_000) }

    static func quarter(of moment: Timestamp) -> Int32 { Int32(clamping: moment.milliseconds / 900_000) }

    /// Days since 1970 of the local date; -1 where the records had no time.
    mutating func day(of quarter: Int32) -> Int32 {
        if quarter <= 0 { return -1 }
        if let day = days[quarter] { return day }
        let local = local(Self.start(of: quarter))
        let day = Self.number(local.year, local.month, local.day)
        days[quarter] = day
        return day
    }

    mutating func period(_ key: UsageKey, of quarter: Int32) -> Int32 {
        let day = day(of: quarter)
        guard day >= 0 else { return -1 }
        switch key {
        case .week: return Self.monday(day)
        case .month:
            let (year, month, _) = Self.date(day)
            return Self.number(year, month, 1)
        default: return day
        }
    }

    /// The Monday of a day's week; 1970-01-01 was a Thursday.
    static func monday(_ day: Int32) -> Int32 { day - (day + 3) % 7 }

    static func text(_ key: UsageKey, _ day: Int32) -> String {
        guard day >= 0 else { return "unknown" }
        let (year, month, date) = date(day)
        let text = "\(year)-\(month < 10 ? "0" : "")\(month)"
        return key == .month ? text : text + "-\(date < 10 ? "0" : "")\(date)"
    }

    /// Days since 1970, by years that begin in March.
    static func number(_ year: Int, _ month: Int, _ day: Int) -> Int32 {
        let year = month <= 2 ? year - 1 : year
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return Int32(clamping: year * 365 + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468)
    }

    static func date(_ day: Int32) -> (year: Int, month: Int, day: Int) {
        let shifted = Int(day) + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let part = (5 * dayOfYear + 2) / 153
        let month = part < 10 ? part + 3 : part - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * part + 2) / 5 + 1)
    }
}
