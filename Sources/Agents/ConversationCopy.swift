package import Model
import Platform

/// A copy of a conversation under another uuid: the whole lines that are there at this moment, with the values changed
/// that name it. The original is only read; its agent may go on writing.
package struct ConversationCopy: Sendable {
    package var original: String
    package var from: ConversationID
    package var to: ConversationID
    /// Where the copy is to lie.
    package var path: String
    /// The directory that the copy's agent is to work in, links resolved.
    package var directory: String

    package init(original: String, from: ConversationID, to: ConversationID, path: String, directory: String) {
        self.original = original
        self.from = from
        self.to = to
        self.path = path
        self.directory = directory
    }

    /// A longer first line is copied as any other.
    private static let longestFirstLine = 16 << 20

    /// Makes it, off whatever actor asks: a transcript may have gigabytes.
    ///
    /// - Throws: when the original holds no whole line, or something cannot be read or written; then there is no copy.
    @concurrent
    package func make(_ habits: any ConversationHabits) async throws(CcmuxError) {
        let end = Files.endOfLines(of: original)
        guard end > 0 else {
            throw CcmuxError(.refused, "There is nothing to copy: \(original) holds no whole line.")
        }
        if let folder = path.lastIndex(of: "/") {
            try Files.makeFolder(String(path[..<folder]))
            Files.removeUnfinished(in: String(path[..<folder]))
        }
        try Files.make(path) { sink throws(CcmuxError) in
            var change = ConversationChange(from: from, to: to, keys: habits.conversationKeys)
            let head = firstLine(before: end)
            if let head {
                var alone = change
                let line = alone.feed(head) + alone.finish()
                try sink(habits.firstLine(ofCopy: line[...], from: from, directory: directory)[...])
            }
            try Files.blocks(of: original, from: head?.count ?? 0, to: end) { block throws(CcmuxError) in
                try sink(change.feed(block)[...])
                return true
            }
            try sink(change.finish()[...])
        }
    }

    /// With its line feed.
    private func firstLine(before end: Int) -> ArraySlice<UInt8>? {
        guard let bytes = Files.part(of: original, from: 0, count: min(end, Self.longestFirstLine)),
            let feed = bytes.firstIndex(of: UInt8(ascii: "\n"))
        else { return nil }
        return bytes[...feed]
    }
}

/// Changes a uuid where it is the whole value of certain keys, in a stream of bytes; all else stays as it is, broken
/// lines and what is said in texts among them. Old and new are equally long.
package struct ConversationChange: Sendable {
    private let old: [UInt8]
    private let new: [UInt8]
    private let keys: [[UInt8]]
    /// How far to go on from each byte that stands where the needle's last one would.
    private let steps: [Int]
    /// Bytes whose fate may depend on what follows, behind some that are written already.
    private var held: [UInt8] = []
    private var written = 0

    /// So many bytes before a value are looked at for its key.
    private static let reach = 64

    package init(from: ConversationID, to: ConversationID, keys: Set<String>) {
        old = Array("\"\(from.text)\"".utf8)
        new = Array("\"\(to.text)\"".utf8)
        var steps = [Int](repeating: old.count, count: 256)
        for (index, byte) in old.dropLast().enumerated() { steps[Int(byte)] = old.count - 1 - index }
        self.steps = steps
        self.keys = keys.sorted().map { Array("\"\($0)\"".utf8) }
    }

    /// - Returns: what can be written now.
    package mutating func feed(_ bytes: some Collection<UInt8>) -> [UInt8] {
        held += bytes
        return take(upTo: max(written, held.count - (old.count - 1)))
    }

    /// - Returns: the rest.
    package mutating func finish() -> [UInt8] { take(upTo: held.count) }

    private mutating func take(upTo end: Int) -> [UInt8] {
        var place = written
        while let found = firstPlace(from: place) {
            if isValue(found) { held.replaceSubrange(found..<(found + old.count), with: new) }
            place = found + old.count
        }
        let result = Array(held[written..<end])
        let kept = max(0, end - Self.reach)
        held.removeFirst(kept)
        written = end - kept
        return result
    }

    /// Horspool's search: of a needle of 38 bytes it looks at a few bytes in a hundred.
    private func firstPlace(from start: Int) -> Int? {
        held.withUnsafeBufferPointer { bytes in
            var place = start
            let last = old.count - 1
            while place + last < bytes.count {
                let byte = bytes[place + last]
                if byte == old[last], bytes[place] == old[0], bytes[place..<(place + last)].elementsEqual(old[..<last])
                {
                    return place
                }
                place += steps[Int(byte)]
            }
            return nil
        }
    }

    /// Before it stand a colon and one of the keys. A quote in a text has a backslash before it, so that no text can
    /// look like this.
    private func isValue(_ start: Int) -> Bool {
        func skipped(_ index: Int) -> Int {
            var index = index
            while index > 0, held[index - 1] == 0x20 { index -= 1 }
            return index
        }
        let colon = skipped(start)
        guard colon > 0, held[colon - 1] == UInt8(ascii: ":") else { return false }
        let key = held[..<skipped(colon - 1)]
        return keys.contains { name in
            guard key.suffix(name.count).elementsEqual(name) else { return false }
            return key.dropLast(name.count).last != UInt8(ascii: "\\")
        }
    }
}
