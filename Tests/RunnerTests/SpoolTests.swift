import Foundation
import Model
import Platform
import TestSupport
import Testing

@testable import Runner

@Suite struct SpoolTests {
    let folder: TemporaryFolder
    let home: HomeLayout
    let id: SessionID

    init() throws {
        folder = try TemporaryFolder()
        home = try Samples.home(in: folder)
        id = try Samples.session()
    }

    private var path: String { home.spoolFile(id) }

    /// With nobody at the socket all reports go into the spool.
    private func spool(_ sequences: ClosedRange<Int64>) throws {
        for sequence in sequences { ReportSender(home: home).send(try Samples.report(sequence)) }
    }

    private func drain() throws -> (taken: [Int64], unreadable: Int) {
        var taken: [Int64] = []
        let unreadable = try Spool.drain(id, in: home) { report throws(CcmuxError) in taken.append(report.sequence ?? 0)
        }
        return (taken, unreadable)
    }

    @Test func `what was spooled is handed over in order, once`() throws {
        #expect(Spool.sessions(in: home) == [])
        try spool(1...20)
        #expect(Spool.sessions(in: home) == [id])
        #expect(try folder.mode("home/spool/\(id).jsonl") == 0o600)
        let first = try drain()
        #expect(first.taken == Array(1...20))
        #expect(first.unreadable == 0)
        #expect(try drain().taken == [])
        #expect(Files.kind(of: path) == nil)
    }

    @Test func `unreadable lines are counted and cost only themselves`() throws {
        try spool(1...1)
        let good = try #require(folder.text("home/spool/\(id).jsonl"))
        let text = "garbage\n" + good + "\n\n{\"version\":1\n" + good + "\u{0}\u{0}\n" + good.dropLast(20)
        try Files.replace(path, with: Array(text.utf8))
        let drained = try drain()
        #expect(drained.taken == [1, 1])
        #expect(drained.unreadable == 4)
        #expect(Files.kind(of: path) == nil)
    }

    @Test func `the taker may use the lock, and what comes meanwhile is kept for the next time`() throws {
        try spool(1...2)
        var taken: [Int64] = []
        _ = try Spool.drain(id, in: home) { report throws(CcmuxError) in
            try FileLock.hold(home.launchLock(id)) { () throws(CcmuxError) in taken.append(report.sequence ?? 0) }
            if taken.count == 1 { try? spool(9...9) }
        }
        #expect(taken == [1, 2])
        #expect(try drain().taken == [9])
        #expect(Files.kind(of: path) == nil)
    }

    @Test func `when the taker fails, all is there for the next time`() throws {
        try spool(1...3)
        var taken = 0
        #expect(throws: CcmuxError.self) {
            try Spool.drain(id, in: home) { _ throws(CcmuxError) in
                taken += 1
                if taken == 2 { throw CcmuxError(.failed, "the disk is full") }
            }
        }
        #expect(try drain().taken == [1, 2, 3])
    }

    @Test func `a spool does not grow without end`() throws {
        try Files.replace(path, with: [])
        truncate(path, (16 << 20) - 10)
        try spool(1...1)
        #expect(Files.stamp(of: path).map { Int($0.size) } == 16 * 1024 * 1024 - 10)
    }

    @Test func `files that are no spool of a session are left alone`() throws {
        for name in ["x.jsonl", "0123456789ab.txt", ".jsonl", "0123456789abc.jsonl"] {
            try Files.replace("\(home.spoolFolder)/\(name)", with: [1])
        }
        #expect(Spool.sessions(in: home) == [])
    }

    @Test func `many hooks at once leave whole lines`() async throws {
        let home = home
        try await withThrowingDiscardingTaskGroup { group in
            for thread in 0..<4 {
                group.addTask {
                    for turn in 0..<25 {
                        let payload = String(repeating: "x", count: 20_000)
                        ReportSender(home: home).send(
                            try Samples.report(Int64(thread * 25 + turn), .hook(.init(payload: payload))))
                    }
                }
            }
        }
        let drained = try drain()
        #expect(drained.unreadable == 0)
        #expect(drained.taken.sorted() == Array(0..<100))
    }
}
