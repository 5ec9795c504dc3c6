import Platform
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Patterns at random, each asked of our matcher and of the C library's. Anchors stand at their ends only: within a group
/// that is repeated glibc 2.36 forgets them, `(^|c+){2,}` matches one `c`.
@Suite struct PatternAgreementTests {
    private struct Dice: RandomNumberGenerator {
        var numbers = SplitMix64(seed: 2026)

        mutating func next() -> UInt64 { numbers.next() }

        mutating func source() -> String {
            let anchors =
                [("", ""), ("", ""), ("^", ""), ("", "$"), ("^", "$")].randomElement(using: &self) ?? ("", "")
            return "\(anchors.0)\(pattern(2))\(anchors.1)"
        }

        private mutating func pattern(_ depth: Int) -> String {
            let pieces = (0..<Int.random(in: 1...3, using: &self)).map { _ in piece(depth) }
            guard depth > 0, Int.random(in: 0..<4, using: &self) == 0 else { return pieces.joined() }
            return pieces.joined() + "|" + pattern(depth - 1)
        }

        private mutating func piece(_ depth: Int) -> String {
            let repeats = ["", "", "", "*", "+", "?", "{2}", "{1,2}", "{0,2}", "{2,}"]
            switch Int.random(in: 0..<8, using: &self) {
            case 0: return "." + (repeats.randomElement(using: &self) ?? "")
            case 1: return ["[ab]", "[^a]", "[a-c]", "[[:alpha:]]"].randomElement(using: &self) ?? ""
            case 2...4 where depth > 0:
                return "(" + pattern(depth - 1) + ")" + (repeats.randomElement(using: &self) ?? "")
            default:
                return ["a", "b", "c"].randomElement(using: &self).map { letter in
                    letter + (repeats.randomElement(using: &self) ?? "")
                } ?? "a"
            }
        }

        mutating func text() -> String {
            String((0..<Int.random(in: 0...7, using: &self)).map { _ in "abc ".randomElement(using: &self) ?? "a" })
        }
    }

    @Test func `ours and the C library's matcher agree wherever both take the pattern`() throws {
        var dice = Dice()
        var compared = 0
        for _ in 0..<3000 {
            let source = dice.source()
            guard let ours = try? Pattern(source) else { continue }
            var theirs = regex_t()
            guard regcomp(&theirs, source, REG_EXTENDED | REG_NOSUB) == 0 else {
                Issue.record("regcomp refuses \(source)")
                continue
            }
            defer { regfree(&theirs) }
            for _ in 0..<8 {
                let text = dice.text()
                #expect(ours.matches(text) == (regexec(&theirs, text, 0, nil, 0) == 0), "\(source) in '\(text)'")
                compared += 1
            }
        }
        // Otherwise the test has not compared much.
        #expect(compared > 10_000)
    }
}
