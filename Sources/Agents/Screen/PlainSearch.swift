#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Search by bytes. The standard library's compares characters, in their normal form, and is a hundred times slower:
/// screens are read many times a second, and what is looked for is plain.
extension StringProtocol {
    func begins(_ words: some StringProtocol) -> Bool { utf8.starts(with: words.utf8) }

    func ends(_ words: some StringProtocol) -> Bool { utf8.reversed().starts(with: words.utf8.reversed()) }

    /// A to Z in lower case; other letters as they are.
    func asciiLowercased() -> String {
        String(unsafeUninitializedCapacity: utf8.count) { buffer in
            var count = 0
            for byte in utf8 {
                buffer[count] = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
                count += 1
            }
            return count
        }
    }

    func has(_ words: String) -> Bool { offset(of: words) != nil }

    func has(anyOf list: [String]) -> Bool { list.contains { has($0) } }

    func range(ofBytes words: String) -> Range<Index>? {
        guard let offset = offset(of: words) else { return nil }
        let start = utf8.index(utf8.startIndex, offsetBy: offset)
        return start..<utf8.index(start, offsetBy: words.utf8.count)
    }

    private func offset(of words: String) -> Int? {
        let found = utf8.withContiguousStorageIfAvailable { text in
            words.utf8.withContiguousStorageIfAvailable { words in Self.offset(of: words, in: text) }
        }
        if let found = found ?? nil { return found }
        return Array(utf8).withUnsafeBufferPointer { text in
            Array(words.utf8).withUnsafeBufferPointer { words in Self.offset(of: words, in: text) }
        }
    }

    private static func offset(of words: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>) -> Int? {
        guard let base = text.baseAddress, let first = words.first else { return words.isEmpty ? 0 : nil }
        var at = 0
        while at + words.count <= text.count {
            guard let found = memchr(base + at, Int32(first), text.count - at - words.count + 1) else { return nil }
            at = UnsafeRawPointer(base).distance(to: UnsafeRawPointer(found))
            if words.indices.dropFirst().allSatisfy({ text[at + $0] == words[$0] }) { return at }
            at += 1
        }
        return nil
    }
}
