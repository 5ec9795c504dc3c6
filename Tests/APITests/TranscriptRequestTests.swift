import Model
import Testing

@testable import API

@Suite struct TranscriptRequestTests {
    private func part(_ query: [String: String]) throws(CcmuxError) -> TranscriptRequest.Part {
        try TranscriptRequest { query[$0] }.part
    }

    @Test func `a request says which part it wants`() throws {
        #expect(try part([:]) == .tail(20))
        #expect(try part(["tail": "3"]) == .tail(3))
        #expect(try part(["since": "2026-11-21T12:00:00Z"]) == .since(Timestamp(milliseconds: 1_795_262_400_000)))
        #expect(try part(["after": "t1.a"]) == .after("t1.a", wait: 0))
        #expect(try part(["after": "t1.a", "wait": "2.5"]) == .after("t1.a", wait: 2.5))
        #expect(try part(["at": "4711"]) == .at(4711))
        #expect(try part(["whole": "1"]) == .whole)
    }

    @Test(arguments: [
        ["tail": "0"], ["tail": "10001"], ["tail": "x"], ["tail": ""], ["since": "yesterday"], ["after": ""],
        ["after": String(repeating: "x", count: 5000)], ["wait": "1"], ["tail": "1", "wait": "1"],
        ["after": "a", "wait": "-1"], ["after": "a", "wait": "61"], ["after": "a", "wait": "nan"],
        ["after": "a", "tail": "1"], ["at": "-1"], ["at": "x"], ["at": "1", "tail": "1"], ["at": "1", "wait": "1"],
        ["since": "2026-11-21T12:00:00Z", "whole": "1"],
    ])
    func `what makes no sense is refused`(_ query: [String: String]) {
        #expect(throws: CcmuxError.self) { try part(query) }
    }

    @Test(arguments: [
        ("api", "api"), ("%2Fhome%2Fu%2Ft.jsonl", "/home/u/t.jsonl"), ("%C3%BC", "ü"), ("a%2", nil), ("%zz", nil),
        ("%00", nil), ("%FF", nil), ("%+1", nil), ("", ""),
    ])
    func `a word in a path is decoded once`(_ text: String, _ expected: String?) {
        #expect(PercentDecoding.decode(text) == expected)
    }

    @Test func `a page that is too large loses its first turns, never its last`() {
        let turns = (0..<10).map { index in
            TranscriptTurn(
                id: String(index), offset: index,
                items: [TranscriptItem(kind: .said, text: String(repeating: "x", count: 1000), offset: index)])
        }
        var page = TranscriptPage(source: TranscriptSource(path: "/t", format: "claude"), turns: turns, cursor: "")
        page.shorten(toBytes: 100_000)
        #expect(page.turns.count == 10)
        #expect(!page.hasEarlier)
        page.shorten(toBytes: 4000)
        #expect(page.turns.map(\.id) == ["7", "8", "9"])
        #expect(page.hasEarlier)
        page.shorten(toBytes: 1)
        #expect(page.turns.map(\.id) == ["9"])
    }
}
