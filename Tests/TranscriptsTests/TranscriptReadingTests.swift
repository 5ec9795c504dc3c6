import Foundation
import Model
import Testing
import Transcripts

/// Reading from both ends, by cursor, and of what is not as it should be.
@Suite struct TranscriptReadingTests {
    @Test(arguments: Records.agents) func `the last turns are the last of all`(_ agent: String) throws {
        let all = try Records.page(agent)
        for count in 1...all.turns.count + 2 {
            let page = try Records.transcript(agent).last(count)
            #expect(page.turns == Array(all.turns.suffix(count)), "\(count)")
            #expect(page.hasEarlier == (count < all.turns.count))
            #expect(page.cursor == all.cursor)
            #expect(page.source == all.source)
        }
    }

    @Test(arguments: Records.agents) func `page by page is as all at once`(_ agent: String) throws {
        let all = try Records.page(agent).turns
        var page = try Records.transcript(agent).all(maximumTurns: 3)
        var turns = page.turns
        while !page.turns.isEmpty {
            page = try Records.transcript(agent).after(page.cursor, maximumTurns: 3)
            turns += page.turns
        }
        #expect(turns == all)
    }

    @Test(arguments: Records.agents) func `all turns come one by one`(_ agent: String) throws {
        var turns: [TranscriptTurn] = []
        try Records.transcript(agent).each { turns.append($0) }
        #expect(try turns == Records.page(agent).turns)
    }

