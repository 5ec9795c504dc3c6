import GRDB
package import Model
import Platform
import Synchronization

extension SearchLibrary {
    /// Of more matches only so many, the newest, are ranked.
    static let ranked = 500
    /// Bytes of a text that count for its rank.
    private static let weighed = 4096
    /// Up to so many texts are counted to find out how rare a word is.
    private static let counted = 2000
    /// Words of a snippet.
    private static let snippetWords = 24

    /// The best texts for a query.
    ///
    /// - Throws: `.invalid` for a query without a word; `.refused` where nothing is indexed.
    package nonisolated func find(_ request: SearchRequest, now: Timestamp) throws(CcmuxError) -> SearchPage {
        guard settings.enabled else { throw Self.off }
        let query = try SearchQuery(request.query)
        let start = ContinuousClock.now
        let (texts, behind) = board.withLock { ($0.texts, $0.behind) }
        var page = try database.read("search") { db in
            guard let tags = try Self.tags(request, db) else { return SearchPage(hits: [], matches: 0) }
            var candidates = try Self.candidates(query, request, tags, db)
            let isPartial = candidates.count > Self.ranked
            if isPartial { candidates.removeLast() }
            let weights = try Self.weights(query, texts, db)
            let ranking = SearchRanking(query: query, weights: weights, now: now)
            let best = ranking.best(candidates, limit: min(max(request.limit, 1), SearchRequest.most))
            let snippets = try Self.snippets(of: best.map(\.candidate.id), query.match(tags: tags), db)
            let hits = try best.compactMap { try Self.hit($0.candidate, $0.score, snippets[$0.candidate.id], db) }
            return SearchPage(hits: hits, matches: candidates.count, isPartial: isPartial)
        }
        page.behind = behind
        page.milliseconds = ((ContinuousClock.now - start) / .milliseconds(1) * 100).rounded() / 100
        return page
    }

    /// The tags of which one must be there, for each thing that is asked for; nil where nothing can match.
    private static func tags(_ request: SearchRequest, _ db: Database) throws -> [[String]]? {
        var tags: [[String]] = []
        if let role = request.role { tags.append(["r\(role.rawValue.filter(\.isLetter))"]) }
        if let conversation = request.conversation {
            let files = try Int64.fetchAll(
                db, sql: "SELECT id FROM search_file WHERE conversation = ? LIMIT 1000", arguments: [conversation.text])
            tags.append(files.map { "f\($0)" })
        }
        if let path = request.directory {
            let below = path.hasSuffix("/") ? path : path + "/"
            let directories = try Int64.fetchAll(
                db, sql: "SELECT id FROM search_directory WHERE path = ? OR substr(path, 1, ?) = ? LIMIT 1000",
                arguments: [path, below.unicodeScalars.count, below])
            tags.append(directories.map { "d\($0)" })
        }
        return tags.contains { $0.isEmpty } ? nil : tags
    }

