import Foundation
import Model
import Testing

@Suite struct SessionNameTests {
    @Test(arguments: ["a", "7", "cc-api", "cc_api", "A", "0-_", String(repeating: "x", count: 64)])
    func `letters, digits, dashes and underscores make a name`(text: String) {
        #expect(SessionName(text)?.text == text)
        #expect(SessionName.invalidityReason(text) == nil)
    }

    @Test(arguments: [
        ("", "empty"), ("-a", "begin with"), ("_ccmux", "begin with"), (".", "begin with"), ("=a", "begin with"),
        ("$1", "begin with"), ("ä", "begin with"), ("a.b", "'.'"), ("a:b", "':'"), ("a b", "' '"), ("a/b", "'/'"),
        ("a#b", "'#'"), ("a%b", "'%'"), ("a\n", "\\n"), ("a\u{1B}[31m", "\\u{"), ("aé", "\\u{00E9}"),
        ("a\u{0}", "\\0"), (String(repeating: "x", count: 65), "longer than 64"),
    ])
    func `anything else is no name, and the reason can be shown`(text: String, reason: String) throws {
        #expect(SessionName(text) == nil)
        let given = try #require(SessionName.invalidityReason(text))
        #expect(given.contains(reason))
        #expect(given.unicodeScalars.allSatisfy { $0.isASCII && $0.value >= 0x20 })
    }

    @Test func `a name from the wire is checked like one that is typed`() throws {
        #expect(
            try JSONDecoder().decode([SessionName].self, from: Data(#"["cc-api"]"#.utf8)) == [
                #require(SessionName("cc-api"))
            ])
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([SessionName].self, from: Data(##"["#(touch x)"]"##.utf8))
        }
    }
}
