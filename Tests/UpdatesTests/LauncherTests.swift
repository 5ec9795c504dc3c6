import Foundation
import Platform
import Testing

@testable import Updates

/// The built launcher, on made-up application folders whose daemons only say who they are.
@Suite struct LauncherTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var current: String? = "2.0.0"
        var previous: String? = "1.0.0"
        var versions = ["1.0.0", "2.0.0"]
        var starts: String?
        var quarantine: String?
        /// Who runs; nil where nobody can.
        var runs: String?
        var startsAfter: String?
        var barred = false

        var testDescription: String { name }
    }

    static let cases = [
        Case(name: "a first start", runs: "2.0.0", startsAfter: "2.0.0 1\n"),
        Case(name: "a third start", starts: "2.0.0 2\n", runs: "2.0.0", startsAfter: "2.0.0 3\n"),
        Case(name: "a fourth start", starts: "2.0.0 3\n", runs: "1.0.0", startsAfter: "1.0.0 1\n", barred: true),
        Case(name: "starts of another version", starts: "1.0.0 9\n", runs: "2.0.0", startsAfter: "2.0.0 1\n"),
        Case(name: "a count that cannot be read", starts: "2.0.0 lots", runs: "2.0.0", startsAfter: "2.0.0 1\n"),
        Case(name: "a negative count", starts: "2.0.0 -5", runs: "2.0.0", startsAfter: "2.0.0 1\n"),
        Case(
            name: "a fourth start without a version before", previous: nil, starts: "2.0.0 3\n", runs: "2.0.0",
            startsAfter: "2.0.0 4\n"),
        Case(
            name: "a fourth start where the version before is the same", previous: "2.0.0", starts: "2.0.0 3\n",
            runs: "2.0.0", startsAfter: "2.0.0 4\n"),
        Case(
            name: "a fourth start where the version before is barred", starts: "2.0.0 3\n",
            quarantine: "[{\"at\":\"\",\"reason\":\"\",\"sha256\":\"\",\"version\":\"1.0.0\"}]\n", runs: "2.0.0",
            startsAfter: "2.0.0 4\n"),
        Case(
            name: "a fourth start where the version before is gone", versions: ["2.0.0"], starts: "2.0.0 3\n",
            runs: "2.0.0", startsAfter: "2.0.0 4\n"),
        Case(
            name: "a version that is gone", versions: ["1.0.0"], runs: "1.0.0", startsAfter: "1.0.0 1\n", barred: true),
        Case(name: "no link", current: nil, runs: "1.0.0", startsAfter: "1.0.0 1\n"),
        Case(name: "a link that leads elsewhere", current: "../../etc", runs: "1.0.0", startsAfter: "1.0.0 1\n"),
        Case(name: "nothing at all", current: nil, previous: nil, versions: [], runs: nil),
        Case(name: "both gone", versions: [], runs: nil),
        Case(
            name: "a quarantine that is damaged", starts: "2.0.0 3\n", quarantine: "{oops", runs: "1.0.0",
            startsAfter: "1.0.0 1\n", barred: true),
        Case(
            name: "a quarantine with others", starts: "2.0.0 3\n",
            quarantine: "[{\"at\":\"\",\"reason\":\"\",\"sha256\":\"\",\"version\":\"0.5.0\"}]\n", runs: "1.0.0",
            startsAfter: "1.0.0 1\n", barred: true),
    ]

    @Test(arguments: cases) func `the daemon that may be trusted is started`(test: Case) throws {
        let place = try TemporaryHome()
        let home = place.home
        for version in test.versions { try place.putVersion(version) }
        if let current = test.current { try Files.replaceLink(home.currentBundle, to: "versions/\(current)") }
        if let previous = test.previous { try Files.replaceLink(home.previousBundle, to: "versions/\(previous)") }
        if let starts = test.starts { try place.write("app/starts", starts) }
        if let quarantine = test.quarantine { try place.write("app/quarantine.json", quarantine) }

        let (status, output) = try launch(home)
        #expect(output == (test.runs.map { "\($0) runs\n" } ?? ""))
        #expect((status == 0) == (test.runs != nil))
        #expect(place.read("app/starts") == test.startsAfter)
        let bars = Quarantine(home: home)
        let isBarred = bars.items.contains { $0.version == "2.0.0" && !$0.reason.isEmpty }
        #expect(isBarred == test.barred)
        if let quarantine = test.quarantine, quarantine.contains("0.5.0") { #expect(bars.items.count == 2) }
        let notes = UpdateNote.waiting(home: home)
        #expect(notes.map(\.note.kind) == (test.barred ? ["update.rolledBack"] : []))
        if let runs = test.runs { #expect(InstalledBundles(home: home).current?.description == runs) }
    }

    @Test func `a fourth start that is cut off anywhere is made up for by the next one`() throws {
        for point in ["launcher.barred", "launcher.noted", "launcher.linked", "launcher.counted"] {
            let place = try TemporaryHome()
            let home = place.home
            for version in ["1.0.0", "2.0.0"] { try place.putVersion(version) }
            try Files.replaceLink(home.currentBundle, to: "versions/2.0.0")
            try Files.replaceLink(home.previousBundle, to: "versions/1.0.0")
            try place.write("app/starts", "2.0.0 3\n")
            let cut = try launch(home, fault: point)
            #expect(cut.status == SIGKILL && cut.output.isEmpty)
            let (status, output) = try launch(home)
            #expect(status == 0 && output == "1.0.0 runs\n")
            #expect(Quarantine(home: home).items.count == 1)
            #expect(UpdateNote.waiting(home: home).count == 1)
        }
    }

    @Test func `it takes nothing but run and check`() throws {
        let place = try TemporaryHome()
        #expect(try launch(place.home, ["--check"]).output == "ccmux-launcher 1\n")
        #expect(try launch(place.home, ["stop"]).status == 64)
        #expect(try launch(place.home, ["run", "more"]).status == 64)
    }

    private func launch(
        _ home: HomeLayout, _ arguments: [String] = ["run"], fault: String? = nil
    ) throws -> (status: Int32, output: String) {
        if Files.kind(of: home.launcher) == nil {
            try Files.copy(try Self.built(), to: home.launcher)
            try Files.setMode(home.launcher, 0o700)
        }
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: home.launcher)
        process.arguments = arguments
        process.environment = fault.map { ["CCMUX_FAULT": $0] } ?? [:]
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    private static func built() throws -> String {
        let given = ProcessInfo.processInfo.environment["CCMUX_BIN_DIR"]
        let bundle = Bundle.allBundles.map(\.bundlePath).first { $0.hasSuffix(".xctest") }
        let own = (bundle ?? Bundle.main.executablePath ?? "").split(separator: "/").dropLast()
        let folder = given ?? own.reduce(into: "") { $0 += "/\($1)" }
        let path = folder + "/ccmux-launcher"
        try #require(FileManager.default.isExecutableFile(atPath: path), "no program at \(path)")
        return path
    }
}
