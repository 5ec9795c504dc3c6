/// A transcript's lines, newest first. The first may be half a line, since it is read from somewhere in the middle of a
/// file, and so may the last, since the agent may be writing it.
package struct TranscriptLines: Sequence, IteratorProtocol {
    private var rest: ArraySlice<UInt8>

    package init(_ tail: ArraySlice<UInt8>) { rest = tail }

    package mutating func next() -> ArraySlice<UInt8>? {
        while !rest.isEmpty {
            let start = rest.withUnsafeBytes { bytes in
                var index = bytes.count
                while index > 0, bytes[index - 1] != UInt8(ascii: "\n") { index -= 1 }
                return index
            }
            let line = rest.dropFirst(start)
            rest = rest.prefix(Swift.max(0, start - 1))
            if !line.isEmpty { return line }
        }
        return nil
    }
}
