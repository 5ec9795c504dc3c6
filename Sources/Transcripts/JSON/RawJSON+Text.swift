extension RawJSON {
    /// A string's text as far as `limit` bytes of UTF-8, and how many bytes more it has; nil for anything else.
    ///
    /// What is not as it should be (an unknown escape, half of a surrogate pair, bytes that are no UTF-8) is read as
    /// U+FFFD.
    package func text(limit: Int) -> (text: String, cutBytes: Int)? {
        guard isText, slice.count >= 2, slice.last == UInt8(ascii: "\"") else { return nil }
        return slice.withUnsafeBytes { bytes in
            BoundedText.read(UnsafeRawBufferPointer(rebasing: bytes[1..<bytes.count - 1]), limit: limit)
        }
    }

    /// The JSON itself as text.
    package func source(limit: Int) -> (text: String, cutBytes: Int) { BoundedText.cut(slice, limit: limit) }

    package var integer: Int? {
        let bytes = slice
        guard bytes.count <= 19, let first = bytes.first else { return nil }
        let isNegative = first == UInt8(ascii: "-")
        var value = 0
        let digits = isNegative ? bytes.dropFirst() : bytes
        guard !digits.isEmpty else { return nil }
        for byte in digits {
            guard (0x30...0x39).contains(byte) else { return nil }
            let (product, isOver) = value.multipliedReportingOverflow(by: 10)
            let (sum, isTooMuch) = product.addingReportingOverflow(Int(byte - 0x30))
            guard !isOver, !isTooMuch else { return nil }
            value = sum
        }
        return isNegative ? -value : value
    }
}

enum BoundedText {
    /// The beginning of some bytes, not in the middle of a character.
    static func cut(_ bytes: ArraySlice<UInt8>, limit: Int) -> (text: String, cutBytes: Int) {
        guard bytes.count > limit else { return (String(decoding: bytes, as: UTF8.self), 0) }
        var end = bytes.startIndex + max(0, limit)
        var steps = 0
        while end > bytes.startIndex, steps < 3, bytes[end] & 0xC0 == 0x80 {
            end -= 1
            steps += 1
        }
        return (String(decoding: bytes[..<end], as: UTF8.self), bytes.endIndex - end)
    }

    static func read(_ raw: UnsafeRawBufferPointer, limit: Int) -> (text: String, cutBytes: Int) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(min(raw.count, limit))
        var total = 0
        var index = 0
        while index < raw.count {
            var end = index
            while end < raw.count, raw[end] != UInt8(ascii: "\\") { end += 1 }
            if end > index {
                total += end - index
                let room = limit - bytes.count
                // One byte more than fits, so that `cut` sees whether a character was torn.
                if room >= 0 { bytes.append(contentsOf: raw[index..<min(end, index + min(room, raw.count) + 1)]) }
            }
            guard end < raw.count else { break }
            let (scalar, next) = escape(raw, end + 1)
            let encoded = UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
            total += encoded.count
            if bytes.count <= limit { bytes.append(contentsOf: encoded) }
            index = next
        }
        let (text, cut) = cut(bytes[...], limit: limit)
        return (text, cut + total - bytes.count)
    }

    /// What follows a backslash, and where it ends.
    private static func escape(_ raw: UnsafeRawBufferPointer, _ index: Int) -> (Unicode.Scalar, Int) {
        guard index < raw.count else { return ("\u{FFFD}", index) }
        switch raw[index] {
        case UInt8(ascii: "n"): return ("\n", index + 1)
        case UInt8(ascii: "t"): return ("\t", index + 1)
        case UInt8(ascii: "r"): return ("\r", index + 1)
        case UInt8(ascii: "b"): return ("\u{8}", index + 1)
        case UInt8(ascii: "f"): return ("\u{C}", index + 1)
        case let byte where byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "/"):
            return (Unicode.Scalar(byte), index + 1)
        case UInt8(ascii: "u"):
            guard let unit = unit(raw, index + 1) else { return ("\u{FFFD}", index + 1) }
            let end = index + 5
            if (0xD800...0xDBFF).contains(unit), end + 6 <= raw.count, raw[end] == UInt8(ascii: "\\"),
                raw[end + 1] == UInt8(ascii: "u"), let low = Self.unit(raw, end + 2), (0xDC00...0xDFFF).contains(low)
            {
                return (Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}", end + 6)
            }
            return (Unicode.Scalar(unit) ?? "\u{FFFD}", end)
        default: return ("\u{FFFD}", index)
        }
    }

    /// The four hexadecimal digits of a `\u` escape.
    static func unit(_ raw: UnsafeRawBufferPointer, _ start: Int) -> UInt32? {
        guard start + 4 <= raw.count else { return nil }
        var value: UInt32 = 0
        for index in start..<start + 4 {
            switch raw[index] {
            case 0x30...0x39: value = value << 4 | UInt32(raw[index] - 0x30)
            case 0x41...0x46: value = value << 4 | UInt32(raw[index] - 0x37)
            case 0x61...0x66: value = value << 4 | UInt32(raw[index] - 0x57)
            default: return nil
            }
        }
        return value
    }
}
