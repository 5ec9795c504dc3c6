/// A text cut into what a reader of times cares for: numbers, words and marks. `10:23am` is `10` `:` `23` `am`.
struct ResetWords {
    enum Word: Hashable {
        /// The value and how many digits it was written with.
        case number(Int, digits: Int)
        /// In lower case; letters with the signs that zones have inside (`europe/berlin`).
        case word(String)
        case mark(Unicode.Scalar)
    }

    let words: [Word]
    /// As written, for zones' names, which have capitals.
    let spelt: [String]

    /// - Parameter text: only its first 1,000 scalars count: these are one-line messages.
    init(_ text: some StringProtocol) {
        var words: [Word] = []
        var spelt: [String] = []
        var letters = ""
        var value = 0
        var digits = 0

        func end() {
            if !letters.isEmpty {
                words.append(.word(letters.asciiLowercased()))
                spelt.append(letters)
                letters = ""
            }
            if digits > 0 {
                words.append(.number(value, digits: digits))
                spelt.append("")
                (value, digits) = (0, 0)
            }
        }
        for scalar in text.unicodeScalars.prefix(1000) {
            switch scalar {
            case "0"..."9":
                if !letters.isEmpty, !Self.isInZone(letters) { end() }
                if !letters.isEmpty {
                    letters.unicodeScalars.append(scalar)
                } else if digits < 15 {
                    value = value * 10 + Int(scalar.value - 48)
                    digits += 1
                }
            case "a"..."z", "A"..."Z":
                if digits > 0 { end() }
                letters.unicodeScalars.append(scalar)
            case "/" where !letters.isEmpty, "_" where !letters.isEmpty:
                letters.unicodeScalars.append(scalar)
            case "+" where Self.isInZone(letters), "-" where Self.isInZone(letters):
                letters.unicodeScalars.append(scalar)
            default:
                end()
                if !scalar.properties.isWhitespace {
                    words.append(.mark(scalar))
                    spelt.append("")
                }
            }
        }
        end()
        self.words = words
        self.spelt = spelt
    }

    /// Digits and signs go on a word only in names such as `Etc/GMT+2`.
    private static func isInZone(_ letters: String) -> Bool {
        letters.utf8.contains(UInt8(ascii: "/")) || letters.begins("UTC") || letters.begins("GMT")
    }

    subscript(_ index: Int) -> Word? { words.indices.contains(index) ? words[index] : nil }

    func word(at index: Int) -> String? {
        if case .word(let text)? = self[index] { text } else { nil }
    }

    func number(at index: Int) -> (value: Int, digits: Int)? {
        if case .number(let value, let digits)? = self[index] { (value, digits) } else { nil }
    }

    func isMark(_ mark: Unicode.Scalar, at index: Int) -> Bool { self[index] == .mark(mark) }
}
