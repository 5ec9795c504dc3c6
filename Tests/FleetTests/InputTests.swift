import Testing

@testable import Fleet

@Suite struct InputTests {
    @Test(arguments: [
        "a", "Z", "1", "-", "~", " ", "ä", "\u{1F600}", "Enter", "Escape", "Tab", "BTab", "Space", "BSpace", "Up",
        "PageDown",
        "F1", "F12", "C-c", "M-x", "C-M-a", "S-Up", "C-Space", "M-Enter", "C-F5", "C--",
    ])
    func `keys are single characters, names and modified ones`(key: String) {
        #expect(KeyName.isValid(key))
    }

    @Test(arguments: [
        "", "ab", "enter", "Return", "F0", "F13", "F+1", "F01", "FF", "C-", "M-C-", "C-ab", "\n", "\r\n", "\u{1B}",
        "\u{7F}",
        "\u{9B}", "-t", "-l", "C-c Enter", "0x41", "Enter;",
    ])
    func `anything else would be typed letter by letter, and is no key`(key: String) {
        #expect(!KeyName.isValid(key))
    }

    @Test(arguments: [
        ("plain", "plain"), ("", ""), ("\u{1B}[31mred\u{1B}[0m", "red"), ("\u{1B}[38;5;1;48:2::1:2:3mx", "x"),
        ("\u{1B}]8;;http://x\u{1B}\\link\u{1B}]8;;\u{1B}\\", "link"), ("\u{1B}]0;title\u{7}x", "x"),
        ("\u{1B}(0qqq\u{1B}(B", "qqq"),
        ("a\tb", "a\tb"), ("a\u{8}\u{0}b\u{E}c", "abc"), ("ü\u{1F600}", "ü\u{1F600}"), ("x\u{1B}", "x"),
        ("x\u{1B}[", "x"),
        ("x\u{1B}[31", "x"), ("x\u{1B}]8;;", "x"), ("\u{1B}cx", "x"),
    ])
    func `colours, links and controls are taken out of a line`(line: String, plain: String) {
        #expect(String(decoding: EscapeSequences.removed(Array(line.utf8)), as: UTF8.self) == plain)
    }
}
