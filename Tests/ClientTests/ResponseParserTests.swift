import Testing

@testable import Client

@Suite("Reading responses")
struct ResponseParserTests {
    private func parse(_ text: String, pieces: Int, closing: Bool = true, limit: Int = 1 << 20)
        throws(MalformedResponse)
        -> (status: Int, body: String)
    {
        var parser = ResponseParser(bodyLimit: limit)
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            try parser.feed(rest.prefix(pieces))
            rest = rest.dropFirst(pieces)
        }
        if closing { try parser.end() }
        return (parser.head?.status ?? 0, String(decoding: parser.takeBody(), as: UTF8.self))
    }

    static let good: [(text: String, status: Int, body: String)] = [
        ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", 200, "{}"),
        ("HTTP/1.1 200 OK\r\ncontent-length:2 \r\nX: y\r\n\r\n{}trailing rubbish", 200, "{}"),
        ("HTTP/1.1 204 No Content\r\n\r\n", 204, ""),
        ("HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", 200, ""),
        ("HTTP/1.0 404 Not Found\n\nuntil the end", 404, "until the end"),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\n\r\n", 200,
            "abc0123456789"
        ),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n1\r\na\r\n0\r\nTrailer: t\r\n\r\n", 200, "a"),
        ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 1\r\n\r\nx", 201, "x"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx", 200, "x"),
    ]

    @Test("A response is the same in whatever pieces it arrives", arguments: good, [1, 2, 3, 7, 4096])
    func pieces(_ sample: (text: String, status: Int, body: String), _ size: Int) throws {
        let result = try parse(sample.text, pieces: size)
        #expect(result.status == sample.status)
        #expect(result.body == sample.body)
    }

    @Test(
        "What is not HTTP, or contradicts itself, is refused",
        arguments: [
            "SSH-2.0-OpenSSH_9.2\r\n\r\n", "HTTP/1.1 99 OK\r\n\r\n", "HTTP/1.1 2000 OK\r\n\r\n", "HTTP/2 200\r\n\r\n",
            "HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "HTTP/1.1 200 OK\r\n: empty\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n",
            "\r\n\r\n", "\n\n",
        ], [1, 4096])
    func refused(_ text: String, _ size: Int) {
        #expect(throws: MalformedResponse.self) { try parse(text, pieces: size, closing: false) }
    }

    @Test(
        "A response that breaks off is not taken for a whole one",
        arguments: [
            "", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n",
        ])
    func truncated(_ text: String) {
        #expect(throws: MalformedResponse("it ended in the middle")) { try parse(text, pieces: 4096) }
    }

    @Test(
        "Heads and bodies have bounds",
        arguments: [
            "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nB\r\n01234567890\r\n",
            "HTTP/1.1 200 OK\r\n\r\n01234567890",
            "HTTP/1.1 200 OK\r\nX: " + String(repeating: "x", count: 70_000),
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;" + String(repeating: "x", count: 300),
        ])
    func bounded(_ text: String) {
        #expect(throws: MalformedResponse.self) { try parse(text, pieces: 4096, closing: false, limit: 10) }
    }

    @Test("A request names its length, encodes its query and lets no header break out")
    func request() {
        let request = Request(
            .post, "/v1/x", query: [.init("ref", "a b&c=ü/../"), .init("n", "1")],
            headers: [.init("Last-Event-ID", "1\r\nEvil: yes")], body: Array("{}".utf8))
        let text = String(decoding: request.serialized, as: UTF8.self)
        #expect(text.hasPrefix("POST /v1/x?ref=a%20b%26c%3D%C3%BC%2F..%2F&n=1 HTTP/1.1\r\nHost: localhost\r\n"))
        #expect(text.contains("\r\nLast-Event-ID: 1Evil: yes\r\n"))
        #expect(text.hasSuffix("\r\nContent-Length: 2\r\n\r\n{}"))
    }
}
