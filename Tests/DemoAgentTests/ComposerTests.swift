import Model
import Testing

@testable import DemoAgent

@Suite struct ComposerTests {
    /// `|` marks the cursor.
    static let edits: [(keys: [Key], expected: String)] = [
        ([.text("abc")], "abc|"),
        ([.text("abc"), .left, .left, .text("X")], "aX|bc"),
        ([.text("abc"), .backspace], "ab|"),
        ([.text("e\u{301}👨‍👩‍👧"), .backspace], "e\u{301}|"),
        ([.backspace, .delete, .left, .right], "|"),
        ([.text("one"), .newline, .text("two"), .control("a")], "one\n|two"),
        ([.text("one"), .newline, .text("two"), .control("a"), .control("e")], "one\ntwo|"),
        ([.text("one"), .newline, .text("two"), .control("u")], "one\n|"),
        ([.text("one"), .newline, .text("two"), .up], "one|\ntwo"),
        ([.text("one"), .newline, .text("tw"), .up, .text("X")], "onX|e\ntw"),
        ([.text("a"), .newline, .text("two"), .up, .text("X")], "aX|\ntwo"),
        ([.text("one"), .newline, .text("two"), .up, .home, .down], "one\n|two"),
        ([.text("ab"), .left, .delete], "a|"),
        ([.paste("a\tb\u{1B}[31m\nc")], "a\tb\u{1B}[31m\nc|"),
    ]

    @Test("Keys edit the draft", arguments: edits)
    func edit(keys: [Key], expected: String) {
        var composer = Composer()
        for key in keys { _ = composer.edit(key) }
        #expect(composer.before + "|" + composer.after == expected)
    }

    @Test func upAndDownWalkTheHistoryAndGiveTheDraftBack() {
        var composer = Composer()
        for text in ["first", "second"] { composer.remember(text) }
        composer.insert("draft")
        var seen: [String] = []
        for key in [Key.up, .up, .up, .down, .down, .down] {
            _ = composer.edit(key)
            seen.append(composer.text)
        }
        #expect(seen == ["second", "first", "first", "second", "draft", "draft"])
    }

    @Test(
        "The layout shows the rows around the cursor",
        arguments: [
            ("abcdef", 0, 4, ["abcd", "ef"], 1, 2),
            ("abcd", 0, 4, ["abcd", ""], 1, 0),
            ("abcd", 1, 4, ["abcd"], 0, 3),
            ("漢字漢", 0, 4, ["漢字", "漢"], 1, 2),
            ("a\n\nb", 0, 4, ["a", "", "b"], 2, 1),
            ("1\n2\n3\n4\n5", 0, 4, ["3", "4", "5"], 2, 1),
            ("1\n2\n3\n4\n5", 9, 4, ["1", "2", "3"], 0, 0),
            ("a\u{1B}b", 0, 8, ["a␛b"], 0, 3),
        ])
    func layout(text: String, left: Int, width: Int, rows: [String], row: Int, column: Int) {
        var composer = Composer()
        composer.insert(text)
        for _ in 0..<left { _ = composer.edit(.left) }
        let layout = composer.layout(width: width, height: 3)
        #expect(layout.rows == rows)
        #expect(layout.cursorRow == row)
        #expect(layout.cursorColumn == column)
    }
}
