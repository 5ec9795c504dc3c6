package import Model

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A JSON value as it lies in a transcript's line, read only as far as it is asked.
///
/// A line may have megabytes of which a few words count, and lines are written by programs that we do not know: nothing
/// here recurses, and nothing is decoded that was not asked for.
package struct RawJSON {
    private let bytes: ArraySlice<UInt8>

    /// A line; blanks around it do not count.
    package init(_ line: ArraySlice<UInt8>) {
        var line = line
        while let last = line.last, Self.isBlank(last) { line = line.dropLast() }
        while let first = line.first, Self.isBlank(first) { line = line.dropFirst() }
        bytes = line
    }

    /// The wanted members of an object; nil for anything else, half an object among them.
    package func members(_ wanted: Set<String>) -> [String: RawJSON]? {
        var found: [String: RawJSON] = [:]
        let isWhole = bytes.withUnsafeBytes { buffer in
            Self.walk(buffer, from: UInt8(ascii: "{"), to: UInt8(ascii: "}")) { key, value in
                guard let key else { return false }
                let name = String(decoding: buffer[key], as: UTF8.self)
                if wanted.contains(name) { found[name] = RawJSON(slice(value)) }
                return true
            }
        }
        return isWhole ? found : nil
    }

    /// An array's elements, at most 1,000; empty for anything else.
    package var elements: [RawJSON] {
        var found: [RawJSON] = []
        let isWhole = bytes.withUnsafeBytes { buffer in
            Self.walk(buffer, from: UInt8(ascii: "["), to: UInt8(ascii: "]")) { _, value in
                found.append(RawJSON(slice(value)))
                return found.count <= 1000
            }
        }
        return isWhole ? found : []
    }

    package var isText: Bool { bytes.first == UInt8(ascii: "\"") }

    /// The text of a string, of a very long one only its beginning.
    package var text: String? {
        guard isText else { return nil }
        if bytes.count <= Self.textLimit { return (value?.string) }
        // Cut where no escape and no character is torn apart: the decoder would refuse the rest as well.
        var end = bytes.startIndex + Self.textLimit
        while end > bytes.startIndex + 1, bytes[end - 1] == UInt8(ascii: "\\") || bytes[end] & 0xC0 == 0x80 { end -= 1 }
        for cut in [end, end - 6, end - 12] where cut > bytes.startIndex {
            if let text = RawJSON(bytes[..<cut] + [UInt8(ascii: "\"")]).value?.string { return text }
        }
        return nil
    }

    /// Its bytes, a string's with its quotes.
    package var slice: ArraySlice<UInt8> { bytes }

    /// All of a small value.
    package var value: JSONValue? {
        guard bytes.count <= Self.textLimit + 8 else { return nil }
        return try? JSONDecoder().decode(JSONValue.self, from: Data(bytes))
    }

    package var isTrue: Bool { bytes.elementsEqual("true".utf8) }

    private static let textLimit = 65_536

    private func slice(_ range: Range<Int>) -> ArraySlice<UInt8> {
        bytes[(bytes.startIndex + range.lowerBound)..<(bytes.startIndex + range.upperBound)]
    }
}

extension RawJSON {
    /// Goes through an object's or an array's members.
    ///
    /// - Parameter visit: gets where the key is without its quotes (nil in an array), and the value; false ends the walk.
    /// - Returns: whether this is one whole object or array, with nothing after it.
    private static func walk(
        _ bytes: UnsafeRawBufferPointer, from opening: UInt8, to closing: UInt8,
        _ visit: (Range<Int>?, Range<Int>) -> Bool
    ) -> Bool {
        guard bytes.first == opening else { return false }
        var index = skipBlanks(bytes, 1)
        if index < bytes.count, bytes[index] == closing { return index + 1 == bytes.count }
        while index < bytes.count {
            var key: Range<Int>?
            if opening == UInt8(ascii: "{") {
                guard bytes[index] == UInt8(ascii: "\""), let end = skipString(bytes, index) else { return false }
                key = (index + 1)..<(end - 1)
                index = skipBlanks(bytes, end)
                guard index < bytes.count, bytes[index] == UInt8(ascii: ":") else { return false }
                index = skipBlanks(bytes, index + 1)
            }
            guard let end = skipValue(bytes, index), visit(key, index..<end) else { return false }
            index = skipBlanks(bytes, end)
            guard index < bytes.count else { return false }
            if bytes[index] == closing { return index + 1 == bytes.count }
            guard bytes[index] == UInt8(ascii: ",") else { return false }
            index = skipBlanks(bytes, index + 1)
        }
        return false
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private static func skipBlanks(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int {
        var index = start
        while index < bytes.count, isBlank(bytes[index]) { index += 1 }
        return index
    }

    /// The index after the string that begins at `start`: a quote ends it that has an even number of backslashes before.
    private static func skipString(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int? {
        guard let base = bytes.baseAddress else { return nil }
        var index = start + 1
        while index < bytes.count {
            guard let found = memchr(base + index, 0x22, bytes.count - index) else { return nil }
            let quote = base.distance(to: UnsafeRawPointer(found))
            var first = quote
            while first > index, bytes[first - 1] == UInt8(ascii: "\\") { first -= 1 }
            index = quote + 1
            if (quote - first) % 2 == 0 { return index }
        }
        return nil
    }

    /// The index after the value that begins at `start`, whatever is inside it.
    private static func skipValue(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int? {
        guard start < bytes.count else { return nil }
        var depth = 0
        var index = start
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                guard let end = skipString(bytes, index) else { return nil }
                index = end
                if depth == 0 { return index }
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                index += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                // The end of what encloses a number or a word.
                if depth == 0 { return index > start ? index : nil }
                depth -= 1
                index += 1
                if depth == 0 { return index }
            case UInt8(ascii: ",") where depth == 0: return index > start ? index : nil
            default: index += 1
            }
        }
        return nil
    }
}
