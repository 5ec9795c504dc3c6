#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// One row of a screen: its text without the sequences, and how its parts are drawn.
struct ScreenRow: Sendable {
    /// From `start` on, up to the next run.
    struct Run: Sendable, Hashable {
        /// Offset in `bytes`.
        var start: Int
        var style: ScreenStyle
    }

    /// UTF-8 as far as the terminal got it right; blanks at the end left out. A NO-BREAK SPACE stays one.
    private(set) var bytes: [UInt8] = []
    /// At least one, in order; the first starts at 0.
    private(set) var runs: [Run] = []
    /// Bytes of blanks before the text; all of them where there is none.
    private(set) var indent = 0

    var isBlank: Bool { indent == bytes.count }

    /// The longest row that is read: 250 cells, each with two colours of its own, are 10 KB.
    private static let limit = 16_384
    /// And the longest text: as many cells of four bytes, and some marks.
    private static let textLimit = 1280

    /// - Parameter style: as the row above left it: tmux writes only what changes, across rows. It is left as this row
    ///   leaves it.
    init(_ line: [UInt8], style: inout ScreenStyle) {
        var current = style
        line.withUnsafeBufferPointer { all in
            let input = UnsafeBufferPointer(rebasing: all.prefix(Self.limit))
            runs.append(Run(start: 0, style: current))
            var at = 0
            bytes.reserveCapacity(input.count)
            while at < input.count, bytes.count < Self.textLimit {
                let next = min(Self.control(in: input, from: at), at + Self.textLimit)
                if next > at {
                    bytes.append(contentsOf: UnsafeBufferPointer(rebasing: input[at..<next]))
                    at = next
                }
                guard at < input.count else { break }
                at = Self.sequence(in: input, from: at, style: &current)
                if let last = runs.last, last.style != current {
                    if last.start == bytes.count { runs.removeLast() }
                    runs.append(Run(start: bytes.count, style: current))
                }
            }
        }
        style = current
        Self.repair(&bytes)
        trim()
    }

    /// Puts one blank in the place of what stands there, as wide as one cell, so that columns stay.
    mutating func blank(from start: Int, to end: Int) {
        bytes.replaceSubrange(start..<end, with: [0x20])
        let removed = end - start - 1
        for index in runs.indices where runs[index].start > start {
            runs[index].start = max(start, runs[index].start - removed)
        }
        trim()
    }

    private mutating func trim() {
        while let last = bytes.last, last == 0x20 { bytes.removeLast() }
        // A NO-BREAK SPACE alone is a blank row as well.
        if bytes == [0xC2, 0xA0] { bytes.removeAll() }
        indent = 0
        while indent < bytes.count, bytes[indent] == 0x20 { indent += 1 }
    }

    /// Where the next sequence begins.
    private static func control(in input: UnsafeBufferPointer<UInt8>, from at: Int) -> Int {
        guard let base = input.baseAddress, let found = memchr(base + at, 0x1B, input.count - at) else {
            return input.count
        }
        return UnsafeRawPointer(base).distance(to: UnsafeRawPointer(found))
    }

    /// The offset after the sequence that begins at `start`. Only SGR means something; a hyperlink's address and
    /// whatever else there may be is passed over, and one that is cut off ends the row.
    private static func sequence(
        in input: UnsafeBufferPointer<UInt8>, from start: Int, style: inout ScreenStyle
    ) -> Int {
        var at = start + 1
        guard at < input.count else { return at }
        switch input[at] {
        case UInt8(ascii: "["):
            at += 1
            let first = at
            while at < input.count, (0x20...0x3F).contains(input[at]) { at += 1 }
            guard at < input.count else { return at }
            if input[at] == UInt8(ascii: "m") { style.apply(UnsafeBufferPointer(rebasing: input[first..<at])) }
            // A byte that ends no sequence is text again.
            return (0x40...0x7E).contains(input[at]) ? at + 1 : at
        case UInt8(ascii: "]"):
            // An OSC ends with BEL or ESC \.
            while at < input.count, input[at] != 0x07, input[at] != 0x1B { at += 1 }
            if at < input.count, input[at] == 0x07 { return at + 1 }
            return at + 1 < input.count && input[at + 1] == UInt8(ascii: "\\") ? at + 2 : at
        case 0x1B: return at
        default: return at + 1
        }
    }
}
