/// Whether what stands in a composer is what was put there.
///
/// A terminal shows a text without its line breaks, wrapped, without what is invisible, and tmux leaves parts of long
/// emoji out; a reader keeps no more than a draft's first 1,000 characters, and a composer that has scrolled shows only
/// a part. What is left of both must agree.
enum DraftMatch {
    static func isSame(_ draft: String, _ sent: String) -> Bool {
        let shown = plain(draft)
        let whole = plain(sent)
        guard !shown.isEmpty, !whole.isEmpty else { return isOfSame(draft, sent) }
        if shown == whole { return true }
        guard shown.utf8.count >= partLength, shown.utf8.count < whole.utf8.count else { return false }
        // In the shell mode the sign is not a part of the text.
        if whole.begins("!"), whole.utf8.dropFirst().starts(with: shown.utf8) { return false }
        return whole.has(shown)
    }

    /// Bytes: a part that is shorter says nothing.
    private static let partLength = 60

    /// `[Pasted text #2 +29 lines]`: the number of line breaks, nothing where there is none. An agent that is slow to read
    /// takes one paste for several, some of them too short to be folded.
    static func isPastedText(_ draft: String, _ sent: String) -> Bool {
        var rest = draft[...]
        var count = 0
        var marks = 0
        var between = ""
        while !rest.isEmpty, marks <= markLimit {
            if let mark = pastedText(rest) {
                (count, rest, marks) = (count + mark.breaks, mark.rest, marks + 1)
            } else {
                between.append(rest.removeFirst())
            }
        }
        guard rest.isEmpty, marks > 0 else { return false }
        let breaks = lineBreaks(sent)
        guard breaks >= 2 || sent.utf8.count >= foldedLength else { return false }
        let plainBetween = plain(between)
        if plainBetween.isEmpty { return count == breaks }
        return count <= breaks && plain(sent).has(plainBetween)
    }

    private static let markLimit = 100

    /// One mark at the beginning.
    private static func pastedText(_ text: Substring) -> (breaks: Int, rest: Substring)? {
        guard var rest = number(after: "[Pasted text #", in: text)?.rest else { return nil }
        var breaks = 0
        if let lines = number(after: " +", in: rest) {
            breaks = lines.value
            guard lines.rest.begins(" line") else { return nil }
            rest = lines.rest.dropFirst(lines.rest.begins(" lines") ? 6 : 5)
        }
        return rest.begins("]") ? (breaks, rest.dropFirst()) : nil
    }

    /// Bytes. Claude folds what has more than 800 characters, or four lines.
    private static let foldedLength = 500

    /// `[Pasted Content 1100 chars]`, with ` #2` behind it where it is not the first of its length.
    static func isPastedContent(_ draft: String, _ sent: String) -> Bool {
        guard let count = number(after: "[Pasted Content ", in: draft[...]), count.rest.begins(" chars]") else {
            return false
        }
        let rest = count.rest.dropFirst(7)
        guard rest.isEmpty || number(after: " #", in: rest)?.rest.isEmpty == true else { return false }
        return count.value == sent.unicodeScalars.count
    }

    /// `[Image #3]`, for the path of one.
    static func isImage(_ draft: String, _ sent: String) -> Bool {
        guard ImagePath.begins(sent), let mark = number(after: "[Image #", in: draft[...]) else { return false }
        return mark.rest.begins("]")
    }

    private static func number(after words: String, in text: Substring) -> (value: Int, rest: Substring)? {
        guard text.begins(words) else { return nil }
        let rest = text.dropFirst(words.count)
        let digits = rest.prefix { ("0"..."9").contains($0) }
        guard digits.utf8.count <= 9, let value = Int(digits) else { return nil }
        return (value, rest[digits.endIndex...])
    }

    private static func lineBreaks(_ text: String) -> Int {
        var count = 0
        var before: UInt8 = 0
        for byte in text.utf8 {
            if byte == 0x0D || (byte == 0x0A && before != 0x0D) { count += 1 }
            before = byte
        }
        return count
    }

    /// Without blanks and all that a terminal may show otherwise than it was sent.
    private static func plain(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            return String(decoding: text.utf8.filter { $0 > 0x20 }, as: UTF8.self)
        }
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where isShown(scalar) { scalars.append(scalar) }
        return String(scalars)
    }

    private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x80 { return scalar.value > 0x20 }
        guard scalar.value < 0x1F000, scalar != "\u{FFFD}", !scalar.properties.isWhitespace else { return false }
        switch scalar.properties.generalCategory {
        case .format, .control, .unassigned, .privateUse, .surrogate: return false
        default: return !scalar.properties.isDefaultIgnorableCodePoint
        }
    }

    /// Of nothing but emoji.
    private static func isOfSame(_ draft: String, _ sent: String) -> Bool {
        let all = Set(sent.unicodeScalars)
        let shown = draft.unicodeScalars.filter { !$0.properties.isWhitespace }
        return !shown.isEmpty && shown.allSatisfy(all.contains)
    }
}

/// An image's path at the beginning of a text: agents attach the image instead.
enum ImagePath {
    static func begins(_ text: String) -> Bool { ofFirstLine(text) != nil }

    /// What comes after the first line, where that is an image's path.
    static func ofFirstLine(_ text: String) -> Substring? {
        let line = text.prefix { !$0.isNewline }
        let path = line.trimmedBlanks().asciiLowercased()
        guard path.begins("/") || path.begins("~/") else { return nil }
        guard [".png", ".jpg", ".jpeg", ".gif", ".webp"].contains(where: { path.ends($0) }) else { return nil }
        return text[line.endIndex...].dropFirst()
    }
}
