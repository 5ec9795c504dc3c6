/// Steps over the pieces of a TOML document without recursion; nothing is believed to be well formed.
struct TOMLLexer {
    private let bytes: [UInt8]
    private(set) var at = 0
    private(set) var refusal: (offset: Int, reason: String)?

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var atEnd: Bool { at >= bytes.count }
    var peek: UInt8? { at < bytes.count ? bytes[at] : nil }

    /// The first refusal counts. It is about what is here, or at `offset`. Returns false.
    @discardableResult
    mutating func refuse(_ reason: String, at offset: Int? = nil) -> Bool {
        if refusal == nil { refusal = (min(offset ?? at, bytes.count), reason) }
        return false
    }

    mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
        guard let peek, UInt32(peek) == scalar.value else { return false }
        at += 1
        return true
    }

    private func follows(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { bytes[at...].starts(with: $0) }
    }

    mutating func skipByteOrderMark() {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
    }

    /// Spaces and tabs; with `lines` also comments and ends of lines.
    mutating func skipBlank(lines: Bool) {
        while let byte = peek {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"): at += 1
            case UInt8(ascii: "\n") where lines, UInt8(ascii: "\r") where lines: at += 1
            case UInt8(ascii: "#") where lines: skipComment()
            default: return
            }
        }
    }

    private mutating func skipComment() {
        while let byte = peek, byte != UInt8(ascii: "\n") { at += 1 }
    }

    /// To the beginning of the next line, past nothing but blanks and a comment.
    mutating func finishLine() {
        skipBlank(lines: false)
        if peek == UInt8(ascii: "#") { skipComment() }
        _ = skip("\r")
        guard skip("\n") || atEnd else {
            refuse("the line should end here")
            return
        }
    }

    func lineStart(_ offset: Int) -> Int {
        bytes[..<offset].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 }
            ?? (bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
    }

    mutating func header() -> (path: [String], isArray: Bool)? {
        let start = at
        guard skip("[") else { return nil }
        let isArray = skip("[")
        guard let path = key() else { return nil }
        skipBlank(lines: false)
        guard skip("]"), !isArray || skip("]") else {
            refuse("']' is missing after the section's name", at: start)
            return nil
        }
        return (path, isArray)
    }

    /// A key of one or several parts, bare or quoted.
    mutating func key() -> [String]? {
        var parts: [String] = []
        while true {
            skipBlank(lines: false)
            guard let part = keyPart() else {
                refuse("a key is expected here")
                return nil
            }
            parts.append(part)
            guard parts.count <= TOMLOutline.deepestKey else {
                refuse("a key has too many parts")
                return nil
            }
            let end = at
            skipBlank(lines: false)
            guard skip(".") else {
                at = end
                return parts
            }
        }
    }

    private mutating func keyPart() -> String? {
        let start = at
        if peek == UInt8(ascii: "\"") || peek == UInt8(ascii: "'") {
            guard !follows("\"\"\""), !follows("'''"), skipString() else { return nil }
            let inner = bytes[(start + 1)..<(at - 1)]
            return bytes[start] == UInt8(ascii: "'")
                ? String(decoding: inner, as: UTF8.self) : Self.unescaped(Array(inner))
        }
        while let peek, TOMLText.isBareKey(peek) { at += 1 }
        return at > start ? String(decoding: bytes[start..<at], as: UTF8.self) : nil
    }

    /// A value that is no list and no table; what it means is not looked at.
    mutating func skipValue() -> Bool {
        if peek == UInt8(ascii: "\"") || peek == UInt8(ascii: "'") { return skipString() }
        let start = at
        while let byte = peek, !Self.endsScalar(byte) { at += 1 }
        // A date may have a space before its time, so blanks are cut off only here.
        while at > start, bytes[at - 1] == UInt8(ascii: " ") || bytes[at - 1] == UInt8(ascii: "\t") { at -= 1 }
        return at > start ? true : refuse("a value is missing")
    }

    private static func endsScalar(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "#"), UInt8(ascii: ","), UInt8(ascii: "]"),
            UInt8(ascii: "}"):
            true
        default: false
        }
    }

    /// Any of the four kinds of string.
    private mutating func skipString() -> Bool {
        guard let quote = peek else { return false }
        let start = at
        let escapes = quote == UInt8(ascii: "\"")
        let isLong = escapes ? follows("\"\"\"") : follows("'''")
        at += isLong ? 3 : 1
        while let byte = peek {
            if escapes, byte == UInt8(ascii: "\\") {
                // The library behind would cut the text there.
                if follows("\\u0000") || follows("\\U00000000") { refuse("a text holds a NUL character") }
                at += 2
            } else if byte == quote {
                if !isLong {
                    at += 1
                    return true
                }
                if escapes ? follows("\"\"\"") : follows("'''") {
                    at += 3
                    // Up to two quotes may stand right before the closing three.
                    for _ in 0..<2 where peek == quote { at += 1 }
                    return true
                }
                at += 1
            } else if !isLong, byte == UInt8(ascii: "\n") {
                return refuse("the text has no closing quote", at: start)
            } else {
                at += 1
            }
        }
        at = min(at, bytes.count)
        return refuse("the text has no closing quote", at: start)
    }

    /// The text of a quoted key. An escape that TOML does not know stays as it is: the document is refused anyway.
    private static func unescaped(_ bytes: [UInt8]) -> String {
        var result: [UInt8] = []
        var at = 0
        while at < bytes.count {
            guard bytes[at] == UInt8(ascii: "\\"), at + 1 < bytes.count else {
                result.append(bytes[at])
                at += 1
                continue
            }
            let kind = bytes[at + 1]
            at += 2
            switch kind {
            case UInt8(ascii: "b"): result.append(8)
            case UInt8(ascii: "t"): result.append(9)
            case UInt8(ascii: "n"): result.append(10)
            case UInt8(ascii: "f"): result.append(12)
            case UInt8(ascii: "r"): result.append(13)
            case UInt8(ascii: "u"), UInt8(ascii: "U"):
                let digits = bytes[at...].prefix(kind == UInt8(ascii: "u") ? 4 : 8)
                at += digits.count
                let scalar = UInt32(String(decoding: digits, as: UTF8.self), radix: 16).flatMap(Unicode.Scalar.init)
                result += Array(String(Character(scalar ?? "\u{FFFD}")).utf8)
            default: result.append(kind)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
