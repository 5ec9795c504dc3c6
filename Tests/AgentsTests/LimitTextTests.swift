import Agents
import Model
import Testing

@Suite struct LimitTextTests {
    struct Case: CustomTestStringConvertible {
        var text: String
        var kind: UsageLimit.Kind?
        var until: String?
        var testDescription: String { text }
    }

    static let cases: [Case] = [
        Case(
            text: "You've hit your 5-hour limit · resets 10:23am (UTC)", kind: .fiveHour,
            until: "2026-11-21T10:23:00.000Z"),
        Case(
            text: "You've hit your weekly limit · resets Nov 23, 10:36am (UTC)", kind: .weekly,
            until: "2026-11-23T10:36:00.000Z"),
        Case(text: "You've hit your limit · resets 1:12pm (UTC)", kind: .usage, until: "2026-11-21T13:12:00.000Z"),
        Case(
            text: "You've hit your Opus limit · resets Nov 23, 1pm (Europe/Berlin)", kind: .opus,
            until: "2026-11-23T12:00:00.000Z"),
        Case(text: "You've hit your session limit · resets 4pm", kind: .fiveHour, until: "2026-11-21T16:00:00.000Z"),
        Case(text: "5-hour limit reached ∙ resets 3pm", kind: .fiveHour, until: "2026-11-21T15:00:00.000Z"),
        Case(text: "Opus weekly limit reached ∙ resets Nov 24, 3pm", kind: .opus, until: "2026-11-24T15:00:00.000Z"),
        Case(text: "Weekly limit reached ∙ resets Nov 24, 3pm", kind: .weekly, until: "2026-11-24T15:00:00.000Z"),
        Case(text: "Claude AI usage limit reached|1795338000", kind: .usage, until: "2026-11-22T09:00:00.000Z"),
        Case(
            text: "Claude usage limit reached. Your limit will reset at 3pm (America/Santiago).", kind: .usage,
            until: "2026-11-21T18:00:00.000Z"),
        Case(
            text: "You’ve hit your usage limit. Upgrade to Pro (https://chatgpt.com/explore/pro), visit "
                + "https://chatgpt.com/settings/usage to purchase more credits or try again at 1:08 PM.",
            kind: .usage, until: "2026-11-21T13:08:00.000Z"),
        Case(
            text: "You've hit your usage limit. Upgrade to Pro (https://openai.com/chatgpt/pricing) or try again in "
                + "3 days 4 hours 5 minutes.", kind: .usage, until: "2026-11-24T13:05:00.000Z"),
        Case(
            text: "You’ve hit your usage limit. … or try again at Nov 23rd, 2026 11:08 AM.", kind: .usage,
            until: "2026-11-23T11:08:00.000Z"),
        Case(text: "You're out of extra usage · resets 3pm", kind: .usage, until: "2026-11-21T15:00:00.000Z"),
        Case(
            text: "⚠ Usage limit reached · limit resets 1:13pm", kind: .usage, until: "2026-11-21T13:13:00.000Z"),
        Case(
            text: "Usage limit reached · continuing automatically at 1:13pm · esc to cancel", kind: .usage,
            until: "2026-11-21T13:13:00.000Z"),
        Case(text: "You've hit your limit", kind: .usage, until: nil),
        Case(text: "Approaching usage limit · resets at 3pm", kind: nil),
        Case(text: "You've used 90% of your weekly limit · resets 3pm", kind: nil),
        Case(text: "The disk's limit reached 3pm", kind: nil),
        Case(text: "I saw that you've hit your 5-hour limit", kind: nil),
        Case(text: "API Error: Request rejected (429)", kind: nil),
        Case(text: "", kind: nil),
    ]

    @Test(arguments: cases) func `a limit's sentence names the limit and its end`(_ c: Case) throws {
        let after = try #require(Timestamp(rfc3339: "2026-11-21T09:00:00Z"))
        let limit = LimitText.parse(c.text, after: after, zone: "UTC")
        #expect(limit?.kind == c.kind)
        #expect(limit?.until?.rfc3339 == c.until)
    }
}
