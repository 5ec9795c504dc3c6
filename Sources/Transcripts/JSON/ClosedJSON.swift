/// The beginning of a JSON object, made whole: what was open is closed, half a member is left out.
enum ClosedJSON {
    /// Deeper nesting than any record's.
    private static let depthLimit = 256

    /// Nil where it cannot be made whole.
    static func object(_ head: ArraySlice<UInt8>) -> [UInt8]? {
        var open: [UInt8] = []
        // Where the text could be cut so that closing what is open then makes it whole.
        var safe: (end: Int, open: [UInt8])?
        var index = head.startIndex
        /// Whether the string that is being read is a member's name.
        var isName = false
        var expectsName = false
        while index < head.endIndex {
            switch head[index] {
            case UInt8(ascii: "\""):
                isName = expectsName
                guard let end = stringEnd(head, index) else {
                    guard !isName, !open.isEmpty else { break }
                    return closed(head[..<textEnd(head, index)], open, inText: true)
                }
                index = end
                if !isName, !open.isEmpty { safe = (index, open) }
                expectsName = false
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                guard open.count < depthLimit else { return finish(head, safe) }
                let isObject = head[index] == UInt8(ascii: "{")
                open.append(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]"))
                expectsName = isObject
                safe = (index + 1, open)
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard open.popLast() == head[index] else { return nil }
                expectsName = false
                if open.isEmpty { return nil }
                safe = (index + 1, open)
            case UInt8(ascii: ","):
                safe = (index, open)
                expectsName = open.last == UInt8(ascii: "}")
            default: break
            }
            index += 1
        }
        return finish(head, safe)
    }

    private static func finish(_ head: ArraySlice<UInt8>, _ safe: (end: Int, open: [UInt8])?) -> [UInt8]? {
        guard let safe else { return nil }
        return closed(head[..<safe.end], safe.open, inText: false)
    }

    private static func closed(_ head: ArraySlice<UInt8>, _ open: [UInt8], inText: Bool) -> [UInt8] {
        Array(head) + (inText ? [UInt8(ascii: "\"")] : []) + open.reversed()
    }

    /// The index after the string that begins at `start`; nil where it does not end.
    private static func stringEnd(_ head: ArraySlice<UInt8>, _ start: Int) -> Int? {
        var index = start + 1
        while index < head.endIndex {
            switch head[index] {
            case UInt8(ascii: "\""): return index + 1
            case UInt8(ascii: "\\"): index += 2
            default: index += 1
            }
        }
        return nil
    }

    /// Where a string that has no end can be cut: not within an escape or a character.
    private static func textEnd(_ head: ArraySlice<UInt8>, _ start: Int) -> Int {
        var index = start + 1
        var last = index
        while index < head.endIndex {
            last = index
            if head[index] == UInt8(ascii: "\\") {
                let isUnicode = index + 1 < head.endIndex && head[index + 1] == UInt8(ascii: "u")
                index += isUnicode ? 6 : 2
            } else {
                let byte = head[index]
                index += byte < 0x80 ? 1 : byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            }
        }
        return index == head.endIndex ? index : last
    }
}
