import Model
import Testing

@testable import DemoAgent

@Suite struct TextTests {
    @Test(
        "Widths are those of a terminal",
        arguments: [
            ("abc", 3), ("é", 1), ("e\u{301}", 1), ("漢字", 4), ("🙂", 2), ("한", 2), ("\u{200B}", 0), ("─◆»✳◐", 5),
            ("", 0),
        ])
    func widths(text: String, width: Int) {
        #expect(columns(of: text) == width)
    }

    @Test(
        "No control survives",
        arguments: [
            ("a\u{1B}[31mb", "a␛[31mb"), ("\u{07}", "␇"), ("a\r\nb", "a\nb"), ("a\rb", "a␍b"), ("\r", "␍"),
            ("a\tb", "a    b"), ("\u{9B}31m", "\u{FFFD}31m"), ("\u{7F}", "␡"), ("\u{202E}x", "\u{FFFD}x"),
        ])
    func sanitises(text: String, expected: String) {
        #expect(sanitised(text) == expected)
    }

    @Test(
        "Text is broken at spaces, else where it has to",
        arguments: [
            ("one two three", 7, ["one two", "three"]),
            ("abcdefgh", 3, ["abc", "def", "gh"]),
            ("a\n\nb", 5, ["a", "", "b"]),
            ("  indented", 20, ["  indented"]),
            ("漢字漢字", 5, ["漢字", "漢字"]),
            ("ab cd", 2, ["ab", "cd"]),
            ("", 5, [""]),
        ])
    func wraps(text: String, width: Int, lines: [String]) {
        #expect(wrapped(text, width: width) == lines)
    }

    @Test("Nothing is ever wider than asked", arguments: [2, 3, 7, 20])
    func bounded(width: Int) {
        let text = "a 漢字 🙂👨‍👩‍👧 word\u{1B}[0m e\u{301}\u{301} longlonglonglong   spaces\t."
        for line in wrapped(text, width: width) { #expect(columns(of: line) <= width) }
        #expect(columns(of: truncated(text, width: width)) <= width)
    }
}
