import Testing

@testable import Runner

@Suite struct LineScanTests {
    static let user = #"{"parentUuid":null,"isSidechain":false,"type":"user","message":{"content":"hi"}}"#
    static let header = #"{"type":"permission-mode","permissionMode":"default"}"#
    static let sidechain = #"{"isSidechain":true,"type":"user","message":{"content":"Warmup"}}"#

    /// In pieces of every size a file is judged alike.
    private func isConversation(_ text: String) -> Set<Bool> {
        let bytes = Array(text.utf8)
        return Set(
            [1, 2, 3, 7, 64, 1000, max(1, bytes.count)].map { size in
                var scan = LineScan(
                    anyOf: [#""type":"user""#, #""type":"assistant""#], noneOf: [#""isSidechain":true"#])
                for start in stride(from: 0, to: bytes.count, by: size)
                where scan.feed(bytes[start..<min(start + size, bytes.count)]) {
                    return true
                }
                return scan.finish()
            })
    }

    @Test(arguments: [
        user, user + "\n", user + "\r\n", header + "\n" + user, header + "\r\n" + header + "\r\n" + user + "\r\n",
        sidechain + "\n" + user, "\n\n\n" + user, "\u{0}\u{0}\n" + user, "not json\n" + user,
        #"{"type":"assistant"}"#, user + "\n" + #"{"type":"us"#, #"{"type":"user","message":"half a li"#,
        user + "\n" + sidechain,
    ])
    func `one record of a person or an agent makes a conversation`(text: String) {
        #expect(isConversation(text) == [true])
    }

    @Test(arguments: [
        "", "\n", "\r\n\r\n", header, header + "\n", header + "\n" + header + "\n", sidechain,
        sidechain + "\n" + header,
        #"{"type":"us"#, "\u{0}\u{0}\u{0}", "{}", #"{"type":"queue-operation","content":"\"type\":\"user\""}"#,
        #"{"type": "user"}"#, "\"type\":\n\"user\"",
    ])
    func `headers, sidechains, halves and quotations make none`(text: String) {
        #expect(isConversation(text) == [false])
    }

    @Test func `of a long line only the head counts, and the next line counts again`() {
        let long = String(repeating: "x", count: 70_000)
        var scan = LineScan(anyOf: ["mark"], noneOf: [])
        let verdicts = [long + "mark\n" + long, "\n", "mark\(long)\n"].map { scan.feed(Array($0.utf8)[...]) }
        #expect(verdicts == [false, false, true])
    }
}
