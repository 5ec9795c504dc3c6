import GRDB
import Model
import Transcripts

/// Changes of the index; each is one transaction, which carries texts and offsets together.
struct SearchWriter {
    let database: LibraryDatabase

    /// Rows that one transaction takes out.
    private static let removedAtOnce = 1000

    /// Every file that the index knows, and how many texts it has.
    func load() throws(CcmuxError) -> (files: [IndexedFile], texts: Int) {
        try database.read("read what is indexed") { db in
            let files = try Row.fetchAll(db, sql: "SELECT * FROM search_file").compactMap(IndexedFile.init)
            return (files, try Int.fetchOne(db, sql: "SELECT count(*) FROM search_text") ?? 0)
        }
    }

    /// - Returns: the files with their ids.
    func add(_ parts: [SearchPart]) throws(CcmuxError) -> [IndexedFile] {
        try database.write("index conversations") { db in
            var files: [IndexedFile] = []
            var rows: [(id: Int64, text: SearchText, file: Int64)] = []
            var ids = SearchIDs()
            for part in parts {
                var file = part.file
                try file.save(db)
                for text in part.texts {
                    rows.append((try ids.id(at: text.at ?? file.modified, db), text, file.id))
                }
                files.append(file)
            }
            // FTS5 gathers ascending ids in memory, and writes out what it has at each that is lower.
            rows.sort { $0.id < $1.id }
            try insert(rows, db)
            return files
        }
    }

    private func insert(_ rows: [(id: Int64, text: SearchText, file: Int64)], _ db: Database) throws {
        var directories: [String: Int64] = [:]
        let text = try db.cachedStatement(sql: "INSERT INTO search_text VALUES (?, ?, ?, ?, ?, ?)")
        let index = try db.cachedStatement(sql: "INSERT INTO search_index (rowid, text, tags) VALUES (?, ?, ?)")
        for row in rows {
            var directory: Int64 = 0
            if let path = row.text.directory {
                directory = try directories[path] ?? Self.directory(path, db)
                directories[path] = directory
            }
            let role = row.text.role.rawValue
            try text.execute(arguments: [row.id, row.file, row.text.offset, role, directory, row.text.text])
            try index.execute(arguments: [row.id, row.text.text, "f\(row.file) d\(directory) r\(role)"])
        }
    }

    private static func directory(_ path: String, _ db: Database) throws -> Int64 {
        let sql = "SELECT id FROM search_directory WHERE path = ?"
        if let id = try Int64.fetchOne(db, sql: sql, arguments: [path]) { return id }
        try db.execute(sql: "INSERT INTO search_directory (path) VALUES (?)", arguments: [path])
        return db.lastInsertedRowID
    }

    /// Takes texts of a file out, and at last the file itself.
    ///
    /// - Returns: how many texts; whether it is gone now.
    func remove(_ file: IndexedFile) throws(CcmuxError) -> (texts: Int, isGone: Bool) {
        try database.write("take a conversation out of the index") { db in
            try db.execute(sql: "UPDATE search_file SET gone = 1 WHERE id = ?", arguments: [file.id])
            let ids = try Int64.fetchAll(
                db, sql: "SELECT id FROM search_text WHERE file = ? ORDER BY id LIMIT ?",
                arguments: [file.id, Self.removedAtOnce])
            guard let last = ids.last else {
                try db.execute(sql: "DELETE FROM search_file WHERE id = ?", arguments: [file.id])
                return (0, true)
            }
            try db.execute(
                sql: """
                    INSERT INTO search_index (search_index, rowid, text, tags)
                    SELECT 'delete', id, text, tags FROM search_content WHERE id IN
                    (SELECT id FROM search_text WHERE file = ? AND id <= ?) ORDER BY id
                    """, arguments: [file.id, last])
            try db.execute(
                sql: "DELETE FROM search_text WHERE file = ? AND id <= ?", arguments: [file.id, last])
            let isGone = ids.count < Self.removedAtOnce
            if isGone { try db.execute(sql: "DELETE FROM search_file WHERE id = ?", arguments: [file.id]) }
            return (ids.count, isGone)
        }
    }

    /// Throws everything away.
    func clear() throws(CcmuxError) {
        try database.write("clear the index") { db in
            try db.execute(
                sql: """
                    DROP TABLE search_index; DROP TABLE search_text; DROP TABLE search_directory;
                    DROP TABLE search_file;
                    """)
            try SearchTables.make(db)
        }
    }
}
