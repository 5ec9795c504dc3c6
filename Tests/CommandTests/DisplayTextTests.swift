import Testing

@testable import Commands

@Suite("Text on a terminal")
struct DisplayTextTests {
    @Test(
        "Widths are those of a terminal",
        arguments: [
            ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本語", 6), ("한국", 4), ("ｱ", 1), ("Ａ", 2), ("👍", 2),
            ("👨‍👩‍👧‍👦", 2), ("🇩🇪", 2), ("☁️", 2), ("☁", 1), ("●", 1), ("\u{200B}", 0), ("…", 1),
        ])
    func widths(_ text: String, _ width: Int) {
        #expect(text.displayWidth == width)
    }

    @Test("Cutting never splits a wide character and never exceeds the width", arguments: 0...8)
    func cutting(_ width: Int) {
        for text in ["abcdef", "日本語日本", "a日b本", "👨‍👩‍👧‍👦👍x"] {
            #expect(text.truncatedAtEnd(to: width).displayWidth <= width)
            #expect(text.truncatedAtStart(to: width).displayWidth <= width)
        }
        #expect("abcdef".truncatedAtEnd(to: 4) == "abc…")
        #expect("/home/u/x".truncatedAtStart(to: 4) == "…u/x")
        #expect("abc".truncatedAtEnd(to: 3) == "abc")
        #expect("日本語".truncatedAtEnd(to: 4) == "日…")
    }

    @Test(
        "Nothing that a terminal obeys gets through",
        arguments: [
            ("plain", "plain"), ("a\u{1B}[31mb", "a\u{FFFD}[31mb"),
            ("a\u{7}\u{8}\u{7F}b", "a\u{FFFD}\u{FFFD}\u{FFFD}b"),
            ("a\u{9B}2Jb", "a\u{FFFD}2Jb"), ("a\nb\tc\rd", "a b c d"), ("a\r\nb", "a  b"), ("a\u{202E}b\u{2066}", "ab"),
            ("a\u{2028}b", "a\u{FFFD}b"), ("\u{200B}x\u{FEFF}", "x"), ("👨‍👩‍👧", "👨‍👩‍👧"), ("日本", "日本"),
        ])
    func safe(_ text: String, _ expected: String) {
        #expect(SafeText.oneLine(text) == expected)
    }

    @Test(
        "Of a coloured screen only the colours are kept",
        arguments: [
            ("\u{1B}[1;31mx", "\u{1B}[1;31mx\u{1B}[0m"), ("\u{1B}[38:5:1mx", "\u{1B}[38:5:1mx\u{1B}[0m"),
            ("\u{1B}[2Jx", "x"), ("\u{1B}]0;title\u{7}x", "x"), ("\u{1B}]8;;http://h\u{1B}\\x", "x"),
            ("\u{1B}Pq#0\u{1B}\\x", "x"), ("\u{1B}cx", "x"), ("x\u{1B}", "x"), ("x\u{1B}[", "x"), ("x\u{1B}[31", "x"),
            ("\u{1B}[?25lx", "x"), ("\u{1B}]never ends", ""), ("\u{8}x", "\u{FFFD}x"), ("plain", "plain"),
        ])
    func styled(_ text: String, _ expected: String) {
        #expect(SafeText.styledLine(text) == expected)
    }

    @Test(
        "Lengths of time are short",
        arguments: [
            (-5, "0s"), (0, "0s"), (59, "59s"), (60, "1m"), (3599, "59m"), (3600, "1h00m"), (11_220, "3h07m"),
            (86_399, "23h59m"), (86_400, "1d0h"), (190_800, "2d5h"),
        ])
    func ages(_ seconds: Int, _ expected: String) {
        #expect(Age.text(seconds: seconds) == expected)
    }

    @Test(
        "Command lines are quoted so that a shell reads them back",
        arguments: [
            (["claude", "--resume", "a-b"], "claude --resume a-b"), (["a b", ""], "'a b' ''"), (["it's"], "'it'\\''s'"),
            (["$(x)", "a;b"], "'$(x)' 'a;b'"), (["K=v", "/a/b.c:1"], "K=v /a/b.c:1"),
        ])
    func quoting(_ words: [String], _ expected: String) {
        #expect(DetailText.commandLine(words) == expected)
    }
}
