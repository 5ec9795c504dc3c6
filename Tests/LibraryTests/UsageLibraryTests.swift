import Foundation
import Logging
import Model
import Platform
import Testing
import Transcripts

@testable import Library

@Suite struct UsageLibraryTests {
    private static let noon = Timestamp(milliseconds: 1_795_262_400_000)  // 2026-11-21T12:00:00Z

    /// A folder of transcripts, and a library over it.
    private final class Place {
        let folder = "/tmp/ccmux-usage-\(UInt32.random(in: .min ... .max))"
        var roots: [TranscriptRoot] { [TranscriptRoot(path: folder + "/projects", format: .claude)] }
        var library: UsageLibrary

        init() throws {
            try FileManager.default.createDirectory(atPath: folder + "/projects/-p", withIntermediateDirectories: true)
            library = try Self.open(folder)
        }

        deinit { try? FileManager.default.removeItem(atPath: folder) }

        static func open(_ folder: String) throws -> UsageLibrary {
            try UsageLibrary(
                database: try LibraryDatabase(path: folder + "/index.db"), logger: Logger(label: "test"))
        }

        func path(_ name: String) -> String { "\(folder)/projects/-p/\(name).jsonl" }

        func write(_ name: String, _ lines: [String], append: Bool = false) throws {
            let old = append ? try String(contentsOfFile: path(name), encoding: .utf8) : ""
            if append {
                let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path(name)))
                try file.seekToEnd()
                try file.write(contentsOf: Data(lines.joined().utf8))
                try file.close()
            } else {
                try (old + lines.joined()).write(toFile: path(name), atomically: false, encoding: .utf8)
            }
        }

        func report(_ keys: [UsageKey] = [], since: Timestamp? = nil, names: [String: String] = [:]) async
            -> UsageReport
        {
            await library.report(UsageQuery(keys: keys, since: since), roots: roots, names: names, now: noon)
        }
    }

    private static func line(
        _ id: String, _ output: Int, at: String = "2026-11-21T10:20:00.000Z",
        model: String = "claude-opus-4-5-20251101",
        cwd: String = "/p"
    ) -> String {
        #"{"message":{"id":"\#(id)","model":"\#(model)","usage":{"input_tokens":1,"output_tokens":\#(output)}},"#
            + #""type":"assistant","timestamp":"\#(at)","cwd":"\#(cwd)"}"# + "\n"
    }

    private static let a = "11111111-1111-4111-8111-111111111111"
    private static let b = "22222222-2222-4222-8222-222222222222"

    @Test func `A message in two files counts once, where it came furthest`() async throws {
        let place = try Place()
        try place.write(Self.a, [Self.line("m1", 5), Self.line("m2", 7)])
        try place.write(Self.b, [Self.line("m1", 5), Self.line("m2", 9), Self.line("m3", 1)])
        let report = await place.report([.session])
        #expect(report.total.figures.tokens.output == 15)
        #expect(report.total.figures.messages == 3)
        #expect(Set(report.rows.map { $0.figures.tokens.output }) == [5, 10])
    }

    @Test func `What is appended is in the next answer, and what is gone leaves it`() async throws {
        let place = try Place()
        try place.write(Self.a, [Self.line("m1", 5), Self.line("m2", 7)])
        try place.write(Self.b, [Self.line("m1", 5), Self.line("m3", 1)])
        #expect(await place.report().total.figures.tokens.output == 13)
        try place.write(Self.a, [Self.line("m2", 8), Self.line("m4", 100)], append: true)
        #expect(await place.report().total.figures.tokens.output == 114)
        try FileManager.default.removeItem(atPath: place.path(Self.a))
        // The copy stands for the original now.
        #expect(await place.report().total.figures.tokens.output == 6)
        try place.write(Self.b, [Self.line("m9", 2)])
        #expect(await place.report().total.figures.tokens.output == 2)
    }

    @Test func `A library that begins anew knows what was read, and reads on`() async throws {
        let place = try Place()
        try place.write(Self.a, [Self.line("m1", 5)])
        try place.write(Self.b, [Self.line("m1", 5), Self.line("m2", 5)])
        let before = await place.report([.session, .day, .model])
        await place.library.save()
        place.library = try Place.open(place.folder)
        #expect(await place.report([.session, .day, .model]) == before)
        try place.write(Self.b, [Self.line("m2", 6)], append: true)
        #expect(await place.report().total.figures.tokens.output == 11)
    }

    @Test func `Figures come by session, directory, model and time, and add up`() async throws {
        let place = try Place()
        try place.write(
            Self.a,
            [
                Self.line("m1", 1, at: "2026-10-31T10:00:00Z"), Self.line("m2", 2, cwd: "/q"),
                Self.line("m3", 4, model: "nobody-knows"),
            ])
        try place.write(Self.b, [Self.line("m4", 8)])
        for key in UsageKey.allCases {
            let report = await place.report([key])
            #expect(report.rows.reduce(0) { $0 + $1.figures.tokens.output } == 15, "\(key)")
        }
        let sessions = await place.report([.session], names: [Self.a: "api"])
        #expect(Set(sessions.rows.map(\.session)) == ["api", Self.b])
        let months = await place.report([.month])
        #expect(months.rows.map(\.month) == ["2026-10", "2026-11"])
        let models = await place.report([.model])
        #expect(models.rows.first { $0.model == "nobody-knows" }?.figures.knownCost == nil)
        #expect(models.unpricedModels == ["nobody-knows"])
        let recent = await place.report([.model], since: Timestamp(rfc3339: "2026-11-01T00:00:00Z"))
        #expect(recent.total.figures.tokens.output == 14)
    }

    @Test func `Subagents belong to their session`() async throws {
        let place = try Place()
        try place.write(Self.a, [Self.line("m1", 1)])
        try FileManager.default.createDirectory(
            atPath: "\(place.folder)/projects/-p/\(Self.a)/subagents", withIntermediateDirectories: true)
        try place.write("\(Self.a)/subagents/agent-a1", [Self.line("m2", 2)])
        let report = await place.report([.session])
        #expect(report.rows.map(\.conversation) == [Self.a])
        #expect(report.files == 2)
    }

    @Test func `The current block tells its rate and where it leads`() async throws {
        let place = try Place()
        try place.write(
            Self.a,
            [
                Self.line("m1", 99, at: "2026-11-21T02:30:00Z"), Self.line("m2", 99, at: "2026-11-21T09:40:00Z"),
                Self.line("m3", 99, at: "2026-11-21T11:40:00Z"),
            ])
        let block = try #require(await place.report().block)
        #expect(block.start.rfc3339 == "2026-11-21T09:00:00.000Z")
        #expect(block.end.rfc3339 == "2026-11-21T14:00:00.000Z")
        #expect(block.soFar.figures.tokens.total == 200)
        #expect(block.tokensPerHour == 100)
        #expect(block.projectedTokens == 400)
    }

    @Test func `Links, loops and unreadable folders are no obstacle`() async throws {
        let place = try Place()
        try place.write(Self.a, [Self.line("m1", 1)])
        try FileManager.default.createSymbolicLink(
            atPath: "\(place.folder)/projects/loop", withDestinationPath: "\(place.folder)/projects")
        mkfifo("\(place.folder)/projects/pipe.jsonl", 0o600)
        let roots = place.roots + [TranscriptRoot(path: "\(place.folder)/projects/-p", format: .claude)]
        let report = await place.library.report(UsageQuery(), roots: roots, names: [:], now: Self.noon)
        #expect(report.total.figures.tokens.output == 1)
    }
}

