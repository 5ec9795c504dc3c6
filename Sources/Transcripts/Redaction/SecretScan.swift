/// One walk through a text's bytes. Nothing of a secret is longer than its alphabet reaches, and no run of bytes is
/// walked through again for a second beginning inside of it.
struct SecretScan {
    let bytes: [UInt8]
    private(set) var output: [UInt8] = []
    private(set) var found: [SecretShape] = []
    /// What of `bytes` is in `output`, as itself or as a mark.
    private var copied = 0
    /// The run of token bytes that was last measured.
    private var run = TokenRun(start: 0, end: 0, lastDigit: -1, webToken: nil)
    /// Where the next private key ends that was looked for; the end of the text where none does.
    private var nextKeyEnd = 0

    private struct TokenRun {
        var start: Int
        var end: Int
        /// The last place of a digit before the end.
        var lastDigit: Int
        /// Where a JSON web token ends whose first part ends here.
        var webToken: Int?
    }

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// False where there was nothing to hide.
    mutating func walk() -> Bool {
        var place = 0
        while place < bytes.count {
            place = step(place)
        }
        guard !found.isEmpty else { return false }
        output += bytes[copied...]
        return true
    }

    /// Hides what begins at `place`, and says where to go on.
    private mutating func step(_ place: Int) -> Int {
        switch bytes[place] {
        case UInt8(ascii: "="), UInt8(ascii: ":"):
            if let end = password(inURLAt: place) { return end }
            return value(after: place) ?? place + 1
        case UInt8(ascii: " "):
            return flagValue(after: place) ?? place + 1
        case UInt8(ascii: "-"):
            return privateKey(at: place) ?? token(at: place) ?? place + 1
        default:
            return token(at: place) ?? place + 1
        }
    }

    private mutating func hide(_ range: Range<Int>, _ shape: SecretShape) -> Int {
        output += bytes[copied..<range.lowerBound]
        output += Array(shape.mark.utf8)
        copied = range.upperBound
        found.append(shape)
        return range.upperBound
    }

    // MARK: Tokens

    private mutating func token(at place: Int) -> Int? {
        guard place == 0 || !bytes[place - 1].isAlphanumeric, let (end, shape) = tokenEnd(at: place) else { return nil }
        return hide(place..<end, shape)
    }

    private mutating func tokenEnd(at place: Int) -> (end: Int, shape: SecretShape)? {
        let first = bytes[place]
        for prefix in SecretPrefix.byFirstByte[first] ?? [] where starts(prefix.text, at: place) {
            let body = place + prefix.text.count
            guard body < bytes.count, bytes[body].isToken else { continue }
            measure(body)
            let isWhole = run.end - body >= prefix.minimum && (!prefix.hasDigit || run.lastDigit >= body)
            if isWhole || (prefix.text.count > 3 && isCut(run.end)) {
                // Parts that dots separate belong to those that have a dot themselves.
                guard prefix.text.last == UInt8(ascii: ".") else { return (run.end, prefix.shape) }
                return (dotted(run.end), prefix.shape)
            }
        }
        switch first {
        case UInt8(ascii: "A"):
            guard starts(Self.awsLong, at: place) || starts(Self.awsShort, at: place) else { return nil }
            let end = place + 20
            guard end <= bytes.count, bytes[place..<end].allSatisfy(\.isUpperOrDigit),
                end == bytes.count || !bytes[end].isAlphanumeric
            else { return nil }
            return (end, .awsKey)
        case UInt8(ascii: "e"):
            guard starts(Self.webTokenStart, at: place) else { return nil }
            measure(place)
            guard run.end - place >= 10, let end = run.webToken else { return nil }
            return (end, .jsonWebToken)
        default:
            return nil
        }
    }

    private static let awsLong = Array("AKIA".utf8)
    private static let awsShort = Array("ASIA".utf8)
    private static let webTokenStart = Array("eyJ".utf8)

    /// The text ends there, or says by an ellipsis that it was cut: the rest of a secret may be what is missing.
    private func isCut(_ place: Int) -> Bool {
        place == bytes.count || starts(Self.ellipsis, at: place)
    }

    private static let ellipsis = Array("…".utf8)

    /// The end of what goes on after a run with `.` and another run.
    private func dotted(_ end: Int) -> Int {
        guard end + 1 < bytes.count, bytes[end] == UInt8(ascii: "."), bytes[end + 1].isToken else { return end }
        return bytes[(end + 1)...].firstIndex { !$0.isToken } ?? bytes.count
    }

