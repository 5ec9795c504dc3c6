import Agents
import Delivery
import Model
import Platform

/// Follows a transcript from a place on, for what it says of prompts.
struct TraceReader {
    let path: String
    /// Up to where it was read, in bytes: the beginning of a line.
    private var offset: Int
    private var stamp: FileStamp?
    private(set) var records: [DeliveryLedger.Record] = []

    /// Bytes that are read at once, and the longest line that counts.
    private static let chunk = 16 << 20
    /// Of a transcript that is met in the middle only so much of its end is read.
    private static let reach = 256 << 20

    init(path: String, from offset: Int) {
        self.path = path
        let size = Int(Files.stamp(of: path)?.size ?? 0)
        self.offset = max(min(offset, size), size - Self.reach, 0)
    }

    /// Takes what has been written since. True when there was something.
    mutating func read(_ kind: any AgentKind) -> Bool {
        guard let stamp = Files.stamp(of: path), stamp != self.stamp else { return false }
        if let before = self.stamp, before.inode != stamp.inode || Int(stamp.size) < offset {
            // Written anew.
            offset = 0
        }
        self.stamp = stamp
        let count = records.count
        while let bytes = Files.part(of: path, from: offset, count: Self.chunk), !bytes.isEmpty {
            let taken = take(bytes, kind)
            // A line that is still being written, or one that is longer than anything that counts.
            guard taken > 0 || bytes.count == Self.chunk else { break }
            offset += taken > 0 ? taken : bytes.count
        }
        return records.count > count
    }

    /// Whole lines; the bytes that they were.
    private mutating func take(_ bytes: [UInt8], _ kind: any AgentKind) -> Int {
        var start = 0
        while start < bytes.count {
            guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) else { break }
            for trace in kind.promptTraces(in: bytes[start..<end]) {
                records.append(DeliveryLedger.Record(trace, position: offset + start))
            }
            start = end + 1
        }
        return start
    }
}
