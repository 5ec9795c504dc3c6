extension RawJSON {
    /// The longest text that comes whole, in bytes of UTF-8.
    package static let wholeLimit = 4 << 20

    /// All of a string; nil for anything else, for one that is longer than `wholeLimit`, and for one that is no text.
    ///
    /// Read in one go over its bytes. Half of a surrogate pair is read as U+FFFD, as agents themselves write it.
    package var wholeText: String? {
        guard isText, slice.count >= 2, slice.last == UInt8(ascii: "\"") else { return nil }
        return slice.withUnsafeBytes { bytes in
            let inner = UnsafeRawBufferPointer(rebasing: bytes[1..<bytes.count - 1])
            guard !inner.isEmpty else { return "" }
            // The most that can be saved is a `\u0061` for one byte.
            guard inner.count <= Self.wholeLimit * 6, let text = Unescaped(inner, limit: Self.wholeLimit)?.bytes else {
                return nil
            }
            return String(validating: text, as: UTF8.self)
        }
    }
}

/// The bytes that a JSON string stands for.
private struct Unescaped {
    private(set) var bytes: [UInt8] = []

    init?(_ raw: UnsafeRawBufferPointer, limit: Int) {
        bytes.reserveCapacity(min(raw.count, limit))
        var index = 0
        while index < raw.count {
            let start = index
            while index < raw.count, raw[index] != UInt8(ascii: "\\") { index += 1 }
            bytes.append(contentsOf: raw[start..<index])
            guard bytes.count <= limit else { return nil }
            guard index < raw.count else { return }
            guard let next = escape(raw, index + 1) else { return nil }
            index = next
        }
        guard bytes.count <= limit else { return nil }
    }

    /// Takes what follows a backslash, and returns where it ends.
    private mutating func escape(_ raw: UnsafeRawBufferPointer, _ index: Int) -> Int? {
        guard index < raw.count else { return nil }
        switch raw[index] {
        case UInt8(ascii: "n"): bytes.append(0x0A)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "r"): bytes.append(0x0D)
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "f"): bytes.append(0x0C)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(raw[index])
        case UInt8(ascii: "u"):
            guard let unit = BoundedText.unit(raw, index + 1) else { return nil }
            return character(unit, raw, index + 5)
        default: return nil
        }
        return index + 1
    }

    /// Takes a `\uXXXX`, and the second half of its pair where there is one.
    private mutating func character(_ unit: UInt32, _ raw: UnsafeRawBufferPointer, _ end: Int) -> Int {
        if (0xD800...0xDBFF).contains(unit), end + 6 <= raw.count, raw[end] == UInt8(ascii: "\\"),
            raw[end + 1] == UInt8(ascii: "u"), let low = BoundedText.unit(raw, end + 2), (0xDC00...0xDFFF).contains(low)
        {
            append(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
            return end + 6
        }
        append(unit)
        return end
    }

    private mutating func append(_ value: UInt32) {
        bytes.append(contentsOf: (Unicode.Scalar(value) ?? "\u{FFFD}").utf8)
    }
}

extension Unicode.Scalar {
    /// Its bytes in UTF-8.
    fileprivate var utf8: UTF8.EncodedScalar { UTF8.encode(self) ?? UTF8.encodedReplacementCharacter }
}
