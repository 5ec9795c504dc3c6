/// The immutable identity of a session: twelve lower-case letters and digits. The name may change, this never does.
package struct SessionID: Sendable, Hashable, Comparable {
    package let text: String

    package init?(_ text: String) {
        guard text.utf8.count == 12, text.utf8.allSatisfy(Self.alphabet.contains) else { return nil }
        self.text = text
    }

    package static func random() -> SessionID {
        var text = ""
        for _ in 0..<12 {
            text.unicodeScalars.append(Unicode.Scalar(alphabet[Int.random(in: 0..<alphabet.count)]))
        }
        return SessionID(unchecked: text)
    }

    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    private init(unchecked text: String) {
        self.text = text
    }

    package static func < (a: SessionID, b: SessionID) -> Bool { a.text < b.text }
}

/// The uuid under which an agent keeps a conversation: RFC 9562 text form, lower case.
package struct ConversationID: Sendable, Hashable {
    package let text: String

    /// Accepts either case; nil for anything that is not 8-4-4-4-12 hexadecimal digits.
    package init?(_ text: String) {
        let groups = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard groups.map(\.count) == [8, 4, 4, 4, 12], groups.joined().allSatisfy(Self.isHexDigit) else { return nil }
        self.text = text.lowercased()
    }

    /// A random (version 4) uuid.
    package static func random() -> ConversationID {
        var bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = Array("0123456789abcdef")
        var text = ""
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { text.append("-") }
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return ConversationID(unchecked: text)
    }

    private init(unchecked text: String) {
        self.text = text
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}

extension SessionID: CustomStringConvertible {
    package var description: String { text }
}

extension ConversationID: CustomStringConvertible {
    package var description: String { text }
}

extension SessionID: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let id = SessionID(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not a session id"))
        }
        self = id
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

extension ConversationID: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let id = ConversationID(text) else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "not a uuid"))
        }
        self = id
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
