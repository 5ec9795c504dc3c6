import GRDB
import Model
import Transcripts

/// The tables of the search in `index.db`.
///
/// A text's id is its time: seconds since 1970 × 1,024, and a number among those of that second. So the newest matches
/// are those with the highest ids, which FTS5 gives first without looking at others, and a span of time is a span of
/// ids.
enum SearchTables {
    /// The version of tables and extraction: in another one all is read anew.
    static let version = 2

    static func make(_ db: Database) throws {
        try db.execute(
            sql: """
                DROP VIEW IF EXISTS search_content;
                CREATE TABLE search_file (
                    id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, format TEXT NOT NULL, device INTEGER NOT NULL,
                    inode INTEGER NOT NULL, size INTEGER NOT NULL, modified INTEGER NOT NULL, done INTEGER NOT NULL,
                    tail INTEGER NOT NULL, conversation TEXT, directory TEXT, at INTEGER, gone INTEGER NOT NULL
                );
                CREATE INDEX search_file_conversation ON search_file (conversation);
                CREATE TABLE search_directory (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE);
                CREATE TABLE search_text (
                    id INTEGER PRIMARY KEY, file INTEGER NOT NULL, place INTEGER NOT NULL, role TEXT NOT NULL,
                    directory INTEGER NOT NULL, text TEXT NOT NULL
                );
                CREATE INDEX search_text_file ON search_text (file);
                CREATE VIEW search_content AS
                    SELECT id, text, 'f' || file || ' d' || directory || ' r' || role AS tags FROM search_text;
                CREATE VIRTUAL TABLE search_index USING fts5 (
                    text, tags, content = 'search_content', content_rowid = 'id', columnsize = 0,
                    prefix = '2', tokenize = 'unicode61 remove_diacritics 2'
                );
                """)
    }

    /// Ids of the texts of a second begin here.
    static func id(second: Int64) -> Int64 { min(max(second, 0), latest) << 10 }

    /// A clock that is wrong by centuries must not run out of ids.
    private static let latest: Int64 = 1 << 34

    static func second(ofID id: Int64) -> Int64 { id >> 10 }
}

/// Gives texts their ids.
struct SearchIDs {
    /// Of a second: the next id that may be free.
    private var next: [Int64: Int64] = [:]

    mutating func id(at moment: Timestamp, _ db: Database) throws -> Int64 {
        var start = SearchTables.id(second: moment.milliseconds / 1000)
        var passed: [Int64] = []
        while true {
            let end = start + 1024
            var free = next[start]
            if free == nil {
                let taken = try Int64.fetchOne(
                    db, sql: "SELECT max(id) FROM search_text WHERE id >= ? AND id < ?", arguments: [start, end])
                free = taken.map { $0 + 1 } ?? start
            }
            guard let free, free >= start, free < end else {
                // A second with more texts than fit, or one that was passed before.
                passed.append(start)
                start = free.map { max($0, end) & ~1023 } ?? end
                continue
            }
            next[start] = free + 1
            for second in passed { next[second] = start }
            return free
        }
    }
}
