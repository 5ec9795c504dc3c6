import Foundation
import Testing
import Transcripts

@Suite struct UsageScannerTests {
    private typealias Records = UsageRecords

    @Test func `A message counts once, by its last line`() throws {
        let file = try UsageFile(
            Records.claude(output: 3, write: 34, hour: 10, read: 560)
                + #"{"type":"user","message":{"role":"user","content":"x"},"toolUseResult":{"usage":{"input_tokens":9}}}"#
                + "\n" + Records.claude(output: 20, write: 34, hour: 10, read: 560))
        let log = try file.scan()
        #expect(log.messages.count == 1)
        #expect(log.sums == [1, 20, 24, 10, 560])
        #expect(log.models == ["claude-opus-4-5"])
        #expect(log.directories == ["/p"])
        #expect(log.slots.map(\.quarter) == [Int32(1_795_280_160 / 900)])
        #expect(log.conversation == "s")
    }

    private static let others: [(String, String)] = {
        let whole: String = UsageRecords.claude(output: 5)
        let line = String(whole.dropLast())
        let progress = #"{"type":"progress","data":"# + line + "}\n"
        return [
            ("a synthetic answer", UsageRecords.claude(model: "<synthetic>", output: 5)),
            ("an error of the service", UsageRecords.claude(output: 5, rest: #","isApiErrorMessage":true"#)),
            ("half a line", String(whole.dropLast(20)) + "\n"),
            ("two records on a line", line + "{}\n"),
            (
                "usage inside a text",
                #"{"type":"assistant","message":{"content":"\"usage\":{\"output_tokens\":5}}"}}"# + "\n"
            ),
            ("no object", #"["usage"]"# + "\n"),
            ("a record of progress", progress),
        ]
    }()

    @Test(arguments: others)
    func `What is no answer of a model counts nothing`(_ what: String, _ line: String) throws {
        #expect(try UsageFile(line).scan().messages.isEmpty)
    }

    @Test func `Blanks and another order of members do not matter`() throws {
        let line = #"""
            { "type" : "assistant" , "timestamp":"2026-11-21T16:56:00+01:00", "message" : { "usage" : { "output_tokens" : 7 , "input_tokens": 2 } , "id" : "m" , "model":"x" } }
            """#
        #expect(try UsageFile(line + "\r\n").scan().sums == [2, 7, 0, 0, 0])
    }

    @Test func `Messages without an id count line by line`() throws {
        let line = Records.claude(id: nil, output: 5)
        #expect(try UsageFile(line + line).scan().sums[1] == 10)
    }

    @Test func `Codex counts differences, whatever is told twice or begins anew`() throws {
        let file = try UsageFile(
            Records.context + Records.codex(600, 560, 20, last: (600, 560, 20))
                + Records.codex(1200, 1120, 40, last: (600, 560, 20))
                + Records.codex(1200, 1120, 40, last: (600, 560, 20))
                + #"{"timestamp":"2026-11-21T16:57:00Z","type":"event_msg","payload":{"type":"token_count","info":null}}"#
                + "\n" + Records.codex(100, 0, 5, last: (100, 0, 5)))
        let log = try file.scan(.codex)
        #expect(log.sums == [180, 45, 0, 0, 1120])
        #expect(log.models == ["gpt-5-codex"])
        #expect(log.messages.count == 3)
    }

    @Test func `Codex that goes on from another conversation counts only what is new`() throws {
        let file = try UsageFile(Records.codex(5600, 0, 220, last: (600, 0, 20)))
        #expect(try file.scan(.codex).sums == [600, 20, 0, 0, 0])
    }

    @Test func `A file that grows is read on from where it was`() throws {
        let file = try UsageFile(Records.claude(output: 1))
        let first = try file.scan()
        try file.append(Records.claude(output: 9) + Records.claude(id: "msg_2", output: 5))
        let second = try file.scan(from: first)
        #expect(second.continues(first))
        #expect(second.sums[1] == 14)
        #expect(second.sums == (try file.scan()).sums)
    }

    @Test func `A last line without its end counts once, now and when it has it`() throws {
        let line = Records.claude(id: "msg_2", output: 5)
        let file = try UsageFile(Records.claude(output: 1) + line.dropLast())
        let first = try file.scan()
        #expect(first.sums[1] == 6)
        try file.append("\n" + Records.claude(id: "msg_3", output: 2))
        #expect(try file.scan(from: first).sums[1] == 8)
    }

    @Test func `A file that shrank or was replaced is counted anew`() throws {
        let file = try UsageFile(Records.claude(output: 1) + Records.claude(id: "msg_2", output: 5))
        let first = try file.scan()
        try file.write(Array(Records.claude(id: "msg_3", output: 7).utf8))
        let second = try file.scan(from: first)
        #expect(second.sums[1] == 7)
        #expect(!second.continues(first))
        // Longer than before, but not what it was.
        let text = String(repeating: Records.claude(id: "msg_4", output: 1), count: 9)
        try file.write(Array(text.utf8))
        #expect(try file.scan(from: second).sums[1] == 1)
    }

    @Test func `Lines that are longer than a block are whole, far too long ones are told and left out`() throws {
        let long = Records.claude(id: "long", output: 11, text: String(repeating: "x", count: 3 << 20))
        let endless = Records.claude(id: "endless", output: 100, text: String(repeating: "y", count: 9 << 20))
        let file = try UsageFile(Records.claude(output: 1) + long + endless + Records.claude(id: "after", output: 5))
        let log = try file.scan()
        #expect(log.sums[1] == 17)
        #expect(log.tooLong == 1)
    }

    @Test func `Strange bytes and depths are no obstacle`() throws {
        let deep = #"{"type":"assistant","usage":"# + String(repeating: "[", count: 20_000) + "\n"
        let file = try UsageFile(deep + Records.claude(output: 5))
        var bytes = Array(deep.utf8) + [0, 0xFF, 0xFE, 10]
        bytes += Array(Records.claude(output: 5, text: "a\u{0}b").utf8)
        try file.write(bytes)
        #expect(try file.scan().sums[1] == 5)
    }

    @Test func `What was saved reads on as what was not`() throws {
        let file = try UsageFile(Records.context + Records.codex(600, 560, 20, last: (600, 560, 20)))
        let log = try file.scan(.codex)
        let saved = try #require(UsageLog(bytes: log.bytes))
        #expect(saved == log)
        try file.append(Records.codex(700, 560, 30, last: (100, 0, 10)))
        #expect(try file.scan(.codex, from: saved).sums == [140, 30, 0, 0, 560])
        for cut in 0..<log.bytes.count { #expect(UsageLog(bytes: Array(log.bytes.prefix(cut))) == nil) }
    }

    @Test func `A folder or a pipe is refused`() throws {
        let file = try UsageFile()
        #expect(throws: (any Error).self) { try UsageScanner().scan(file.folder, .claude) }
        mkfifo(file.folder + "/pipe", 0o600)
        #expect(throws: (any Error).self) { try UsageScanner().scan(file.folder + "/pipe", .claude) }
    }
}
