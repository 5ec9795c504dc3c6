import GRDB
import Model
import TestSupport
import Testing

@testable import Library

/// Whatever is typed into a search: FTS5 takes what becomes of it, and it means what it says. `CCMUX_FUZZ` says how
/// many.
@Suite struct SearchQueryFuzzTests {
    private static let pieces = [
        "a", "Flaky", "größe", "e\u{301}", "\u{301}", "日本", "foo_bar", "don't", "AND", "OR", "NOT", "NEAR(a b, 2)",
        "tags:f1", "text", "-", "--", "\"", "\"", "*", "\"*", "^", "(", ")", "{", "}", "'", "\\", ":", "+", ",", ";",
        " ",
        " ", " ", "\t", "\n", "\r\n", "\u{0}", "\u{2}", "\u{7F}", "\u{A0}", "\u{2028}", "\u{200D}", "\u{202E}",
        "\u{FEFF}",
        "😀", "👩‍👧", "²", "Ⅷ", "\u{E000}", "\u{10FFFD}", "ﬀ", "İ", "ß", "\u{1D400}", "٣",
    ]
    private static let now = Timestamp(milliseconds: 1_790_000_000_000)

    @Test func `whatever is typed, it is refused or understood`() throws {
        let database = try DatabaseQueue()
        try database.write { try SearchTables.make($0) }
        var random = SplitMix64(seed: Fuzz.seed ?? 20_261_122)
        var understood = 0
        for round in 0..<Fuzz.count {
            let text = Self.text(&random)
            let query: SearchQuery
            do {
                query = try SearchQuery(text)
            } catch {
                #expect(error.code == .invalid, "\(round)")
                continue
            }
            understood += 1
            check(query, round)
            try database.inTransaction {
                try Self.ask(query, $0, round)
                return .rollback
            }
        }
        #expect(understood > Fuzz.count / 4)
    }

    private static func text(_ random: inout SplitMix64) -> String {
        (0..<Int.random(in: 0...16, using: &random)).map { _ in
            guard Int.random(in: 0..<8, using: &random) == 0 else { return pieces.randomElement(using: &random) ?? "" }
            let range: ClosedRange<UInt32> = Bool.random(using: &random) ? 0...0x2FF : 0...0x2FFFF
            return Unicode.Scalar(UInt32.random(in: range, using: &random)).map { String($0) } ?? ""
        }.joined()
    }

    private func check(_ query: SearchQuery, _ round: Int) {
        let terms = query.wanted + query.unwanted
        #expect(!query.wanted.isEmpty && terms.count <= SearchQuery.termLimit, "\(round)")
        for term in terms {
            // Its words alone, quoted, are the same again.
            let again = try? SearchQuery("\"\(term.text)\"" + (term.isPrefix ? "*" : ""))
            #expect(again?.wanted == [term] && again?.unwanted == [], "\(round): \(term)")
        }
    }

    /// A text of all that is wanted is found, unless it has what is not.
    private static func ask(_ query: SearchQuery, _ db: Database, _ round: Int) throws {
        let wanted = query.wanted.map(\.text).joined(separator: " . ")
        let texts = [wanted] + query.unwanted.map { "\(wanted) . \($0.text)" }
        for (index, text) in texts.enumerated() {
            try db.execute(
                sql: """
                    INSERT INTO search_text VALUES (?, 1, 0, 'user', 1, ?);
                    INSERT INTO search_index (rowid, text, tags) VALUES (?, ?, 'f1 d1 ruser')
                    """, arguments: [index, text, index, text])
        }
        func found(_ match: String) throws -> [Int] {
            try Int.fetchAll(db, sql: "SELECT rowid FROM search_index WHERE search_index MATCH ?", arguments: [match])
        }
        let plain = try found(query.match())
        // SQLite's tables of letters are older than Swift's: a word of newer ones only is none to it.
        let isKnown = try (query.wanted + query.unwanted).allSatisfy { try found(SearchQuery.match($0)) != [] }
        if isKnown {
            #expect(query.unwanted.isEmpty ? plain == [0] : !plain.contains { $0 > 0 }, "\(round): \(query)")
        }
        #expect(try found(query.match(tags: [["ruser"], ["f2", "f1"]])) == plain, "\(round)")
        #expect(try found(query.match(tags: [["f2"]])) == [], "\(round)")
        let ranking = SearchRanking(query: query, weights: query.wanted.map { _ in 1 }, now: now)
        let candidate = SearchCandidate(
            id: 0, file: 1, role: .user, length: wanted.unicodeScalars.count, head: Array(wanted.utf8))
        #expect(ranking.best([candidate], limit: 1).allSatisfy { $0.score.isFinite && $0.score >= 0 }, "\(round)")
        let snippets = try String.fetchAll(
            db,
            sql: """
                SELECT snippet(search_index, 0, char(2), char(3), '…', 24) FROM search_index WHERE search_index MATCH ?
                """, arguments: [query.match()])
        for snippet in snippets {
            let shown = SearchSnippet.pieces(snippet)
            #expect(!shown.contains { $0.text.unicodeScalars.contains { $0 == "\u{2}" || $0 == "\u{3}" } }, "\(round)")
        }
    }
}
