import Model
import Platform
import Transcripts

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The next part of a file that the index does not have.
struct SearchPart {
    /// The file as it is once the part is in the index.
    var file: IndexedFile
    var texts: [SearchText] = []
    /// Bytes that were read.
    var bytes = 0
    var longLines = 0
    /// There is nothing more, but half a line perhaps.
    var isLast = false

    /// Bytes that are read at once.
    static let block = 1 << 20
    /// A longer line is passed over.
    static let longestLine = 8 << 20

    /// - Returns: nil where the file cannot be read.
    init?(of known: IndexedFile, size: Int) {
        file = known
        var length = min(Self.block, size - known.done)
        while length > 0 {
            guard let read = Files.part(of: file.path, from: known.done, count: length) else { return nil }
            bytes += read.count
            if let end = SearchBytes.endOfLines(read) {
                take(read[..<end], size)
                return
            }
            guard read.count == length else { break }
            guard known.done + length < size else { break }
            guard length < Self.longestLine else {
                passLongLine(size)
                return
            }
            length = min(Self.longestLine, length * 2, size - known.done)
        }
        isLast = true
        file.size = size
    }

    private mutating func take(_ lines: ArraySlice<UInt8>, _ size: Int) {
        var reader = SearchTextReader(format: file.format)
        reader.conversation = file.conversation.flatMap { ConversationID($0) }
        reader.directory = file.directory
        reader.at = file.at
        reader.read(lines, at: file.done)
        texts = reader.takeTexts()
        file.conversation = reader.conversation?.text
        file.directory = reader.directory
        file.at = reader.at
        advance(to: file.done + lines.count, after: lines, size)
    }

    private mutating func advance(to end: Int, after bytes: ArraySlice<UInt8>, _ size: Int) {
        file.done = end
        file.tail = SearchBytes.digest(bytes.suffix(SearchBytes.digested))
        isLast = end >= size
        // Until all is read it is another size than the file's, so that it counts as behind.
        file.size = min(end, size)
    }

    /// Goes on after a line that is too long; waits where its end is not written yet.
    private mutating func passLongLine(_ size: Int) {
        var place = file.done + Self.longestLine
        while place < size, let read = Files.part(of: file.path, from: place, count: Self.block), !read.isEmpty {
            bytes += read.count
            if let end = SearchBytes.endOfFirstLine(read) {
                longLines = 1
                let before = Files.part(
                    of: file.path, from: max(0, place + end - SearchBytes.digested), count: SearchBytes.digested)
                return advance(to: place + end, after: (before ?? [])[...], size)
            }
            place += read.count
        }
        isLast = true
        file.size = size
    }
}

enum SearchBytes {
    /// False only where it is certain that there is no such file.
    static func isThere(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 || errno != ENOENT && errno != ENOTDIR
    }

    /// How many bytes before the end of what was read are remembered by their digest.
    static let digested = 256

    /// FNV-1a; it tells a file that was written anew from one that has grown.
    static func digest(_ bytes: ArraySlice<UInt8>) -> Int64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return Int64(bitPattern: hash)
    }

    /// After the last line feed.
    static func endOfLines(_ bytes: [UInt8]) -> Int? {
        bytes.withUnsafeBufferPointer { buffer in
            var index = buffer.count
            while index > 0, buffer[index - 1] != 0x0A { index -= 1 }
            return index > 0 ? index : nil
        }
    }

    /// After the first line feed.
    static func endOfFirstLine(_ bytes: [UInt8]) -> Int? {
        bytes.withUnsafeBufferPointer { buffer in
            var index = 0
            while index < buffer.count, buffer[index] != 0x0A { index += 1 }
            return index < buffer.count ? index + 1 : nil
        }
    }
}
