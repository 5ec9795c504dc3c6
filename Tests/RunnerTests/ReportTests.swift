import Foundation
import Model
import Testing

@testable import Runner

@Suite struct ReportTests {
    static func contents() throws -> [Report.Content] {
        let process = ProcessIdentity(pid: 1, start: 2)
        return [
            .started(
                .init(
                    runner: process, agent: process, settings: SessionSettings(directory: "/a b", flags: ["--x"]),
                    conversation: try Samples.conversation(), resumed: true)),
            .exited(
                .init(
                    exit: .signal(9), aliveSeconds: 1.25, retryAt: Timestamp(milliseconds: 5), conversation: nil,
                    conversed: false)),
            .exited(
                .init(
                    exit: .launchFailed("it\nis \"not\" there"), aliveSeconds: 0, retryAt: nil,
                    conversation: try Samples.conversation(), conversed: true)),
            .blocked("why"), .ended, .hook(.init(payload: "{\"a\":\"\\n\u{0}\u{2028}\"}\n\n")),
        ]
    }

    @Test func `every report is one line that reads as it was`() throws {
        for content in try Self.contents() {
            let report = try Samples.report(7, content)
            let line = try JSONEncoder().encode(report)
            #expect(!line.contains(UInt8(ascii: "\n")))
            #expect(Spool.parse(line) == report)
        }
        #expect(Spool.parse(try JSONEncoder().encode(Samples.report(nil)))?.sequence == nil)
    }

    @Test(arguments: [
        "", "{", "null", "[]", "ok", "\u{0}", #"{"session":"x"}"#, "{\"version\":1,\"session\":\"0123456789ab\"}",
    ])
    func `what is no report is nil`(text: String) {
        #expect(Spool.parse(Array(text.utf8)) == nil)
    }
}
