import Model
import Platform
import Testing

@testable import Commands

/// `Samples.now` is Friday, 2027-01-15 08:00 UTC.
@Suite("What is said of a state")
struct StateDetailTests {
    private func detail(
        _ state: String, _ detail: String? = nil, retryIn seconds: Double? = nil,
        _ status: (inout AgentStatus) -> Void = { _ in }
    ) throws -> String {
        let session = try Samples.session(
            "a", state: state, detail: detail, retryAt: seconds.map { Samples.now.adding(seconds: $0) }, status: status)
        return StateDetail(session).text(Samples.clock)
    }

    @Test("A menu tells what it is about, else what it asks, else what it is called")
    func menus() throws {
        var menu = OpenMenu(
            kind: .permission, title: "Bash command", question: "Proceed?", subject: "make\ninstall", options: [])
        #expect(try detail("permission", "make") { $0.menu = menu } == "make")
        #expect(try detail("permission") { $0.menu = menu } == "make install")
        menu.subject = nil
        #expect(try detail("permission") { $0.menu = menu } == "Proceed?")
        menu.question = nil
        #expect(try detail("dialog") { $0.menu = menu } == "Bash command")
        #expect(try detail("login") == "")
    }

    @Test(
        "A limit tells until when by the user's clock, with the date where it is not today's",
        arguments: [
            ("2027-01-15T14:05:00Z", "five-hour", "until 14:05 (five-hour limit)"),
            ("2027-01-16T00:00:00Z", "weekly", "until Jan 16 00:00 (weekly limit)"),
            ("2026-12-31T23:59:00Z", "usage", "until Dec 31 23:59 (usage limit)"),
            ("2027-11-23T10:36:00Z", "opus", "until Nov 23 10:36 (Opus limit)"),
            ("2028-11-23T10:36:00Z", "lunar\u{7}", "until Nov 23 2028 10:36 (lunar\u{FFFD} limit)"),
        ])
    func limits(_ until: String, _ kind: String, _ text: String) throws {
        let limit = UsageLimit(kind: .init(rawValue: kind), until: Timestamp(rfc3339: until))
        #expect(try detail("limited", "You've hit your limit") { $0.limit = limit } == text)
    }

    @Test("A limit of which nothing more is known says what it can")
    func bareLimits() throws {
        #expect(try detail("limited") { $0.limit = .init(kind: .weekly, until: nil) } == "weekly limit")
        #expect(try detail("limited", "You've hit your limit") == "You've hit your limit")
        #expect(try detail("limited") == "")
    }

    @Test("An error tells its kind and its words, a crash when it is tried again")
    func failures() throws {
        #expect(try detail("error", "API Error: 529") { $0.error = .overloaded } == "overloaded: API Error: 529")
        #expect(try detail("error", "Odd") { $0.error = .other } == "Odd")
        #expect(try detail("error") { $0.error = .network } == "network")
        #expect(try detail("crashed", "killed by SIGKILL", retryIn: 7.4) == "next try in 8s: killed by SIGKILL")
        #expect(try detail("crashed", retryIn: -3) == "next try now")
        #expect(try detail("crashed", "exit 1") == "exit 1")
        #expect(try detail("blocked", "The folder\nis gone.") == "The folder is gone.")
    }

    @Test("An event says the same in the same words")
    func events() {
        let limit: [String: JSONValue] = ["limit": "five-hour", "until": "2027-01-15T14:05:00.000Z"]
        #expect(StateDetail(.limited, event: limit).text(Samples.clock) == "until 14:05 (five-hour limit)")
        #expect(
            StateDetail(.error, event: ["error": "auth", "detail": "No."]).text(Samples.clock) == "auth: No.")
        #expect(
            StateDetail(.crashed, event: ["retryAt": "2027-01-15T08:00:30Z"]).text(Samples.clock) == "next try in 30s")
        // What is not as expected is as good as absent.
        #expect(
            StateDetail(.limited, event: ["limit": ["until": 5], "until": 5, "detail": 3]).text(Samples.clock) == "")
    }

    @Test(
        "The context is a percentage, or tokens where that is all there is",
        arguments: [
            (ContextUse(used: 84_000, limit: 200_000), "42%", "42% (84k of 200k tokens)"),
            (ContextUse(used: 999), "0.9k", "0.9k tokens"), (ContextUse(percent: 7), "7%", "7%"),
            (ContextUse(used: 1_250_000, limit: 2_000_000), "63%", "63% (1.2M of 2.0M tokens)"),
            (ContextUse(), "", ""),
        ])
    func context(_ context: ContextUse, _ short: String, _ long: String) {
        #expect(ContextText.short(context) == short)
        #expect(ContextText.long(context) == long)
    }

    @Test("Times are those of the time zone of this process")
    func zone() throws {
        let moment = try #require(Timestamp(rfc3339: "2027-07-15T12:34:56Z"))
        let local = LocalTime(moment)
        #expect(local.second == 56)
        #expect(local.year == 2027 && local.month == 7)
        #expect(Samples.utc(moment).full == "2027-07-15 12:34:56")
    }
}
