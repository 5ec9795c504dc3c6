import Model
import Platform
import Testing

@testable import Commands

@Suite("Times as people type them")
struct MomentTextTests {
    /// A clock that is two hours ahead of UTC.
    private static let zone = MomentText.Zone(
        local: { Samples.utc($0.adding(seconds: 7200)) },
        moment: { local in
            func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
            return Timestamp(
                rfc3339: "\(local.year)-\(two(local.month))-\(two(local.day))T"
                    + "\(two(local.hour)):\(two(local.minute)):\(two(local.second))+02:00")
        })

    /// 12:00:00 on the 21st there.
    private static let now = Timestamp(rfc3339: "2026-11-21T10:00:00.000Z") ?? Samples.now

    @Test(
        arguments: [
            ("+10m", "2026-11-21T10:10:00.000Z"), ("+1h30m", "2026-11-21T11:30:00.000Z"),
            ("+45s", "2026-11-21T10:00:45.000Z"), ("+2d1h", "2026-11-23T11:00:00.000Z"),
            ("12:30", "2026-11-21T10:30:00.000Z"), ("23:59:59", "2026-11-21T21:59:59.000Z"),
            // The next time that the clock shows it.
            ("12:00", "2026-11-22T10:00:00.000Z"), ("9:05", "2026-11-22T07:05:00.000Z"),
            ("0:30", "2026-11-21T22:30:00.000Z"),
            ("2026-11-22T09:00Z", "2026-11-22T09:00:00.000Z"), ("2026-11-22T09:00", "2026-11-22T07:00:00.000Z"),
            ("2026-11-22 09:00:15", "2026-11-22T07:00:15.000Z"),
            ("2026-11-22T09:00+05:30", "2026-11-22T03:30:00.000Z"),
            ("2026-11-22T09:00:00.5Z", "2026-11-22T09:00:00.500Z"),
        ])
    func `are moments ahead`(_ text: String, _ expected: String) throws {
        #expect(try MomentText.parse(text, now: Self.now, zone: Self.zone).rfc3339 == expected)
    }

    @Test(
        arguments: [
            "", "+", "+m", "+10", "+1m1h", "+1m1m", "+1.5h", "+-1m", "+9999999999s", "+1h 30m", "10m", "noon", "12",
            "12:5",
            "12:60", "24:00", "1:2:3", "12:30pm", "2026-11-22", "2026-13-01T00:00Z", "2026-11-22T25:00",
            "2026-11-22T09:00X", "２：30", "\u{1B}[2J", String(repeating: "9", count: 10_000),
        ])
    func `what is no time is told so`(_ text: String) {
        #expect {
            try MomentText.parse(text, now: Self.now, zone: Self.zone)
        } throws: { error in
            (error as? MomentText.Unreadable)?.reason.contains("is no time") == true
        }
    }

    @Test(arguments: [
        ("+0s", "past"), ("2026-11-21T09:59Z", "past"), ("+3700d", "ten years"), ("9999-01-01T00:00", "ten"),
    ])
    func `what is past or too far is refused`(_ text: String, _ part: String) {
        #expect {
            try MomentText.parse(text, now: Self.now, zone: Self.zone)
        } throws: { error in
            (error as? MomentText.Unreadable)?.reason.contains(part) == true
        }
    }

    @Test
    func `a moment and its local time belong together, and there is no 30th of February`() throws {
        let local = LocalTime(Self.now)
        #expect(Timestamp(local) == Self.now)
        var odd = local
        (odd.month, odd.day) = (2, 30)
        #expect(Timestamp(odd) == nil)
        (odd.month, odd.day, odd.hour) = (2, 3, 24)
        #expect(Timestamp(odd) == nil)
    }
}
