/// A pattern that people write to say what a row of a screen looks like: POSIX extended regular expressions over
/// Unicode scalars, looked for anywhere in a text.
///
/// Matching takes time in proportion to the text's length times the pattern's size, whatever both are, and keeps nothing
/// between calls. The C library's `regexec` promises neither: `(.{0,50}){0,18}c` took glibc 2.36 a second for a row of
/// 400 characters, and longer ones 21 s and 65 MB. There, what `.` and `[❯›]` mean depends on the process's locale, and
/// `[⠀-⣿]` is an error. Where the standard leaves a meaning open, a pattern is refused instead of guessed at.
package struct Pattern: Sendable {
    /// As it was written.
    package let source: String
    private let program: PatternProgram

    /// Bytes of UTF-8.
    package static let lengthLimit = 500
    /// The greatest number in `{n,m}`.
    package static let repeatLimit = 100

    /// - Throws: `PatternProblem` when it is no such expression, is too large, or matches every text.
    package init(_ source: String) throws(PatternProblem) {
        guard source.utf8.count <= Self.lengthLimit else {
            throw PatternProblem("it is longer than \(Self.lengthLimit) bytes")
        }
        var parser = PatternParser(source)
        program = try PatternProgram(parser.parse())
        self.source = source
        // A scalar that nobody names: what matches it and nothing at all matches any row.
        if matches([]), matches(["\u{10FFFE}"]) { throw PatternProblem("it matches every row") }
    }

    package func matches(_ text: [Unicode.Scalar]) -> Bool { program.end(in: text) != nil }

    /// Where the first match to end does so, in scalars from the text's beginning; nil where nothing matches. A repeat
    /// takes no more than it must.
    package func end(in text: [Unicode.Scalar]) -> Int? { program.end(in: text) }

    package func matches(_ text: String) -> Bool { matches(Array(text.unicodeScalars)) }
}

extension Pattern: Hashable {
    package static func == (a: Pattern, b: Pattern) -> Bool { a.source == b.source }
    package func hash(into hasher: inout Hasher) { hasher.combine(source) }
}

extension Pattern: CustomStringConvertible {
    package var description: String { source }
}

/// Why a text is no usable pattern.
package struct PatternProblem: Error, Sendable, Hashable {
    /// As the end of a sentence.
    package var reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}
