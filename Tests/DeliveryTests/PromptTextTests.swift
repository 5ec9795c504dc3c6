import Delivery
import Model
import Testing

@Suite struct PromptTextTests {
    @Test(arguments: ["- x", "x;", "\\;", "a\tb", "a\r\nb", "👩‍👩‍👧‍👦", "e\u{301}", "\u{202e}abc", " ", "/compact"])
    func `Any text that a terminal shows is taken`(_ text: String) {
        #expect(throws: Never.self) { try PromptText.check(text) }
    }

    @Test(arguments: [
        ("a\u{1b}[31m", "U+001B"), ("\u{3}", "U+0003"), ("\u{9b}x", "U+009B"), ("\u{7f}", "U+007F"),
        ("a\u{0}", "U+0000"),
    ])
    func `Control characters are refused by name`(_ text: String, _ name: String) {
        let error = #expect(throws: CcmuxError.self) { try PromptText.check(text) }
        #expect(error?.message.contains(name) == true)
    }

    @Test(arguments: ["", "\n", "\r\n\n"]) func `Nothing is not sent`(_ text: String) {
        #expect(throws: CcmuxError.self) { try PromptText.check(text) }
    }

    @Test func `The line breaks at the end are the Enter`() {
        #expect(PromptText.trimmed("a\n\nb\n\n") == "a\n\nb")
        #expect(PromptText.trimmed("a\r\n") == "a")
        #expect(PromptText.trimmed("a  ") == "a  ")
    }
}
