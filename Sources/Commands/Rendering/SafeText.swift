/// Text from elsewhere (titles, details, screens, errors) made harmless for a terminal.
package enum SafeText {
    /// One line: line breaks and tabs become spaces, other control characters `\u{FFFD}`; marks that turn the direction
    /// of writing around, and other invisible ones, go.
    package static func oneLine(_ text: String) -> String {
        if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n", "\r", "\t": result.append(" ")
            default: append(scalar, to: &result)
            }
        }
        return String(result)
    }

    /// The lines of a text, each as in `oneLine`.
    package static func lines(_ text: String) -> [String] {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { oneLine(String($0)) }
    }

    /// A line of a screen with its colours: of all escape sequences only SGR (`ESC [ … m`) stays, and is closed at the
    /// end of the line.
    package static func styledLine(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var rest = text.unicodeScalars[...]
        var styled = false
        while let scalar = rest.popFirst() {
            guard scalar == "\u{1B}" else {
                append(scalar, to: &result)
                continue
            }
            let sequence = sgr(rest)
            rest = rest.dropFirst(sequence?.count ?? unusedSequenceLength(rest))
            guard let sequence else { continue }
            styled = true
            result.append("\u{1B}")
            result.append(contentsOf: sequence)
        }
        return String(result) + (styled ? "\u{1B}[0m" : "")
    }

    private static func append(_ scalar: Unicode.Scalar, to result: inout String.UnicodeScalarView) {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: result.append("\u{FFFD}")
        // ZERO WIDTH JOINER and NON-JOINER are part of how words and emoji are spelled.
        case .format where scalar != "\u{200C}" && scalar != "\u{200D}": break
        default: result.append(scalar)
        }
    }

    /// What follows an ESC when it is `[ … m`.
    private static func sgr(_ rest: Substring.UnicodeScalarView) -> Substring.UnicodeScalarView? {
        guard rest.first == "[" else { return nil }
        let parameters = rest.dropFirst().prefix { ("0"..."9").contains($0) || $0 == ";" || $0 == ":" }
        guard parameters.count <= 64, parameters.endIndex < rest.endIndex, rest[parameters.endIndex] == "m" else {
            return nil
        }
        return rest[...parameters.endIndex]
    }

    /// How many scalars after an ESC belong to a sequence that is left out.
    private static func unusedSequenceLength(_ rest: Substring.UnicodeScalarView) -> Int {
        switch rest.first {
        case "[":
            let parameters = rest.dropFirst().prefix { (0x20...0x3F).contains($0.value) }
            return min(parameters.count + 2, rest.count)
        case "]", "P", "^", "_", "X":
            // A string: to BEL or ESC \.
            var count = 0
            for scalar in rest {
                count += 1
                if scalar == "\u{07}" { return count }
                if scalar == "\u{1B}" { return min(count + 1, rest.count) }
            }
            return count
        case nil: return 0
        default: return 1
        }
    }
}
