/// What one command printed. Bytes as they came: a screen need not be UTF-8.
package struct TmuxReply: Sendable, Hashable {
    /// The output, each line ended by a line feed.
    package var bytes: [UInt8]
    /// Whether the output was longer than what is kept (16 MB); the rest was thrown away.
    package var isTruncated: Bool

    package init(bytes: [UInt8] = [], isTruncated: Bool = false) {
        self.bytes = bytes
        self.isTruncated = isTruncated
    }

    /// The lines, without their ends.
    package var lines: [[UInt8]] {
        var lines = bytes.split(separator: 0x0a, omittingEmptySubsequences: false).map { Array($0) }
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    /// The output as text, what is not UTF-8 replaced, without the last line's end.
    package var text: String {
        String(decoding: bytes.last == 0x0a ? bytes.dropLast() : bytes[...], as: UTF8.self)
    }
}
