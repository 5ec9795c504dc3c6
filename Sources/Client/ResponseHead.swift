/// The status line and the headers of an HTTP/1.1 response (RFC 9112).
package struct ResponseHead: Sendable, Hashable {
    package var status: Int
    /// Names in lower case, in the order of arrival.
    package var fields: [Field]

    package struct Field: Sendable, Hashable {
        package var name: String
        package var value: String
    }

    /// How the end of the body is found.
    package enum Framing: Sendable, Hashable {
        /// That many bytes.
        case length(Int)
        case chunked
        case untilClose
    }

    package func values(of name: String) -> [String] {
        fields.filter { $0.name == name }.map(\.value)
    }

    /// Reads the head from its bytes, without the empty line that ends it.
    package init(parsing bytes: some Collection<UInt8>) throws(MalformedResponse) {
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
            line.last == UInt8(ascii: "\r") ? line.dropLast() : line
        }
        guard !lines.isEmpty else { throw MalformedResponse("it has no status line") }
        let first = String(decoding: lines.removeFirst(), as: UTF8.self)
        let words = first.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), words[1].utf8.count == 3, let status = Int(words[1]),
            (100...599).contains(status)
        else { throw MalformedResponse("it does not begin like HTTP/1.1") }
        self.status = status
        fields = []
        for line in lines where !line.isEmpty {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon != line.startIndex else {
                throw MalformedResponse("a header has no name")
            }
            let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
            let value = line[line.index(after: colon)...]
            fields.append(Field(name: name, value: Self.trimmed(String(decoding: value, as: UTF8.self))))
        }
    }

    /// - Throws: when the headers contradict each other, so that nobody could say where the body ends.
    package func framing() throws(MalformedResponse) -> Framing {
        if status == 204 || status == 304 { return .length(0) }
        let encodings = values(of: "transfer-encoding").map { $0.lowercased() }
        let lengths = Set(values(of: "content-length"))
        if !encodings.isEmpty {
            guard encodings == ["chunked"], lengths.isEmpty else {
                throw MalformedResponse("its transfer encoding is not understood")
            }
            return .chunked
        }
        guard let text = lengths.first else { return .untilClose }
        guard lengths.count == 1, !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }),
            let length = Int(text)
        else { throw MalformedResponse("its content length is not a number") }
        return .length(length)
    }

    private static func trimmed(_ text: String) -> String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        let start = text.drop(while: isBlank)
        return String(start.reversed().drop(while: isBlank).reversed())
    }
}

/// A response that is not HTTP as the daemon speaks it; `reason` ends a sentence.
package struct MalformedResponse: Error, Sendable, Hashable {
    package var reason: String

    package init(_ reason: String) {
        self.reason = reason
    }
}