    @Test func `what is appended comes, and the open turn comes again whole`() throws {
        let scratch = try Scratch()
        try scratch.write(Claude.prompt("one").utf8)
        let first = try scratch.transcript().last(5)
        #expect(first.turns.map(\.isEnded) == [false])
        #expect(try scratch.transcript().after(first.cursor).turns.isEmpty)
        try scratch.append(Claude.answer("yes").utf8)
        let second = try scratch.transcript().after(first.cursor)
        #expect(second.turns.map(\.id) == ["u1"])
        #expect(second.texts(.said) == ["yes"])
        #expect(second.turns.map(\.outcome) == ["completed"])
        try scratch.append((Claude.prompt("two", "u2") + #"{"type":"assis"#).utf8)
        let third = try scratch.transcript().after(second.cursor)
        #expect(third.turns.map(\.id) == ["u2"])
        #expect(third.counts.broken == 0)
        #expect(third.isReplaced == nil)
    }

    @Test(arguments: ["shorter", "other bytes", "another file"])
    func `a file that is no longer the same is noticed`(_ change: String) throws {
        let scratch = try Scratch()
        try scratch.write((Claude.prompt("one") + Claude.answer("yes")).utf8)
        let cursor = try scratch.transcript().last(5).cursor
        let handle = try FileHandle(forUpdating: URL(filePath: scratch.path))
        switch change {
        case "shorter": try handle.truncate(atOffset: UInt64(Claude.prompt("one").utf8.count))
        case "other bytes":
            try handle.write(contentsOf: Data((Claude.prompt("two", "u2") + Claude.answer("ja!")).utf8))
        default:
            try FileManager.default.removeItem(atPath: scratch.path)
            try scratch.write((Claude.prompt("one") + Claude.answer("yes") + Claude.prompt("three", "u3")).utf8)
        }
        try handle.close()
        let page = try scratch.transcript().after(cursor)
        #expect(page.isReplaced == true || change == "another file" && page.turns.map(\.id) == ["u3"])
        #expect(!page.turns.isEmpty)
    }

    @Test(arguments: ["", "x", "t1.0.0.0.0.0", "t1.0.0.5.2.0.", "t1.0.0.-1.0.0.", "t2.0.0.0.0.0."])
    func `what is no cursor is refused`(_ text: String) throws {
        let scratch = try Scratch()
        try scratch.write([])
        #expect(throws: CcmuxError.self) { try scratch.transcript().after(text) }
    }

    @Test func `since a moment`() throws {
        let scratch = try Scratch()
        let lines = (0..<40).map {
            Claude.prompt("p\($0)", "u\($0)", at: $0 * 10) + Claude.answer("a", at: $0 * 10 + 5)
        }
        try scratch.write(lines.joined().utf8)
        let moment = try #require(Timestamp(rfc3339: Claude.stamp(95)))
        let page = try scratch.transcript().since(moment)
        #expect(page.turns.first?.id == "u9")
        #expect(page.turns.count == 31)
        #expect(page.hasEarlier)
        let future = try #require(Timestamp(rfc3339: Claude.stamp(5000)))
        #expect(try scratch.transcript().since(future).turns.isEmpty)
    }

    @Test func `there is nothing to read in a folder, a pipe or nowhere`() throws {
        let scratch = try Scratch()
        #expect(throws: CcmuxError.self) { try scratch.transcript().last(1) }
        #expect(throws: CcmuxError.self) { try Transcript(path: scratch.folder, format: .claude).last(1) }
        #expect(mkfifo(scratch.path, 0o600) == 0)
        #expect(throws: CcmuxError.self) { try scratch.transcript().last(1) }
    }

    @Test func `an empty file, or one of stubs, has no turns`() throws {
        let scratch = try Scratch()
        try scratch.write([])
        #expect(try scratch.transcript().last(5).turns.isEmpty)
        try scratch.write(#"{"type":"summary","summary":"A title","leafUuid":"1"}"#.utf8 + [0x0A])
        let page = try scratch.transcript().last(5)
        #expect(page.turns.isEmpty)
        #expect(page.source.title == "A title")
    }
}

@Suite struct TranscriptPlaceTests {
    private static let lines = (0..<20).flatMap { number in
        [Claude.prompt("p\(number)", "u\(number)", at: number), Claude.answer("a\(number)", message: "m\(number)")]
    }

    @Test func `the turn of a place comes with those around it, wherever in it the place is`() throws {
        let scratch = try Scratch()
        try scratch.write(Self.lines.joined().utf8)
        let transcript = scratch.transcript()
        let all = try transcript.all(maximumTurns: 100).turns
        for (index, turn) in all.enumerated() {
            for item in turn.items {
                for offset in [item.offset, item.offset + 30] {
                    let page = try transcript.at(offset)
                    #expect(page.turns == Array(all[max(0, index - 2)...min(all.count - 1, index + 5)]))
                    #expect(page.place == item.offset)
                    #expect(page.hasEarlier == (index > 2) && page.hasLater == (index + 5 < all.count - 1))
                }
            }
        }
    }

    @Test func `its cursor goes on behind the last of them`() throws {
        let scratch = try Scratch()
        try scratch.write(Self.lines.joined().utf8)
        let transcript = scratch.transcript()
        let all = try transcript.all(maximumTurns: 100).turns
        let page = try transcript.at(all[4].offset)
        #expect(try page.turns + transcript.after(page.cursor).turns == Array(all[2...]))
    }

    @Test func `what lies before the first turn, and in half a line at the end`() throws {
        let scratch = try Scratch()
        let title = #"{"type":"summary","summary":"a title"}"# + "\n"
        try scratch.write((title + Self.lines.joined() + #"{"type":"us"#).utf8)
        let transcript = scratch.transcript()
        let first = try transcript.at(3)
        #expect(first.place == 0 && first.turns.count == 6 && first.turns[0].offset == 0)
        let size = try scratch.size()
        let last = try transcript.at(size - 1)
        #expect(last.place == nil && last.turns.count == 3 && last.hasLater == false)
        #expect(last.turns.last == (try transcript.last(1).turns.last))
    }

    @Test(arguments: [-1, 1_000_000, .max, .min]) func `a place that is not in the file is told`(_ offset: Int) throws {
        let scratch = try Scratch()
        try scratch.write(Self.lines.joined().utf8)
        let error = #expect(throws: CcmuxError.self) { try scratch.transcript().at(offset) }
        #expect(error?.code == .notFound)
    }

    @Test func `large turns around it leave room for its own`() throws {
        let big = String(repeating: "x", count: 60_000)
        let lines = (0..<10).flatMap { turn in
            [Claude.prompt("p\(turn)", "u\(turn)")] + (0..<70).map { Claude.answer(big, message: "m\(turn)-\($0)") }
        }
        let scratch = try Scratch()
        try scratch.write(lines.joined().utf8)
        let offset = lines[..<(71 * 5)].reduce(0) { $0 + $1.utf8.count }
        let page = try scratch.transcript().at(offset)
        #expect(page.turns.count == 1 && page.turns[0].offset == offset && page.place == offset)
        #expect(page.hasEarlier && page.hasLater == true)
    }
}