    /// Measures the run that `place` is in, unless it is the one that was measured last.
    private mutating func measure(_ place: Int) {
        guard place < run.start || place >= run.end else { return }
        var end = place
        var lastDigit = -1
        while end < bytes.count, bytes[end].isToken {
            if bytes[end].isDigit { lastDigit = end }
            end += 1
        }
        // Two more parts; what would be the third run of this is measured again at most twice.
        var webToken: Int?
        let second = dotted(end)
        if second - end > 8 {
            let third = dotted(second)
            webToken = third > second ? third : second
        }
        run = TokenRun(start: place, end: end, lastDigit: lastDigit, webToken: webToken)
    }

    // MARK: Private keys

    private mutating func privateKey(at place: Int) -> Int? {
        guard starts(Self.keyBeginning, at: place), let label = lineEnd(Self.keyLabel, from: place, within: 80) else {
            return nil
        }
        if nextKeyEnd <= label { nextKeyEnd = keyEnd(from: label) ?? bytes.count }
        let isWhole = nextKeyEnd < bytes.count || bytes.suffix(Self.dashes.count).elementsEqual(Self.dashes)
        let isNear = isWhole && nextKeyEnd - label <= Self.longestKey
        return hide(place..<(isNear ? nextKeyEnd : keyBodyEnd(label)), .privateKey)
    }

    /// Where the next line ends that ends a private key.
    private func keyEnd(from start: Int) -> Int? {
        var place = start
        while place < bytes.count {
            if bytes[place] == UInt8(ascii: "-"), starts(Self.keyEnding, at: place),
                let end = lineEnd(Self.keyLabel, from: place, within: 80)
            {
                return end
            }
            place += 1
        }
        return nil
    }

    private static let longestKey = 32 << 10
    private static let keyBeginning = Array("-----BEGIN ".utf8)
    private static let keyEnding = Array("-----END ".utf8)
    private static let keyLabel = Array("PRIVATE KEY".utf8)
    private static let dashes = Array("-----".utf8)

    /// Where the line of dashes ends that has `label` in it.
    private func lineEnd(_ label: [UInt8], from place: Int, within limit: Int) -> Int? {
        let end = min(bytes.count, place + limit)
        guard let at = (place..<max(place, end)).first(where: { starts(label, at: $0) }) else { return nil }
        guard let close = (at..<min(bytes.count, at + 30)).first(where: { starts(Self.dashes, at: $0) }) else {
            return nil
        }
        return close + Self.dashes.count
    }

    /// Of a key whose end was cut off: everything that can be base64, in lines.
    private func keyBodyEnd(_ start: Int) -> Int {
        bytes[start...].firstIndex { !($0.isToken || $0.isSpace || Self.keySigns.contains($0)) } ?? bytes.count
    }

    private static let keySigns = Array("+/=\\:,".utf8)

    // MARK: Values with a name

    /// `NAME=VALUE`, `"name": "VALUE"`, `Name: VALUE`.
    private mutating func value(after sign: Int) -> Int? {
        guard let shape = nameShape(before: sign) else { return nil }
        var start = sign + 1
        // `:=`, `==`, `=>`
        if start < bytes.count, Self.assignmentSigns.contains(bytes[start]) { start += 1 }
        while start < bytes.count, start - sign < 8, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
        return hideValue(from: start, shape, isFlag: false)
    }

    private static let assignmentSigns = Array("=>".utf8)

    /// `--password VALUE`.
    private mutating func flagValue(after space: Int) -> Int? {
        var start = space
        while start > 0, space - start < 64, bytes[start - 1].isToken { start -= 1 }
        guard space - start > 4, bytes[start] == UInt8(ascii: "-"), bytes[start + 1] == UInt8(ascii: "-"),
            let shape = SecretName.shape(bytes[start..<space])
        else { return nil }
        return hideValue(from: space + 1, shape, isFlag: true)
    }

    /// What the name says that ends before `sign`; it may be in quotes and have blanks behind it.
    private func nameShape(before sign: Int) -> SecretShape? {
        var end = sign
        while end > 0, sign - end < 4, bytes[end - 1] == 0x20 { end -= 1 }
        // A quote, also one that stands escaped in a string.
        if end > 0, bytes[end - 1].isQuote { end -= 1 }
        if end > 0, bytes[end - 1] == UInt8(ascii: "\\") { end -= 1 }
        var start = end
        while start > 0, end - start < 64, bytes[start - 1].isToken || bytes[start - 1] == UInt8(ascii: ".") {
            start -= 1
        }
        return start < end ? SecretName.shape(bytes[start..<end]) : nil
    }

