package import Model

/// A folder below which an agent keeps its transcripts.
package struct TranscriptRoot: Sendable, Hashable {
    /// Absolute: `~/.claude/projects`, `~/.codex/sessions`.
    package var path: String
    package var format: TranscriptFormat

    package init(path: String, format: TranscriptFormat) {
        self.path = path
        self.format = format
    }
}

/// A transcript on the disk.
package struct TranscriptFile: Sendable, Hashable {
    package var path: String
    package var format: TranscriptFormat
    package var stamp: UsageStamp

    package init(path: String, format: TranscriptFormat, stamp: UsageStamp) {
        self.path = path
        self.format = format
        self.stamp = stamp
    }

    package var device: UInt64 { stamp.device }
    package var inode: UInt64 { stamp.inode }
    /// Bytes.
    package var size: Int { stamp.size }
    package var modified: Timestamp {
        let (milliseconds, rest) = stamp.modified.quotientAndRemainder(dividingBy: 1_000_000)
        return Timestamp(milliseconds: rest < 0 ? milliseconds - 1 : milliseconds)
    }
}
