#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// JSON in memory that somebody else holds, walked without a copy: for reading gigabytes. Nothing here recurses, and
/// nothing is checked that need not be known: a text may hold any bytes.
struct JSONBytes {
    let base: UnsafePointer<UInt8>
    let count: Int

    init(_ base: UnsafePointer<UInt8>, _ count: Int) {
        self.base = base
        self.count = count
    }

    @inline(__always)
    private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0D || byte == 0x09 || byte == 0x0A }

    @inline(__always)
    func skipBlanks(_ start: Int) -> Int {
        var index = start
        while index < count, isBlank(base[index]) { index += 1 }
        return index
    }

    /// The index after the string that begins at `start`.
    @inline(__always)
    func skipString(_ start: Int) -> Int? {
        var index = start + 1
        while index < count {
            guard let found = memchr(base + index, 0x22, count - index) else { return nil }
            let quote = UnsafeRawPointer(base).distance(to: UnsafeRawPointer(found))
            // A quote after an odd number of backslashes belongs to the text.
            var slashes = quote
            while slashes > start + 1, base[slashes - 1] == 0x5C { slashes -= 1 }
            if (quote - slashes) & 1 == 0 { return quote + 1 }
            index = quote + 1
        }
        return nil
    }

    /// The index after the value that begins at `start`, whatever is inside it.
    func skipValue(_ start: Int) -> Int? {
        guard start < count else { return nil }
        var depth = 0
        var index = start
        while index < count {
            switch base[index] {
            case 0x22:
                guard let end = skipString(index) else { return nil }
                index = end
                if depth == 0 { return index }
            case 0x7B, 0x5B:
                depth += 1
                index += 1
            case 0x7D, 0x5D:
                // The end of what encloses a number or a word.
                if depth == 0 { return index > start ? index : nil }
                depth -= 1
                index += 1
                if depth == 0 { return index }
            case 0x2C where depth == 0: return index > start ? index : nil
            default: index += 1
            }
        }
        return nil
    }

    /// Goes through an object's members.
    ///
    /// - Parameter visit: gets the key without its quotes and where the value begins, and says where it ends; nil ends
    ///   the walk.
    /// - Returns: the index after the object; nil for anything else, half an object among them.
    @inline(__always)
    func walk(_ start: Int, _ visit: (Key, Int) -> Int?) -> Int? {
        guard start < count, base[start] == 0x7B else { return nil }
        var index = skipBlanks(start + 1)
        if index < count, base[index] == 0x7D { return index + 1 }
        while index < count {
            guard base[index] == 0x22, let keyEnd = skipString(index) else { return nil }
            let key = Key(base: base + index + 1, count: keyEnd - index - 2)
            index = skipBlanks(keyEnd)
            guard index < count, base[index] == 0x3A else { return nil }
            guard let end = visit(key, skipBlanks(index + 1)) else { return nil }
            index = skipBlanks(end)
            guard index < count else { return nil }
            if base[index] == 0x7D { return index + 1 }
            guard base[index] == 0x2C else { return nil }
            index = skipBlanks(index + 1)
        }
        return nil
    }

    struct Key {
        let base: UnsafePointer<UInt8>
        let count: Int

        @inline(__always)
        static func ~= (literal: StaticString, key: Key) -> Bool {
            literal.utf8CodeUnitCount == key.count && memcmp(literal.utf8Start, key.base, key.count) == 0
        }
    }

    /// The bytes of the string at `range` without its quotes; nil for anything else.
    @inline(__always)
    func string(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8>? {
        guard range.count >= 2, base[range.lowerBound] == 0x22 else { return nil }
        return UnsafeBufferPointer(start: base + range.lowerBound + 1, count: range.count - 2)
    }

    @inline(__always)
    func isString(_ range: Range<Int>, _ literal: StaticString) -> Bool {
        guard let text = string(range), let start = text.baseAddress else { return false }
        return text.count == literal.utf8CodeUnitCount && memcmp(literal.utf8Start, start, text.count) == 0
    }

    /// A whole number that is not negative; 0 for anything else.
    @inline(__always)
    func number(_ range: Range<Int>) -> Int {
        var end = range.upperBound
        while end > range.lowerBound, isBlank(base[end - 1]) { end -= 1 }
        guard end > range.lowerBound, end - range.lowerBound <= 15 else { return 0 }
        var value = 0
        for index in range.lowerBound..<end {
            let digit = base[index] &- 0x30
            guard digit < 10 else { return 0 }
            value = value * 10 + Int(digit)
        }
        return value
    }
}