    /// The newest texts that match, newest first, one more than are ranked where there are more.
    private static func candidates(
        _ query: SearchQuery, _ request: SearchRequest, _ tags: [[String]], _ db: Database
    ) throws -> [SearchCandidate] {
        let first = request.since.map { SearchTables.id(second: $0.milliseconds / 1000) } ?? 0
        let last = request.until.map { SearchTables.id(second: $0.milliseconds / 1000 + 1) - 1 } ?? Int64.max
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT t.id, t.file, t.role, length(t.text), substr(CAST(t.text AS BLOB), 1, \(weighed)) FROM
                (SELECT rowid FROM search_index WHERE search_index MATCH ? AND rowid BETWEEN ? AND ?
                ORDER BY rowid DESC LIMIT ?) AS found CROSS JOIN search_text t ON t.id = found.rowid
                """, arguments: [query.match(tags: tags), first, last, ranked + 1])
        var candidates: [SearchCandidate] = []
        while let row = try rows.next() {
            candidates.append(
                SearchCandidate(
                    id: row[0], file: row[1], role: SearchRole(rawValue: row[2]), length: row[3],
                    head: try row.withUnsafeData(atIndex: 4) { $0.map { [UInt8]($0) } ?? [] }))
        }
        return candidates
    }

    /// How much each word says: the rarer, the more.
    private static func weights(_ query: SearchQuery, _ texts: Int, _ db: Database) throws -> [Double] {
        guard query.wanted.count > 1 else { return [1] }
        return try query.wanted.map { term in
            let count = try Int.fetchOne(
                db,
                sql: """
                    SELECT count(*) FROM
                    (SELECT rowid FROM search_index WHERE search_index MATCH ? LIMIT \(counted))
                    """, arguments: [SearchQuery.match(term)])
            return SearchRanking.weight(count: count ?? 0, of: texts)
        }
    }

    /// In one pass over the matches: with each way to one row a prefix would be looked up anew.
    private static func snippets(of ids: [Int64], _ match: String, _ db: Database) throws -> [Int64: String] {
        guard let first = ids.min(), let last = ids.max() else { return [:] }
        let list = ids.map(String.init).joined(separator: ", ")
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT rowid, snippet(search_index, 0, char(2), char(3), '…', \(snippetWords)) FROM search_index
                WHERE search_index MATCH ? AND rowid BETWEEN ? AND ? AND +rowid IN (\(list)) ORDER BY rowid DESC
                """, arguments: [match, first, last])
        return Dictionary(rows.map { ($0[0], $0[1]) }) { a, _ in a }
    }

    private static func hit(
        _ candidate: SearchCandidate, _ score: Double, _ snippet: String?, _ db: Database
    ) throws -> SearchHit? {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT f.path, f.format, f.conversation, f.at, t.place, d.path AS directory FROM search_text t
                JOIN search_file f ON f.id = t.file LEFT JOIN search_directory d ON d.id = t.directory WHERE t.id = ?
                """, arguments: [candidate.id])
        guard let snippet, let row else { return nil }
        var hit = SearchHit(
            path: row["path"], format: row["format"], role: candidate.role, offset: row["place"],
            snippet: SearchSnippet.pieces(snippet), score: (score * 1000).rounded() / 1000)
        hit.conversation = row["conversation"]
        hit.directory = row["directory"]
        hit.at = Timestamp(milliseconds: SearchTables.second(ofID: candidate.id) * 1000)
        return hit
    }
}

/// A text that matches.
struct SearchCandidate: Sendable {
    var id: Int64
    var file: Int64
    var role: SearchRole
    /// Characters.
    var length: Int
    /// Its beginning.
    var head: [UInt8]

    var at: Timestamp { Timestamp(milliseconds: SearchTables.second(ofID: id) * 1000) }
}

/// Snippets as FTS5 gives them, with U+0002 and U+0003 around what was looked for: no text has these.
enum SearchSnippet {
    static func pieces(_ text: String) -> [SearchPiece] {
        var pieces: [SearchPiece] = []
        var rest = text[...]
        while let start = rest.unicodeScalars.firstIndex(of: "\u{2}") {
            append(rest[..<start], isHit: false, to: &pieces)
            rest = rest[rest.unicodeScalars.index(after: start)...]
            let end = rest.unicodeScalars.firstIndex(of: "\u{3}") ?? rest.endIndex
            append(rest[..<end], isHit: true, to: &pieces)
            rest = end < rest.endIndex ? rest[rest.unicodeScalars.index(after: end)...] : rest[end...]
        }
        append(rest, isHit: false, to: &pieces)
        return pieces
    }

    private static func append(_ text: Substring, isHit: Bool, to pieces: inout [SearchPiece]) {
        guard !text.isEmpty else { return }
        pieces.append(SearchPiece(String(text), hit: isHit ? true : nil))
    }
}
