import Foundation
import Model
import Platform
import TestSupport
import Testing

@testable import Runner

@Suite struct ReportSenderTests {
    let folder: TemporaryFolder
    let home: HomeLayout

    init() throws {
        folder = try TemporaryFolder()
        home = try Samples.home(in: folder)
    }

    private func spooled() throws -> [Report] {
        var reports: [Report] = []
        _ = try Spool.drain(Samples.session(), in: home) { report throws(CcmuxError) in reports.append(report) }
        return reports
    }

    @Test func `a daemon that says ok has the report, and the spool has not`() throws {
        let daemon = try StandInDaemon(home.reportSocket, answer: "ok\n")
        defer { daemon.end() }
        let report = try Samples.report(1, .blocked("why"))
        ReportSender(home: home, timeout: 20).send(report)
        #expect(daemon.lines.compactMap { Spool.parse(Array($0.utf8)) } == [report])
        #expect(try spooled() == [])
    }

    @Test(arguments: ["no\n", "", "o", String(repeating: "ok", count: 100), "\n"])
    func `a daemon that does not say ok leaves the report to the spool`(answer: String) throws {
        let daemon = try StandInDaemon(home.reportSocket, answer: answer)
        defer { daemon.end() }
        let report = try Samples.report(1)
        ReportSender(home: home, timeout: 20).send(report)
        #expect(try spooled() == [report])
    }

    @Test func `a daemon that hangs is not waited for`() throws {
        let daemon = try StandInDaemon(home.reportSocket, answer: nil)
        defer { daemon.end() }
        let large = String(repeating: "x", count: 4 << 20)
        let reports = [try Samples.report(1), try Samples.report(2, .hook(.init(payload: large)))]
        let start = monotonicSeconds()
        for report in reports { ReportSender(home: home, timeout: 0.05).send(report) }
        #expect(monotonicSeconds() - start < 10)
        #expect(try spooled() == reports)
    }

    @Test func `a daemon that hangs with a full queue is not waited for`() throws {
        let daemon = try StandInDaemon(home.reportSocket, answer: nil, backlog: 1)
        defer { daemon.end() }
        let start = monotonicSeconds()
        for sequence in 1...5 { ReportSender(home: home, timeout: 0.05).send(try Samples.report(Int64(sequence))) }
        #expect(monotonicSeconds() - start < 10)
        #expect(try spooled().map(\.sequence) == [1, 2, 3, 4, 5])
    }

    @Test func `with neither a daemon nor a place for the spool nothing happens`() throws {
        let nowhere = HomeLayout(root: folder / "none")
        ReportSender(home: nowhere).send(try Samples.report(1))
        #expect(Files.kind(of: nowhere.root) == nil)
    }
}
