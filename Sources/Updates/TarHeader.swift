import Model

/// One block of 512 bytes that begins an entry of a tape archive (POSIX.1-1988 ustar).
struct TarHeader {
    var path: String
    var mode: Int64
    var size: Int64
    /// The type flag: `0` a file, `5` a folder, `x` an extended header.
    var kind: UInt8

    init(_ block: [UInt8]) throws(CcmuxError) {
        guard block.count == TarReader.blockSize, let sum = Self.octal(block[148..<156]) else {
            throw TarReader.refusal("is not a tape archive")
        }
        // The sum is over the header with blanks in the place of the sum.
        var total: Int64 = 8 * 32
        for (index, byte) in block.enumerated() where !(148..<156).contains(index) { total += Int64(byte) }
        guard total == sum else { throw TarReader.refusal("is not a tape archive, or is damaged") }
        guard let mode = Self.octal(block[100..<108]), let size = Self.octal(block[124..<136]) else {
            throw TarReader.refusal("has a header that cannot be read")
        }
        self.mode = mode
        self.size = size
        kind = block[156]
        let name = Self.text(block[0..<100])
        // GNU writes `ustar  ` and has other things where ustar has the first part of the path.
        let isPosix = block[257..<263].elementsEqual([0x75, 0x73, 0x74, 0x61, 0x72, 0])
        let prefix = isPosix ? Self.text(block[345..<500]) : ""
        path = prefix.isEmpty ? name : prefix + "/" + name
    }

    /// Digits, blanks around them; nil for anything else, such as the binary numbers of files over 8 GiB.
    static func octal(_ field: ArraySlice<UInt8>) -> Int64? {
        var value: Int64 = 0
        let digits = field.drop { $0 == 32 }.prefix { $0 != 0 && $0 != 32 }
        guard digits.count <= 20 else { return nil }
        for digit in digits {
            guard (48...55).contains(digit) else { return nil }
            value = value << 3 | Int64(digit - 48)
        }
        return value
    }

    private static func text(_ field: ArraySlice<UInt8>) -> String {
        String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
    }

    /// The records of an extended header: `LENGTH NAME=VALUE\n`, the length counting all of it.
    static func records(_ bytes: [UInt8]) throws(CcmuxError) -> [(name: String, value: String)] {
        var found: [(name: String, value: String)] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let digits = rest.prefix { (48...57).contains($0) }
            guard (1...6).contains(digits.count), let length = Int(String(decoding: digits, as: UTF8.self)),
                length <= rest.count, length > digits.count + 2, rest.dropFirst(digits.count).first == 32
            else { throw TarReader.refusal("has an extended header that cannot be read") }
            let record = rest.prefix(length).dropFirst(digits.count + 1)
            guard record.last == 10, let equals = record.firstIndex(of: UInt8(ascii: "=")) else {
                throw TarReader.refusal("has an extended header that cannot be read")
            }
            let name = String(decoding: record[..<equals], as: UTF8.self)
            found.append((name, String(decoding: record[(equals + 1)...].dropLast(), as: UTF8.self)))
            rest = rest.dropFirst(length)
        }
        return found
    }
}
