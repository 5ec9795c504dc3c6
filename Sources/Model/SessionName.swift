/// The name of a session, as the user types it and as the tmux session is called: `[A-Za-z0-9][A-Za-z0-9_-]{0,63}`.
///
/// tmux rewrites `.` and `:` in names and expands `#`; none of those can occur here.
package struct SessionName: Sendable, Hashable, Comparable {
    package let text: String

    /// Nil for anything but a valid name. `invalidityReason` says why.
    package init?(_ text: String) {
        guard Self.invalidityReason(text) == nil else { return nil }
        self.text = text
    }

    package static let maximumLength = 64

    /// What is wrong with `text` as a name, as the end of a sentence; nil when it is a name.
    package static func invalidityReason(_ text: String) -> String? {
        guard let first = text.utf8.first else { return "it is empty" }
        guard isAlphanumeric(first) else { return "it must begin with a letter or a digit" }
        for scalar in text.unicodeScalars {
            guard scalar.isASCII, isAlphanumeric(UInt8(scalar.value)) || scalar == "_" || scalar == "-" else {
                return "'\(scalar.escaped(asASCII: true))' cannot stand in it; letters, digits, '_' and '-' can"
            }
        }
        return text.utf8.count > maximumLength ? "it is longer than \(maximumLength) characters" : nil
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    package static func < (a: SessionName, b: SessionName) -> Bool { a.text < b.text }
}

extension SessionName: CustomStringConvertible {
    package var description: String { text }
}

extension SessionName: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let name = SessionName(text) else {
            let reason = Self.invalidityReason(text) ?? "it is not a name"
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not a session name: \(reason)"))
        }
        self = name
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
