import Library
import Model
import Testing

@Suite struct SearchQueryTests {
    @Test(arguments: [
        ("flaky test", #"text : ("flaky" AND "test")"#),
        ("  Flaky\ttest\n", #"text : ("Flaky" AND "test")"#),
        (#""connection refused" redis"#, #"text : ("connection refused" AND "redis")"#),
        (#""never closed"#, #"text : ("never closed")"#),
        ("migrat*", #"text : ("migrat" *)"#),
        (#""two wor"*"#, #"text : ("two wor" *)"#),
        ("a -b", #"(text : ("a")) NOT text : ("b")"#),
        (#"a -"b c" -de*"#, #"(text : ("a")) NOT text : ("b c" OR "de" *)"#),
        (#"a* "b c"* é*"#, #"text : ("a" AND "b c" AND "é" *)"#),
        // Signs make a phrase of the words around them.
        ("foo_bar", #"text : ("foo bar")"#),
        ("Sources/API/*.swift", #"text : ("Sources API swift")"#),
        ("don't", #"text : ("don t")"#),
        ("a-b", #"text : ("a b")"#),
        ("x='1';DROP", #"text : ("x 1 DROP")"#),
        // What FTS5 would take for more than words is quoted, or not there.
        ("a AND b OR NOT NEAR(c)", #"text : ("a" AND "AND" AND "b" AND "OR" AND "NOT" AND "NEAR c")"#),
        ("tags:f1 ^a {b} (c", #"text : ("tags f1" AND "a" AND "b" AND "c")"#),
        ("a - -- * \"\" -\"\" !!", #"text : ("a")"#),
        ("a\"b\"c", #"text : ("a" AND "b" AND "c")"#),
        ("größe e\u{301}t\u{e9} 日本*", "text : (\"größe\" AND \"e\u{301}té\" AND \"日本\" *)"),
        ("a\u{0}b", #"text : ("a b")"#),
        ("🎉 done", #"text : ("done")"#),
    ])
    func `A query becomes one that FTS5 takes`(_ text: String, _ match: String) throws {
        #expect(try SearchQuery(text).match() == match)
    }

    @Test func `Tags are asked for beside the words`() throws {
        let match = try SearchQuery("a -b").match(tags: [["ruser"], ["f1", "f2"]])
        #expect(match == #"(text : ("a") AND tags : ("ruser") AND tags : ("f1" OR "f2")) NOT text : ("b")"#)
    }

    @Test(arguments: ["", "  ", "-a", "!!!", "\"\"", "*", "- -", "🎉", String(repeating: "a", count: 1001)])
    func `A query without a word is refused`(_ text: String) {
        #expect(throws: CcmuxError.self) { try SearchQuery(text) }
    }

    @Test func `So is one of too many words`() throws {
        #expect(throws: CcmuxError.self) {
            try SearchQuery((0...SearchQuery.termLimit).map { "w\($0)" }.joined(separator: " "))
        }
    }
}
