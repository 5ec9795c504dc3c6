import Agents
import Model
import Testing

/// What agents have been seen to write, and the moments that they meant.
@Suite struct ResetTimeTests {
    struct Case: CustomTestStringConvertible {
        var text: String
        var after: String
        var zone: String? = "UTC"
        var expected: String?
        var testDescription: String { "\(text) after \(after) in \(zone ?? "-")" }
    }

    static let cases: [Case] = [
        // Clock times
        Case(text: "10:23am (UTC)", after: "2026-11-21T09:00:00Z", expected: "2026-11-21T10:23:00.000Z"),
        Case(text: "resets 10:23am (UTC)", after: "2026-11-21T10:30:00Z", expected: "2026-11-21T10:23:00.000Z"),
        Case(text: "resets 10:23am (UTC)", after: "2026-11-21T10:34:00Z", expected: "2026-11-22T10:23:00.000Z"),
        Case(text: "3pm", after: "2026-11-21T09:00:00Z", expected: "2026-11-21T15:00:00.000Z"),
        Case(text: "3pm", after: "2026-11-21T16:00:00Z", expected: "2026-11-22T15:00:00.000Z"),
        Case(text: "12am", after: "2026-12-31T23:00:00Z", expected: "2027-01-01T00:00:00.000Z"),
        Case(text: "12:05am", after: "2026-12-31T23:00:00Z", expected: "2027-01-01T00:05:00.000Z"),
        Case(text: "11:58pm", after: "2026-11-22T00:03:00Z", expected: "2026-11-21T23:58:00.000Z"),
        Case(text: "12pm", after: "2026-11-21T09:00:00Z", expected: "2026-11-21T12:00:00.000Z"),
        Case(text: "try again at 1:08 PM.", after: "2026-11-21T11:08:00Z", expected: "2026-11-21T13:08:00.000Z"),
        Case(text: "1:08\u{202F}PM", after: "2026-11-21T11:08:00Z", expected: "2026-11-21T13:08:00.000Z"),
        Case(text: "1:08 p.m.", after: "2026-11-21T11:08:00Z", expected: "2026-11-21T13:08:00.000Z"),
        Case(text: "14:05", after: "2026-11-21T11:08:00Z", expected: "2026-11-21T14:05:00.000Z"),
        Case(text: "midnight", after: "2026-11-21T11:08:00Z", expected: "2026-11-22T00:00:00.000Z"),
        // Zones
        Case(
            text: "3pm (Europe/Berlin)", after: "2026-11-21T09:00:00Z", zone: nil,
            expected: "2026-11-21T14:00:00.000Z"),
        Case(
            text: "resets 3pm (America/Argentina/Buenos_Aires)", after: "2026-11-21T09:00:00Z",
            expected: "2026-11-21T18:00:00.000Z"),
        Case(text: "3pm", after: "2026-11-21T09:00:00Z", zone: "Asia/Kolkata", expected: "2026-11-21T09:30:00.000Z"),
        Case(text: "3pm (Etc/GMT+2)", after: "2026-11-21T09:00:00Z", expected: "2026-11-21T17:00:00.000Z"),
        Case(text: "3pm (Asia/Calcutta)", after: "2026-11-21T09:00:00Z", expected: "2026-11-21T09:30:00.000Z"),
        Case(text: "3pm (GMT+2)", after: "2026-11-21T09:00:00Z", expected: "2026-11-21T13:00:00.000Z"),
        Case(text: "3pm (Nowhere/Land)", after: "2026-11-21T09:00:00Z", expected: nil),
        Case(text: "3pm UTC", after: "2026-11-21T09:00:00Z", zone: "Asia/Tokyo", expected: "2026-11-21T15:00:00.000Z"),
        // Daylight saving: Berlin put its clocks back on 2026-10-25 at 3, forward on 2027-03-28 at 2
        Case(text: "9am", after: "2026-10-24T20:00:00Z", zone: "Europe/Berlin", expected: "2026-10-25T08:00:00.000Z"),
        Case(
            text: "2:30am", after: "2026-10-24T20:00:00Z", zone: "Europe/Berlin",
            expected: "2026-10-25T00:30:00.000Z"),
        Case(
            text: "2:30am", after: "2026-10-25T00:45:00Z", zone: "Europe/Berlin",
            expected: "2026-10-25T01:30:00.000Z"),
        Case(
            text: "2:30am", after: "2027-03-27T20:00:00Z", zone: "Europe/Berlin",
            expected: "2027-03-28T01:30:00.000Z"),
        Case(text: "9am", after: "2027-03-27T20:00:00Z", zone: "Europe/Berlin", expected: "2027-03-28T07:00:00.000Z"),
        Case(
            text: "Oct 26, 9am (America/New_York)", after: "2026-10-24T20:00:00Z",
            expected: "2026-10-26T13:00:00.000Z"),
        Case(
            text: "Nov 2, 9am (America/New_York)", after: "2026-10-24T20:00:00Z",
            expected: "2026-11-02T14:00:00.000Z"),
        // Dates
        Case(
            text: "resets Nov 23, 10:36am (UTC)", after: "2026-11-21T09:00:00Z",
            expected: "2026-11-23T10:36:00.000Z"),
        Case(text: "resets Jan 2, 9am", after: "2026-12-30T09:00:00Z", expected: "2027-01-02T09:00:00.000Z"),
        Case(text: "resets Nov 20, 9am", after: "2026-11-21T09:00:00Z", expected: "2026-11-20T09:00:00.000Z"),
        Case(text: "Nov 23rd, 2026 11:08 AM", after: "2026-11-21T09:00:00Z", expected: "2026-11-23T11:08:00.000Z"),
        Case(text: "Dec 25 at 11am", after: "2026-11-21T09:00:00Z", expected: "2026-12-25T11:00:00.000Z"),
        Case(text: "23 November 2026, 14:05", after: "2026-11-21T09:00:00Z", expected: "2026-11-23T14:05:00.000Z"),
        Case(text: "2026-11-23T10:36:00Z", after: "2026-11-21T09:00:00Z", expected: "2026-11-23T10:36:00.000Z"),
        Case(text: "2026-11-23 10:36", after: "2026-11-21T09:00:00Z", expected: "2026-11-23T10:36:00.000Z"),
        Case(text: "resets Nov 23", after: "2026-11-21T09:00:00Z", expected: "2026-11-23T00:00:00.000Z"),
        Case(text: "Feb 29, 9am", after: "2028-02-21T09:00:00Z", expected: "2028-02-29T09:00:00.000Z"),
        Case(text: "Feb 30, 2028 9am", after: "2028-02-21T09:00:00Z", expected: nil),
        Case(text: "tomorrow at 9am", after: "2026-11-21T09:00:00Z", expected: "2026-11-22T09:00:00.000Z"),
        Case(text: "today at 9pm", after: "2026-11-21T09:00:00Z", expected: "2026-11-21T21:00:00.000Z"),
        // 2026-11-21 is a Saturday
        Case(text: "Monday at 9am", after: "2026-11-21T09:00:00Z", expected: "2026-11-23T09:00:00.000Z"),
        Case(text: "resets Sat 8am", after: "2026-11-21T09:00:00Z", expected: "2026-11-28T08:00:00.000Z"),
        Case(text: "Mon, Nov 23, 9:00 AM", after: "2026-11-21T09:00:00Z", expected: "2026-11-23T09:00:00.000Z"),
        // Spans
        Case(text: "in 2 hours", after: "2026-11-21T09:00:00Z", expected: "2026-11-21T11:00:00.000Z"),
        Case(text: "resets in 3h 20m", after: "2026-11-21T09:00:00Z", expected: "2026-11-21T12:20:00.000Z"),
        Case(text: "in 3h20m", after: "2026-11-21T09:00:00Z", expected: "2026-11-21T12:20:00.000Z"),
        Case(
            text: "Try again in 2 days, 4 hours and 5 minutes.", after: "2026-11-21T09:00:00Z",
            expected: "2026-11-23T13:05:00.000Z"),
        Case(text: "in less than a minute", after: "2026-11-21T09:00:00Z", expected: "2026-11-21T09:01:00.000Z"),
        Case(text: "in an hour", after: "2026-11-21T09:00:00Z", expected: "2026-11-21T10:00:00.000Z"),
        // Seconds since 1970
        Case(text: "limit reached|1736900000", after: "2025-01-14T09:00:00Z", expected: "2025-01-15T00:13:20.000Z"),
        Case(text: "1736900000000", after: "2025-01-14T09:00:00Z", expected: "2025-01-15T00:13:20.000Z"),
        // None
        Case(text: "", after: "2026-11-21T09:00:00Z", expected: nil),
        Case(text: "resets soon", after: "2026-11-21T09:00:00Z", expected: nil),
        Case(text: "25:00", after: "2026-11-21T09:00:00Z", expected: nil),
        Case(text: "13pm", after: "2026-11-21T09:00:00Z", expected: nil),
        Case(text: "at 3", after: "2026-11-21T09:00:00Z", expected: nil),
        Case(text: "in 999999 weeks", after: "2026-11-21T09:00:00Z", expected: nil),
    ]

    @Test(arguments: cases) func `a reset time becomes the first such moment`(_ c: Case) throws {
        let after = try #require(Timestamp(rfc3339: c.after))
        let found = ResetTime.parse(c.text, after: after, zone: c.zone)
        #expect(found?.rfc3339 == c.expected)
    }
}
