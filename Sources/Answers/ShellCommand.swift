/// A shell command line, taken apart as far as it can be said for certain what it runs.
///
/// What a shell may read in another way than we do is not taken apart at all: comments, `$'…'`, quotes that do not end,
/// control characters. So a part is never less than what would run.
package struct ShellCommand: Sendable, Hashable {
    /// A character, and whether a shell acts on it there: a redirection, a substitution, a group.
    package struct Letter: Sendable, Hashable {
        package var character: Character
        package var isActive: Bool
    }

    /// The commands between `;`, `&&`, `||`, `|`, `&` and line breaks, without blanks around them.
    package private(set) var parts: [[Letter]] = []

    private enum Quote { case none, single, double }

    /// Nil where it cannot be said what would run.
    package init?(_ text: String) {
        var quote = Quote.none
        var letters: [Letter] = []
        var scalars = Array(text)
        scalars.append("\n")
        var index = 0
        while index < scalars.count {
            let character = scalars[index]
            let next = index + 1 < scalars.count ? scalars[index + 1] : "\n"
            index += 1
            guard Self.isPlain(character) else { return nil }
            switch quote {
            case .single:
                guard index < scalars.count else { return nil }
                if character == "'" { quote = .none }
                letters.append(Letter(character: character, isActive: false))
            case .double:
                guard index < scalars.count else { return nil }
                if character == "\"" { quote = .none }
                let opens = character == "`" || (character == "$" && (next == "(" || next == "{" || next == "["))
                letters.append(Letter(character: character, isActive: opens))
                if character == "\\", index < scalars.count - 1 {
                    guard next != "\n", Self.isPlain(next) else { return nil }
                    letters.append(Letter(character: next, isActive: false))
                    index += 1
                }
            case .none:
                switch character {
                case "\\":
                    guard next != "\n", Self.isPlain(next) else { return nil }
                    letters.append(Letter(character: character, isActive: false))
                    letters.append(Letter(character: next, isActive: false))
                    index += 1
                case "'", "\"":
                    if letters.last?.character == "$" { return nil }
                    quote = character == "'" ? .single : .double
                    letters.append(Letter(character: character, isActive: false))
                case "#" where letters.last.map({ $0.character == " " || $0.character == "\t" }) ?? true: return nil
                // A redirection to or from a descriptor, or of everything.
                case "&" where letters.last.map({ $0.isActive && "<>".contains($0.character) }) ?? false,
                    "&" where next == ">":
                    letters.append(Letter(character: character, isActive: true))
                case "|" where letters.last.map({ $0.isActive && $0.character == ">" }) ?? false:
                    letters.append(Letter(character: character, isActive: true))
                case ";", "&", "|", "\n", "\r\n":
                    end(&letters)
                case "`", "<", ">", "(", ")", "{", "}":
                    letters.append(Letter(character: character, isActive: true))
                case "$":
                    let opens = next == "(" || next == "{" || next == "["
                    letters.append(Letter(character: character, isActive: opens))
                default: letters.append(Letter(character: character, isActive: false))
                }
            }
        }
        end(&letters)
        guard !parts.isEmpty else { return nil }
    }

    private mutating func end(_ letters: inout [Letter]) {
        var part = letters[...]
        while let first = part.first, first.character == " " || first.character == "\t" { part.removeFirst() }
        // A blank that a backslash keeps belongs to the command.
        while let last = part.last, last.character == " " || last.character == "\t",
            part.dropLast().last?.character != "\\"
        {
            part.removeLast()
        }
        if !part.isEmpty { parts.append(Array(part)) }
        letters = []
    }

    /// A shell acts on no other control character as on a blank, and shows none of the marks that hide text.
    private static func isPlain(_ character: Character) -> Bool {
        if character == "\n" || character == "\t" || character == "\r\n" { return true }
        return character.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: false
            default: true
            }
        }
    }
}
