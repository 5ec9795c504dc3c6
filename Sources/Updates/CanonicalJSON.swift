/// JSON of which each value has one spelling only, so that what reads it by other means (sed in `install.sh`) cannot
/// see anything else in it.
///
/// RFC 8259, narrowed: no blanks between tokens, members sorted by the bytes of their names and none twice, numbers
/// are whole and not negative, and in strings nothing is escaped but `"`, `\` and control characters, by the short
/// escape where there is one and else `\u00xx` in lowercase. That is what Python's
/// `json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)` writes.
enum CanonicalJSON: Hashable {
    case object([String: CanonicalJSON])
    case array([CanonicalJSON])
    case string(String)
    case number(Int64)
    case bool(Bool)
    case null

    /// Where and why reading stopped.
    struct Fault: Error, Hashable {
        var offset: Int
        var reason: String
    }

    /// How deep objects and arrays may lie in each other.
    static let deepest = 8

    /// Reads `bytes` whole. The caller bounds their number.
    static func parse(_ bytes: [UInt8]) throws(Fault) -> CanonicalJSON {
        var reader = CanonicalJSONReader(bytes)
        let value = try reader.value(depth: 0)
        try reader.end()
        return value
    }
}

private struct CanonicalJSONReader {
    private let bytes: [UInt8]
    private var index = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private func fault(_ reason: String) -> CanonicalJSON.Fault { .init(offset: index, reason: reason) }

    func end() throws(CanonicalJSON.Fault) {
        if index != bytes.count { throw fault("there is more behind the value") }
    }

    private mutating func take(_ character: UInt8) -> Bool {
        guard next == character else { return false }
        index += 1
        return true
    }

    private mutating func demand(_ text: StaticString) throws(CanonicalJSON.Fault) {
        let wanted = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        guard bytes[index...].starts(with: wanted) else { throw fault("\(text) was expected") }
        index += wanted.count
    }

    mutating func value(depth: Int) throws(CanonicalJSON.Fault) -> CanonicalJSON {
        guard depth < CanonicalJSON.deepest else { throw fault("it is nested too deeply") }
        switch next {
        case UInt8(ascii: "{"): return try object(depth: depth + 1)
        case UInt8(ascii: "["): return try array(depth: depth + 1)
        case UInt8(ascii: "\""): return .string(try string())
        case let digit? where Self.isDigit(digit): return .number(try number())
        case UInt8(ascii: "t"):
            try demand("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try demand("false")
            return .bool(false)
        case UInt8(ascii: "n"):
            try demand("null")
            return .null
        default: throw fault("a value was expected")
        }
    }

    private mutating func object(depth: Int) throws(CanonicalJSON.Fault) -> CanonicalJSON {
        index += 1
        var members: [String: CanonicalJSON] = [:]
        var last: String?
        if take(UInt8(ascii: "}")) { return .object(members) }
        repeat {
            let name = try string()
            if let last, !last.utf8.lexicographicallyPrecedes(name.utf8) {
                throw fault(last == name ? "a member is there twice" : "members are not sorted")
            }
            try demand(":")
            members[name] = try value(depth: depth)
            last = name
        } while take(UInt8(ascii: ","))
        try demand("}")
        return .object(members)
    }

    private mutating func array(depth: Int) throws(CanonicalJSON.Fault) -> CanonicalJSON {
        index += 1
        var elements: [CanonicalJSON] = []
        if take(UInt8(ascii: "]")) { return .array(elements) }
        repeat { elements.append(try value(depth: depth)) } while take(UInt8(ascii: ","))
        try demand("]")
        return .array(elements)
    }

    private mutating func number() throws(CanonicalJSON.Fault) -> Int64 {
        var value: Int64 = 0
        let begin = index
        while let digit = next, Self.isDigit(digit) {
            guard index - begin < 18 else { throw fault("the number is too large") }
            value = value * 10 + Int64(digit - UInt8(ascii: "0"))
            index += 1
        }
        guard index - begin == 1 || bytes[begin] != UInt8(ascii: "0") else { throw fault("a number begins with 0") }
        return value
    }

    private mutating func string() throws(CanonicalJSON.Fault) -> String {
        try demand("\"")
        var text: [UInt8] = []
        while let byte = next, byte != UInt8(ascii: "\"") {
            index += 1
            switch byte {
            case UInt8(ascii: "\\"): text.append(try escaped())
            case 0..<0x20: throw fault("a control character stands in a string")
            default: text.append(byte)
            }
        }
        try demand("\"")
        guard let string = String(validating: text, as: UTF8.self) else { throw fault("a string is not UTF-8") }
        return string
    }

    private mutating func escaped() throws(CanonicalJSON.Fault) -> UInt8 {
        guard let letter = next else { throw fault("a string does not end") }
        index += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): return letter
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "n"): return 0x0a
        case UInt8(ascii: "f"): return 0x0c
        case UInt8(ascii: "r"): return 0x0d
        case UInt8(ascii: "u"): break
        default: throw fault("something is escaped that need not be")
        }
        try demand("00")
        let short: Set<UInt8> = [0x08, 0x09, 0x0a, 0x0c, 0x0d]
        let digits = bytes[index...].prefix(2)
        guard let code = HexText.bytes(String(decoding: digits, as: UTF8.self))?.first, code < 0x20,
            !short.contains(code), HexText.of([code]).utf8.elementsEqual(digits)
        else { throw fault("something is escaped that need not be") }
        index += 2
        return code
    }
}
