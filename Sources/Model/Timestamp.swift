/// A moment, in milliseconds since 1970-01-01T00:00:00Z.
///
/// On the wire it is an RFC 3339 string in UTC with milliseconds (`2026-11-21T12:24:05.123Z`). It is a type of its own
/// because the light executables do not link Foundation.
package struct Timestamp: Sendable, Hashable, Comparable {
    package var milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// Seconds since 1970, with fractions.
    package init(seconds: Double) {
        self.milliseconds = Int64((seconds * 1000).rounded())
    }

    package var seconds: Double { Double(milliseconds) / 1000 }

    package static func < (a: Timestamp, b: Timestamp) -> Bool { a.milliseconds < b.milliseconds }

    /// Seconds from `earlier` to `self`, negative when the clock went back.
    package func seconds(since earlier: Timestamp) -> Double {
        Double(milliseconds - earlier.milliseconds) / 1000
    }

    package func adding(seconds: Double) -> Timestamp {
        Timestamp(milliseconds: milliseconds + Int64((seconds * 1000).rounded()))
    }
}

extension Timestamp {
    /// `2026-11-21T12:24:05.123Z`.
    package var rfc3339: String {
        var days = milliseconds / 86_400_000
        var rest = milliseconds % 86_400_000
        if rest < 0 {
            rest += 86_400_000
            days -= 1
        }
        let (year, month, day) = Self.civil(fromDays: days)
        let second = rest / 1000
        return "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))"
            + "T\(pad(second / 3600, 2)):\(pad(second / 60 % 60, 2)):\(pad(second % 60, 2)).\(pad(rest % 1000, 3))Z"
    }

    /// Reads RFC 3339: any number of fraction digits (kept to the millisecond), `Z` or a numeric offset.
    package init?(rfc3339 text: some StringProtocol) {
        var scan = DigitScanner(text.utf8)
        guard let year = scan.number(4), scan.skip("-"), let month = scan.number(2), scan.skip("-"),
            let day = scan.number(2), scan.skip("T") || scan.skip("t") || scan.skip(" "),
            let hour = scan.number(2), scan.skip(":"), let minute = scan.number(2), scan.skip(":"),
            let second = scan.number(2),
            (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second <= 60
        else { return nil }
        var fraction: Int64 = 0
        if scan.skip(".") {
            guard let value = scan.fraction(toDigits: 3) else { return nil }
            fraction = value
        }
        var offset: Int64 = 0
        if !(scan.skip("Z") || scan.skip("z")) {
            let sign: Int64 = scan.skip("+") ? 1 : scan.skip("-") ? -1 : 0
            guard sign != 0, let hours = scan.number(2), scan.skip(":"), let minutes = scan.number(2) else {
                return nil
            }
            offset = sign * (hours * 60 + minutes)
        }
        guard scan.atEnd else { return nil }
        let days = Self.days(fromCivil: year, month, day)
        let seconds = days * 86_400 + hour * 3600 + (minute - offset) * 60 + second
        self.init(milliseconds: seconds * 1000 + fraction)
    }

    /// Days since 1970-01-01 to a date of the proleptic Gregorian calendar, by shifting the year to begin in March.
    private static func civil(fromDays days: Int64) -> (Int64, Int64, Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        )
    }

    private static func days(fromCivil year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private func pad(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

extension Timestamp: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let parsed = Timestamp(rfc3339: text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "'\(text)' is not an RFC 3339 time"))
        }
        self = parsed
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rfc3339)
    }
}

/// Reads fixed-width numbers and single characters off ASCII text.
private struct DigitScanner {
    private let bytes: [UInt8]
    private var at = 0

    init(_ text: some Sequence<UInt8>) {
        bytes = Array(text.prefix(64))
    }

    var atEnd: Bool { at == bytes.count }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard at < bytes.count, UInt32(bytes[at]) == character.value else { return false }
        at += 1
        return true
    }

    mutating func number(_ digits: Int) -> Int64? {
        guard at + digits <= bytes.count else { return nil }
        var value: Int64 = 0
        for byte in bytes[at..<at + digits] {
            guard (48...57).contains(byte) else { return nil }
            value = value * 10 + Int64(byte - 48)
        }
        at += digits
        return value
    }

    /// The digits here as a fraction in units of 10^-`toDigits`; nil when there is none.
    mutating func fraction(toDigits: Int) -> Int64? {
        let start = at
        var value: Int64 = 0
        while at < bytes.count, (48...57).contains(bytes[at]) {
            if at - start < toDigits { value = value * 10 + Int64(bytes[at] - 48) }
            at += 1
        }
        guard at > start else { return nil }
        for _ in min(at - start, toDigits)..<toDigits { value *= 10 }
        return value
    }
}
