import Answers
import Testing

struct ShellCommandTests {
    private func parts(_ text: String) -> [String]? {
        ShellCommand(text)?.parts.map { String($0.map(\.character)) }
    }

    @Test(arguments: [
        ("git status", ["git status"]),
        ("  git status  ", ["git status"]),
        ("git status; rm -rf x", ["git status", "rm -rf x"]),
        ("a && b || c", ["a", "b", "c"]),
        ("a | b |& c", ["a", "b", "c"]),
        ("a & b &", ["a", "b"]),
        ("a\nb\r\nc", ["a", "b", "c"]),
        ("echo 'a; b' \"c && d\"", ["echo 'a; b' \"c && d\""]),
        ("echo a\\; b", ["echo a\\; b"]),
        ("echo \"a\\\" ; b\"", ["echo \"a\\\" ; b\""]),
        ("a 2>&1", ["a 2>&1"]), ("a &> f", ["a &> f"]), ("a >| f", ["a >| f"]), ("a <& 3", ["a <& 3"]),
        ("echo a#b", ["echo a#b"]), ("echo $HOME", ["echo $HOME"]),
    ])
    func `a line is taken apart where a shell would`(line: String, expected: [String]) {
        #expect(parts(line) == expected)
    }

    @Test(arguments: [
        "", " ", ";", "echo 'a", "echo \"a", "echo a\\", "git status # it's", "# x", "echo $'a'", "echo $\"a\"",
        "a\u{0}b", "a\u{7}b", "a\u{202E}b", "a\rb", "a \\\n b", "echo \"a\\\nb\"", "echo \"", "a\u{2028}b",
        "git status # '\nrm -rf x\n#'",
    ])
    func `what cannot be said for certain is not taken apart`(line: String) {
        #expect(parts(line) == nil)
    }

    @Test func `no text is taken apart into less than it says`() {
        var generator = SystemRandomNumberGenerator()
        let alphabet = Array("ab ;&|'\"\\`$(){}<>#\n\t*")
        for _ in 0..<20_000 {
            let text = String((0..<Int.random(in: 0..<14, using: &generator)).map { _ in alphabet.randomElement()! })
            guard let parts = parts(text) else { continue }
            let kept = parts.joined().filter { !" \t;&|\n".contains($0) }
            #expect(kept == text.filter { !" \t;&|\n".contains($0) })
        }
    }
}