@Suite struct UsageBlocksTests {
    private func blocks(_ minutes: [Int]) -> [String] {
        let activity = minutes.map { minute in
            (
                quarter: Int32(1_000_000 + minute / 15), first: UInt32(900_000_000 + minute * 60),
                last: UInt32(900_000_000 + minute * 60)
            )
        }
        return UsageBlocks(activity).blocks.map { "\(($0.start - 900_000_000) / 60)-\(($0.last - 900_000_000) / 60)" }
    }

    @Test(arguments: [
        ([0, 299], ["0-299"]),
        ([0, 300], ["0-0", "300-300"]),
        ([70, 359, 360], ["60-359", "360-360"]),
        ([10, 2000], ["0-10", "1980-2000"]),
    ])
    func `A block begins at the full hour and ends after five`(_ minutes: [Int], _ expected: [String]) {
        #expect(blocks(minutes) == expected)
    }
}

@Suite struct UsageCalendarTests {
    @Test(arguments: [
        ("2026-11-21T12:00:00Z", "2026-11-21", "2026-11-16", "2026-11"),
        ("2026-11-16T00:00:00Z", "2026-11-16", "2026-11-16", "2026-11"),
        ("2027-01-01T23:59:00Z", "2027-01-01", "2026-12-28", "2027-01"),
        ("2024-02-29T01:00:00Z", "2024-02-29", "2024-02-26", "2024-02"),
    ])
    func `Weeks begin on Monday`(_ moment: String, _ day: String, _ week: String, _ month: String) throws {
        var calendar = UsageCalendar { moment in
            let parts = moment.rfc3339.split { !$0.isNumber }.compactMap { Int($0) }
            return .init(year: parts[0], month: parts[1], day: parts[2], hour: parts[3], minute: parts[4], second: 0)
        }
        let quarter = UsageCalendar.quarter(of: try #require(Timestamp(rfc3339: moment)))
        for (key, text) in [(UsageKey.day, day), (.week, week), (.month, month)] {
            let number = calendar.period(key, of: quarter)
            #expect(UsageCalendar.text(key, number) == text)
        }
    }
}

@Suite struct UsageTableTests {
    @Test func `It finds what was put in, as it grows`() {
        var table = UsageTable()
        for id in 1...50_000 as ClosedRange<UInt64> {
            table.set(id &* 0x1_0000_0001, .init(file: UInt32(id), message: 1))
        }
        #expect(table.count == 50_000)
        #expect(table[7 &* 0x1_0000_0001] == .init(file: 7, message: 1))
        #expect(table[8] == nil)
    }
}
