import Testing

@testable import Platform

@Suite struct PatternTests {
    private func problem(_ source: String) -> String? {
        do throws(PatternProblem) {
            _ = try Pattern(source)
            return nil
        } catch {
            return error.reason
        }
    }

    @Test(arguments: [
        // pattern, what it matches, what it does not
        ("abc", ["abc", "xabcx"], ["", "ab", "ABC", "a bc"]),
        ("^abc", ["abc", "abcd"], [" abc"]),
        ("abc$", ["abc", "xabc"], ["abc "]),
        ("^abc$", ["abc"], ["abcabc", "xabc"]),
        ("^$", [""], [" ", "a"]),
        ("$", [], []),
        ("a.c", ["abc", "a❯c", "a c"], ["ac", "abbc"]),
        ("^.$", ["❯", "é", "🙂"], ["", "ab", "❯❯", "e\u{301}"]),
        ("^❯{2}$", ["❯❯"], ["❯", "❯❯❯"]),
        ("^[❯›>] ", ["❯ x", "› ", "> y"], [">", "x ❯ "]),
        ("^[⠀-⣿] ", ["⠹ x"], ["x", "✳ x"]),
        ("[^ab]", ["c", "abc", "é"], ["", "ab", "ba"]),
        ("[]a]", ["]", "a"], ["b", "["]),
        ("[^]a]", ["b"], ["]a"]),
        ("[a-]", ["-", "a"], ["b"]),
        ("[+--]", ["+", ",", "-"], ["."]),
        ("[[:digit:]]+s$", ["13s", "for 3s"], ["s", "x s", "٣s"]),
        ("^[[:space:]]*$", ["", "  ", "\u{A0}\u{202F}"], ["x"]),
        ("^[[:alnum:]_]+$", ["aB_1é"], ["a b", ""]),
        ("[[:upper:][:digit:]]", ["É", "7"], ["é"]),
        ("[[:punct:]]", ["!", "·", "│"], ["a1 "]),
        ("a|b|cd", ["a", "b", "cd"], ["c", "d"]),
        ("^(a|b)$", ["a", "b"], ["ab"]),
        ("^a|b$", ["ax", "xb"], ["xa", "bx"]),
        ("x(ab|a)(c|bcd)y", ["xabcy", "xabcdy", "xabbcdy", "xacy"], ["xaby"]),
        ("ab*c", ["ac", "abc", "abbbc"], ["abb"]),
        ("ab+c", ["abc", "abbbc"], ["ac"]),
        ("ab?c", ["ac", "abc"], ["abbc"]),
        ("^a{2}$", ["aa"], ["a", "aaa"]),
        ("^a{2,}$", ["aa", "aaaaa"], ["a"]),
        ("^a{1,3}$", ["a", "aaa"], ["", "aaaa"]),
        ("^(ab){0,2}c", ["c", "abc", "ababc"], ["abababc"]),
        ("^(a*)*b$", ["b", "aaab"], ["aaa"]),
        (#"\(y/n\)\?"#, ["go (y/n)?"], ["y/n?"]),
        (#"^\\ \[\]\{\}\.\*\+\?\|\^\$$"#, [#"\ []{}.*+?|^$"#], ["x"]),
        ("a}]", ["a}]"], ["a"]),
        ("(^|x)a($|y)", ["a", "xa", "ay", "xay"], ["ba", "ab"]),
    ])
    func `a pattern matches some part of a text`(source: String, yes: [String], no: [String]) throws {
        guard source != "$" else { return #expect(problem(source) == "it matches every row") }
        let pattern = try Pattern(source)
        for text in yes { #expect(pattern.matches(text), "\(source) in \(text)") }
        for text in no { #expect(!pattern.matches(text), "\(source) in \(text)") }
    }

    @Test(arguments: [
        ("", "it is empty"), (String(repeating: "❯", count: 167), "longer than 500 bytes"),
        ("x*", "matches every row"), ("^", "matches every row"), (".*", "matches every row"),
        ("a||b", "empty"), ("()", "empty"), ("|a", "empty"), ("a|", "empty"),
        ("(a", "')' is missing"), ("a)", #"write \) for the character (character 2)"#),
        ("[a", "']' is missing"), ("[]", "']' is missing"), ("[^]", "']' is missing"), ("[a-", "']' is missing"),
        ("[z-a]", "wrong way round"), ("[[:word:]]", "there is no class '[:word:]'"), ("[[:alpha", "no class"),
        ("[[.a.]]", "only names"), ("[[=a=]]", "only names"), (#"[\]]"#, "a backslash cannot stand in brackets"),
        ("*a", "nothing before it"), ("a|*", "nothing before it"), ("(?:a)", "nothing before it"),
        ("{1}", "nothing before it"), ("a*?", "no lazy repeats"), ("a{2}{3}", "cannot be repeated"),
        ("^*", "'^' cannot be repeated"), ("a$+", "'$' cannot be repeated"),
        ("a{", "must be {n}"), ("a{,3}", "must be {n}"), ("a{2", "must be {n}"), ("a{x}", "must be {n}"),
        ("a{3,2}", "wrong way round"), ("a{0}", "never there"), ("a{101}", "greater than 100"),
        ("a{1,99999999999999999999}", "greater than 100"),
        (#"a\"#, "nothing follows"), (#"\d"#, "write [0-9]"), (#"\s"#, "write [[:space:]]"), (#"\w"#, "[[:alnum:]_]"),
        (#"(a)\1"#, "there are no back-references"), (#"\n"#, "has no meaning here"), (#"\é"#, "has no meaning"),
        ("((a{100}){100}){100}", "too large"), ("(.{0,100}){0,20}b", "too large"), ("(a|b|c|d){100}{9}", "repeated"),
        (String(repeating: "(", count: 60) + "a" + String(repeating: ")", count: 60), "nested deeper"),
        (String(repeating: "(", count: 500), "nested deeper"), (String(repeating: "[", count: 500), "missing"),
    ])
    func `what is no pattern, too large, or says nothing is refused with the reason`(source: String, words: String) {
        let reason = problem(source)
        #expect(reason?.contains(words) == true, "\(source.prefix(40)): \(reason ?? "accepted")")
    }

    /// Twice as large, the first takes the C library a second for one row.
    @Test(arguments: [
        "(.{0,50}){0,9}c", "((a{1,20}){1,20})c", String(repeating: "(.*)", count: 100) + "c", "(a|aa)*c", "(x+x+)+c",
        "(a*)*(a*)*(a*)*c", "(a|b)*a(a|b){60}c", "(a?){100}a{100}c", "(((((((((a*)*)*)*)*)*)*)*)*)*c",
        String(repeating: "a?", count: 150) + "c", "(a|b|ab)*(a|é){90}c",
    ])
    func `a pattern made to hurt ends soon`(source: String) throws {
        let pattern = try Pattern(source)
        let texts = [String(repeating: "a", count: 400), String(repeating: "aab", count: 130) + "é"]
        let time = ContinuousClock().measure {
            for text in texts { #expect(!pattern.matches(text)) }
        }
        // A debug build on a busy machine: what it guards against takes minutes.
        #expect(time < .seconds(5))
    }

    @Test func `patterns are the same when they are written the same`() throws {
        #expect(try Pattern("a|b") == Pattern("a|b"))
        #expect(try Pattern("a|b") != Pattern("b|a"))
        #expect(Set([try Pattern("a"), try Pattern("a")]).count == 1)
    }
}
