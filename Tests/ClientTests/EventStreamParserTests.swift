import Testing

@testable import Client

@Suite("Reading a stream of events")
struct EventStreamParserTests {
    private func parse(_ text: String, pieces: Int) throws -> [ServerSentEvent] {
        var parser = EventStreamParser()
        var rest = Array(text.utf8)[...]
        var events: [ServerSentEvent] = []
        while !rest.isEmpty {
            events += try parser.feed(rest.prefix(pieces))
            rest = rest.dropFirst(pieces)
        }
        return events
    }

    static let text = """
        \u{FEFF}: heartbeat

        id: e1-1
        event: agent.started
        data: {"a":1}

        data:no space
        data: two ü日
        data

        :
        id: e1-2
        retry: 10
        event: gap
        data:

        id: lost
        event: without data

        data: unfinished
        """

    static let expected = [
        ServerSentEvent(id: "e1-1", kind: "agent.started", data: "{\"a\":1}"),
        ServerSentEvent(id: "e1-1", kind: "message", data: "no space\ntwo ü日\n"),
        ServerSentEvent(id: "e1-2", kind: "gap", data: ""),
    ]

    @Test("A stream is the same wherever it is cut", arguments: 1...60)
    func cut(_ size: Int) throws {
        #expect(try parse(Self.text, pieces: size) == Self.expected)
    }

    @Test("Lines end with LF, CR or both, also cut between the two", arguments: ["\n", "\r", "\r\n"], 1...5)
    func lineEnds(_ end: String, _ size: Int) throws {
        let text = "data: a\(end)data: b\(end)\(end)data: c\(end)\(end)"
        #expect(try parse(text, pieces: size).map(\.data) == ["a\nb", "c"])
    }

    @Test("An event without an end is given up at the limit")
    func limit() {
        var parser = EventStreamParser(limit: 100)
        #expect(throws: MalformedResponse.self) { try parser.feed(Array(repeating: UInt8(ascii: "x"), count: 101)) }
        var other = EventStreamParser(limit: 100)
        #expect(throws: MalformedResponse.self) {
            for _ in 0..<20 { _ = try other.feed("data: 0123456789\n".utf8) }
        }
    }

    @Test("A position is a number, with or without the name of its journal")
    func position() {
        #expect(EventPosition("12") == EventPosition(epoch: nil, id: 12))
        #expect(EventPosition("ab-c-12") == EventPosition(epoch: "ab-c", id: 12))
        for wrong in ["", "-", "-12", "x", "e-", "e-1x", "99999999999999999999", "e\n-1", "+1", "١"] {
            #expect(EventPosition(wrong) == nil, "\(wrong)")
        }
    }
}
