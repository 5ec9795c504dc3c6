import Model
import Platform
import Testing

@testable import Commands

@Suite struct SearchLinesTests {
    private static let now = Timestamp(milliseconds: 1_795_264_000_000)
    private let clock = Clock(now: now, local: Samples.utc)
    private let uuid = "5ea5d1c4-0000-4000-8000-000000000001"

    private func hit(path: String, name: String? = nil) -> SearchHit {
        var hit = SearchHit(
            path: path, format: "claude", role: .user, offset: 4711,
            snippet: [.init("the \n  "), .init("daemon", hit: true), .init(" \u{1B}[2Jkeeps")])
        hit.conversation = uuid
        hit.at = Self.now.adding(seconds: -7500)
        hit.directory = "/home/u/work/api"
        hit.name = name.flatMap { SessionName($0) }
        return hit
    }

    @Test func `A hit says who said it, when and where, and how it is opened`() {
        let page = SearchPage(
            hits: [hit(path: "/p/\(uuid).jsonl", name: "api"), hit(path: "/p/s/a1.jsonl")], matches: 2)
        #expect(
            SearchLines.lines(page, clock, home: "/home/u", colour: false) == [
                "1  api  user  2h05m  ~/work/api", "   the «daemon» \u{FFFD}[2Jkeeps",
                "   ccmux transcript \(uuid) --at 4711", "",
                "2  5ea5d1c4  user  2h05m  ~/work/api", "   the «daemon» \u{FFFD}[2Jkeeps",
                "   ccmux transcript /p/s/a1.jsonl --at 4711",
            ])
        #expect(SearchLines.notes(page).isEmpty)
    }

    @Test func `With colours what was found has one instead of marks`() {
        #expect(
            SearchLines.snippet([.init("a "), .init("b", hit: true)], colour: true) == "a \u{1B}[33mb\u{1B}[0m")
    }

    @Test func `What is missing is said`() {
        let page = SearchPage(hits: [], matches: 500, isPartial: true, behind: .init(files: 3, bytes: 12_345_678))
        #expect(SearchLines.lines(page, clock, home: nil, colour: false) == ["Nothing was found."])
        #expect(SearchLines.notes(page).count == 2 && SearchLines.notes(page)[1].contains("3 transcripts (12.3 MB)"))
    }

    @Test func `Rows of screens bear the session's name`() throws {
        let name = try #require(SessionName("api"))
        let hit = ScreenSearchHit(
            session: .random(), name: name, row: 7, text: "permission   denied \u{1B}", live: false,
            capturedAt: Self.now.adding(seconds: -60))
        let lines = SearchLines.lines(
            ScreenSearchPage(hits: [hit], screens: 2, isPartial: false), clock, colour: false)
        #expect(lines.count == 2 && lines[1] == "api   7    1m    permission denied \u{FFFD}")
        #expect(
            SearchLines.lines(ScreenSearchPage(hits: [], screens: 2, isPartial: false), clock, colour: false)
                == ["It is on none of the 2 screens."])
    }

    @Test(arguments: [(0, "0 B"), (999, "999 B"), (64_000, "64 kB"), (3_450_000, "3.4 MB"), (2_000_000_000, "2.0 GB")])
    func `Sizes are short`(_ bytes: Int, _ text: String) { #expect(SearchLines.size(bytes) == text) }
}

@Suite struct PastMomentTests {
    private let now = Timestamp(rfc3339: "2026-11-21T12:00:00Z") ?? Timestamp(milliseconds: 0)
    private let zone = MomentText.Zone(
        local: { Samples.utc($0) },
        moment: { local in
            let parts = [local.month, local.day, local.hour, local.minute, local.second].map { number in
                number < 10 ? "0\(number)" : "\(number)"
            }
            return Timestamp(
                rfc3339: "\(local.year)-\(parts[0])-\(parts[1])T\(parts[2]):\(parts[3]):\(parts[4])Z")
        })

    @Test(arguments: [
        ("2h30m", "2026-11-21T09:30:00.000Z"), ("7d", "2026-11-14T12:00:00.000Z"), ("now", "2026-11-21T12:00:00.000Z"),
        ("today", "2026-11-21T00:00:00.000Z"), ("yesterday", "2026-11-20T00:00:00.000Z"),
        ("11:59", "2026-11-21T11:59:00.000Z"), ("14:30", "2026-11-20T14:30:00.000Z"),
        ("2026-11-20", "2026-11-20T00:00:00.000Z"), ("2026-11-20T09:00", "2026-11-20T09:00:00.000Z"),
        ("2026-11-20T09:00:10Z", "2026-11-20T09:00:10.000Z"),
        ("2026-11-20T12:00+01:00", "2026-11-20T11:00:00.000Z"),
    ])
    func `Times in the past are read`(_ text: String, _ moment: String) throws {
        #expect(try PastMoment.parse(text, now: now, zone: zone).rfc3339 == moment)
    }

    @Test(arguments: ["", "soon", "25:00", "2026-13-01", "1x", "-1", "2026-11-2"])
    func `What is no time is refused`(_ text: String) {
        #expect(throws: MomentText.Unreadable.self) { try PastMoment.parse(text, now: now, zone: zone) }
    }
}
