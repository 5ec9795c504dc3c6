/// Lines broken where a terminal ends.
package enum WordWrap {
    /// `line` in pieces of at most `width` columns, between words where it can be; what follows is indented as the
    /// line is. Nil for no limit.
    package static func lines(_ line: String, width: Int?) -> [String] {
        guard let width, line.displayWidth > width else { return [line] }
        let line = trimmed(line[...])
        let indent = String(line.prefix { $0 == " " }.prefix(width / 2))
        var result: [String] = []
        var current = ""
        var used = 0
        // After the last blank, and how wide what stands before it is.
        var word: (start: String.Index, used: Int)?
        for character in line {
            let columns = character.displayWidth
            if used + columns > width, used > indent.count {
                if character == " " {
                    result.append(trimmed(current[...]))
                    (current, used, word) = (indent, indent.count, nil)
                    continue
                }
                if let cut = word, cut.used > indent.count {
                    let rest = String(current[cut.start...])
                    result.append(trimmed(current[..<cut.start]))
                    current = indent + rest
                } else {
                    result.append(trimmed(current[...]))
                    current = indent
                }
                used = current.displayWidth
                word = nil
            }
            if character == " ", !result.isEmpty, used == indent.count { continue }
            current.append(character)
            used += columns
            if character == " " { word = (current.endIndex, used) }
        }
        result.append(current)
        return result
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
