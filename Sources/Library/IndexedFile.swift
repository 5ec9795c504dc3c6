import GRDB
import Model
import Transcripts

/// What the index knows of a file.
struct IndexedFile: Sendable, Hashable {
    var id: Int64
    var path: String
    var format: TranscriptFormat
    var device: UInt64
    var inode: UInt64
    /// When it was last looked at.
    var size: Int
    var modified: Timestamp
    /// Bytes that are in the index: whole lines.
    var done: Int
    /// A digest of the last of those bytes, by which a file that was written anew is known.
    var tail: Int64
    var conversation: String?
    var directory: String?
    /// Of its last record.
    var at: Timestamp?
    /// It is to leave the index.
    var isGone: Bool

    init(_ file: TranscriptFile) {
        id = 0
        path = file.path
        format = file.format
        device = file.device
        inode = file.inode
        size = file.size
        modified = file.modified
        done = 0
        tail = 0
        isGone = false
    }

    init?(_ row: Row) {
        guard let format = TranscriptFormat(rawValue: row["format"]) else { return nil }
        id = row["id"]
        path = row["path"]
        self.format = format
        device = UInt64(bitPattern: row["device"])
        inode = UInt64(bitPattern: row["inode"])
        size = row["size"]
        modified = Timestamp(milliseconds: row["modified"])
        done = row["done"]
        tail = row["tail"]
        conversation = row["conversation"]
        directory = row["directory"]
        at = (row["at"] as Int64?).map { Timestamp(milliseconds: $0) }
        isGone = row["gone"] == 1
    }

    /// Writes it down; a new one gets its id.
    mutating func save(_ db: Database) throws {
        let values: StatementArguments = [
            path, format.rawValue, Int64(bitPattern: device), Int64(bitPattern: inode), size, modified.milliseconds,
            done, tail, conversation, directory, at?.milliseconds, isGone ? 1 : 0,
        ]
        if id == 0 {
            try db.execute(
                literal: """
                    INSERT INTO search_file (path, format, device, inode, size, modified, done, tail, conversation, \
                    directory, at, gone) VALUES (\(path), \(format.rawValue), 0, 0, 0, 0, 0, 0, NULL, NULL, NULL, 0)
                    """)
            id = db.lastInsertedRowID
        }
        try db.cachedStatement(
            sql: """
                UPDATE search_file SET path = ?, format = ?, device = ?, inode = ?, size = ?, modified = ?, done = ?,
                tail = ?, conversation = ?, directory = ?, at = ?, gone = ? WHERE id = ?
                """
        ).execute(arguments: values + [id])
    }
}
