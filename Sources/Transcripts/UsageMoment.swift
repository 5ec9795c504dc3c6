import Model

/// Seconds since 1970 of a record's time.
enum UsageMoment {
    /// - Returns: nil for what is no time, and for one before 1970 or after 2100.
    @inline(__always)
    static func seconds(_ text: UnsafeBufferPointer<UInt8>) -> UInt32? {
        // `2026-11-21T16:56:00.605Z`, as agents write it.
        guard text.count >= 20, text.count <= 40, text[text.count - 1] == 0x5A, text[10] == 0x54, text[13] == 0x3A,
            let year = number(text, 0, 4), let month = number(text, 5, 2), let day = number(text, 8, 2),
            let hour = number(text, 11, 2), let minute = number(text, 14, 2), let second = number(text, 17, 2),
            (1970...2100).contains(year), (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60,
            second <= 60
        else { return other(text) }
        let days = daysFromCivil(year, month, day)
        return UInt32(exactly: days * 86_400 + hour * 3600 + minute * 60 + second)
    }

    private static func other(_ text: UnsafeBufferPointer<UInt8>) -> UInt32? {
        guard text.count <= 40, let moment = Timestamp(rfc3339: String(decoding: text, as: UTF8.self)) else {
            return nil
        }
        return UInt32(exactly: moment.milliseconds / 1000)
    }

    @inline(__always)
    private static func number(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ length: Int) -> Int? {
        var value = 0
        for index in start..<start + length {
            let digit = text[index] &- 0x30
            guard digit < 10 else { return nil }
            value = value * 10 + Int(digit)
        }
        return value
    }

    /// Days since 1970 of a date of the Gregorian calendar, years counted from March.
    @inline(__always)
    private static func daysFromCivil(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return year * 365 + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
    }
}