    private mutating func hideValue(from start: Int, _ shape: SecretShape, isFlag: Bool) -> Int? {
        var start = start
        var quote: UInt8?
        if start < bytes.count, bytes[start] == UInt8(ascii: "\\") { start += 1 }
        if start < bytes.count, bytes[start].isQuote {
            quote = bytes[start]
            start += 1
        }
        if shape == .authorization { start = afterScheme(start) }
        guard start < bytes.count, !isHarmless(start, shape) else { return nil }
        if let (end, token) = tokenEnd(at: start) { return hide(start..<end, token) }
        let end = valueEnd(from: start, quote: quote, isHeader: shape == .cookie)
        let value = bytes[start..<end]
        guard value.count >= 4, !SecretWords.isPlain(value, of: shape, isQuoted: quote != nil) else { return nil }
        return hide(start..<end, shape)
    }

    /// `Bearer `, `Basic `, `token `.
    private func afterScheme(_ start: Int) -> Int {
        let word = bytes[start...].prefix(12).prefix { $0.isLetter }
        guard !word.isEmpty, word.endIndex < bytes.count, bytes[word.endIndex] == 0x20 else { return start }
        return word.endIndex + 1
    }

    /// It is a variable, a placeholder, code, or hidden already.
    private func isHarmless(_ start: Int, _ shape: SecretShape) -> Bool {
        switch bytes[start] {
        case UInt8(ascii: "$"), UInt8(ascii: "<"), UInt8(ascii: "{"), UInt8(ascii: "("), UInt8(ascii: "%"),
            UInt8(ascii: "&"):
            true
        case UInt8(ascii: "["): starts(SecretShape.markBeginning, at: start) || shape != .password
        default: bytes[start].isSpace
        }
    }

    private func valueEnd(from start: Int, quote: UInt8?, isHeader: Bool) -> Int {
        var end = start
        while end < bytes.count, end - start < Self.longestValue {
            let byte = bytes[end]
            if byte == 0x0A || byte == 0x0D || byte == quote { break }
            if quote == nil, byte.isQuote { break }
            if quote == nil, !isHeader, byte.isSpace || Self.valueEnds.contains(byte) { break }
            // An escaped quote ends a string that stands in a string.
            if byte == UInt8(ascii: "\\"), end + 1 < bytes.count, bytes[end + 1].isQuote { break }
            end += 1
        }
        return end
    }

    private static let longestValue = 8192
    private static let valueEnds = Array(",;&)}<>|".utf8)

    // MARK: URLs

    /// `scheme://user:PASSWORD@host`, at the colon of the scheme.
    private mutating func password(inURLAt colon: Int) -> Int? {
        guard starts(Self.slashes, at: colon), colon > 0, bytes[colon - 1].isAlphanumeric else { return nil }
        let start = colon + 3
        var separator: Int?
        var at: Int?
        for place in start..<min(bytes.count, start + 512) {
            let byte = bytes[place]
            if byte == UInt8(ascii: "/") || byte.isSpace || byte.isQuote || byte == UInt8(ascii: ",") { break }
            if byte == UInt8(ascii: ":"), separator == nil { separator = place }
            if byte == UInt8(ascii: "@") { at = place }
        }
        guard let separator, let at, separator + 1 < at, !isHarmless(separator + 1, .urlPassword),
            !starts(SecretShape.markBeginning, at: separator + 1)
        else { return nil }
        return hide((separator + 1)..<at, .urlPassword)
    }

    private static let slashes = Array("://".utf8)

    private func starts(_ prefix: [UInt8], at place: Int) -> Bool {
        guard place + prefix.count <= bytes.count else { return false }
        for (offset, byte) in prefix.enumerated() where bytes[place + offset] != byte { return false }
        return true
    }
}

extension UInt8 {
    var isDigit: Bool { (48...57).contains(self) }
    var isLetter: Bool { (65...90).contains(self) || (97...122).contains(self) }
    var isAlphanumeric: Bool { isDigit || isLetter }
    var isUpperOrDigit: Bool { isDigit || (65...90).contains(self) }
    /// Letters, digits, `_` and `-`.
    var isToken: Bool { isAlphanumeric || self == 0x5F || self == 0x2D }
    var isSpace: Bool { self == 0x20 || (9...13).contains(self) }
    var isQuote: Bool { self == 0x22 || self == 0x27 || self == 0x60 }
}
