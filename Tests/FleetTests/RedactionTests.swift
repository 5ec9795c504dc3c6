import Testing

@testable import Fleet

@Suite struct RedactionTests {
    private let redaction = Redaction(home: "/home/susanne", secrets: ["hunter2-hunter2", "x"])

    @Test(arguments: [
        ("cd /home/susanne/code", "cd /xxxx/xxxxxxx/code"),
        ("user susanne", "user xxxxxxx"),
        ("key hunter2-hunter2.", "key xxxxxxxxxxxxxxx."),
        ("sk-ant-api03-abcdefghijklmnop", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
        ("(ghp_abcdefghijklmnopqrst)", "(xxxxxxxxxxxxxxxxxxxxxxxx)"),
        ("sk-short stays", "sk-short stays"),
        ("❯ 1. Yes", "❯ 1. Yes"),
    ])
    func `what must not leave the machine is taken out letter for letter`(text: String, expected: String) {
        let redacted = redaction.apply(text)
        #expect(redacted == expected)
        #expect(redacted.count == text.count)
    }
}
