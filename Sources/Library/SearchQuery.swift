package import Model

/// What a person typed into a search, understood: words that must all be there, `"phrases"`, `prefix*`, `-without`.
///
/// Nothing that is typed is an error but a query that asks for nothing: other signs are part of a word, and a word with
/// signs in it (`foo_bar`, `Sources/API`, `don't`) is a phrase of its parts.
package struct SearchQuery: Sendable, Hashable {
    package struct Term: Sendable, Hashable {
        package var text: String
        /// Its last word may go on.
        package var isPrefix: Bool

        package init(_ text: String, isPrefix: Bool = false) {
            self.text = text
            self.isPrefix = isPrefix
        }
    }

    package private(set) var wanted: [Term] = []
    package private(set) var unwanted: [Term] = []

    /// Bytes.
    package static let limit = 1000
    package static let termLimit = 24

    /// - Throws: `.invalid` for what is too long, and for what has no word that could be looked for.
    package init(_ text: String) throws(CcmuxError) {
        guard text.utf8.count <= Self.limit else {
            throw CcmuxError(.invalid, "The query is longer than \(Self.limit) bytes.")
        }
        var rest = Array(text.unicodeScalars)[...]
        while !rest.isEmpty, wanted.count + unwanted.count <= Self.termLimit { take(&rest) }
        guard wanted.count + unwanted.count <= Self.termLimit else {
            throw CcmuxError(.invalid, "The query has more than \(Self.termLimit) words.")
        }
        guard !wanted.isEmpty else {
            throw CcmuxError(
                .invalid, "There is no word to look for in this query.",
                advice: unwanted.isEmpty
                    ? "Letters and digits are looked for, other signs are not." : "Say also what should be there.")
        }
    }

    private mutating func take(_ rest: inout ArraySlice<Unicode.Scalar>) {
        rest = rest.drop { $0.properties.isWhitespace }
        guard !rest.isEmpty else { return }
        let isUnwanted = rest.first == "-" && rest.dropFirst().first.map { !$0.properties.isWhitespace } ?? false
        if isUnwanted { rest = rest.dropFirst() }
        let word: ArraySlice<Unicode.Scalar>
        var isPrefix = false
        if rest.first == "\"" {
            word = rest.dropFirst().prefix { $0 != "\"" }
            rest = rest[word.endIndex...].dropFirst()
            if rest.first == "*" {
                isPrefix = true
                rest = rest.dropFirst()
            }
        } else {
            word = rest.prefix { !$0.properties.isWhitespace && $0 != "\"" }
            rest = rest[word.endIndex...]
            isPrefix = word.last == "*"
        }
        // A prefix's star stands at a word, or it is a sign like others.
        let end = word.lastIndex { $0 != "*" }.map { word[$0] }
        guard word.contains(where: Self.isWord) else { return }
        if let end, !Self.isWord(end) { isPrefix = false }
        // One letter begins far too many words.
        let lastWord = word.reversed().drop { $0 == "*" }.prefix(while: Self.isWord)
        if lastWord.count == 1, lastWord.first?.isASCII == true { isPrefix = false }
        let term = Term(Self.plain(word), isPrefix: isPrefix)
        if isUnwanted { unwanted.append(term) } else { wanted.append(term) }
    }

    /// The signs between words are one blank each: they mean nothing to the index.
    private static func plain(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        for scalar in scalars {
            if isWord(scalar) || isMark(scalar) {
                text.append(scalar)
            } else if let last = text.last, last != " " {
                text.append(" ")
            }
        }
        if text.last == " " { text.removeLast() }
        return String(text)
    }

    /// What FTS5's `unicode61` takes for a part of a word.
    static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber, .privateUse:
            true
        default: false
        }
    }

    /// An accent that is written apart.
    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .nonspacingMark
    }

    /// The query for FTS5, over the column `text`.
    ///
    /// - Parameter tags: of each group at least one must be there, in the column `tags`.
    package func match(tags: [[String]] = []) -> String {
        var match = "text : (" + wanted.map(Self.quoted).joined(separator: " AND ") + ")"
        for group in tags {
            match += " AND tags : (" + group.map { "\"\($0)\"" }.joined(separator: " OR ") + ")"
        }
        guard !unwanted.isEmpty else { return match }
        return "(\(match)) NOT text : (" + unwanted.map(Self.quoted).joined(separator: " OR ") + ")"
    }

    /// One term alone.
    static func match(_ term: Term) -> String { "text : " + quoted(term) }

    /// No quote can be in it: it is no part of a word.
    private static func quoted(_ term: Term) -> String { "\"\(term.text)\"" + (term.isPrefix ? " *" : "") }
}
