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
    package var device: UInt64
    package var inode: UInt64
    /// Bytes.
    package var size: Int
    package var modified: Timestamp

    package init(
        path: String, format: TranscriptFormat, device: UInt64, inode: UInt64, size: Int, modified: Timestamp
    ) {
        self.path = path
        self.format = format
        self.device = device
        self.inode = inode
        self.size = size
        self.modified = modified
    }
}
