/// The row below a menu that names its keys: `Enter to confirm · Esc to cancel`.
struct HintRow {
    /// Some key confirms.
    var confirms = false
    /// Some key leaves.
    var leaves = false

    /// Nil where the row names no keys. A message's row, which begins with a sign of its own, is none; nor is what a
    /// person types.
    init?(_ row: ScreenRow) {
        guard !row.isBlank, row.cells <= 300, let glyph = row.glyph, !MessageSign.all.contains(glyph),
            !MessageSign.prompts.contains(glyph)
        else { return nil }
        let text = row.text.asciiLowercased()
        confirms = text.has(anyOf: Self.confirming)
        leaves = text.has(anyOf: Self.leaving)
        if !confirms || !leaves { readKeys(text) }
        guard confirms || leaves || text.has(anyOf: Self.others) else { return nil }
    }

    /// `enter resume   esc start new   ^c quit`: keys and what they do, parted by dots or wide gaps.
    private mutating func readKeys(_ text: String) {
        var parts: [Substring] = []
        var start: String.Index?
        var blanks = 0
        // Dots, arrows and the like part the keys, as do wide gaps.
        for index in text.utf8.indices {
            let byte = text.utf8[index]
            blanks = byte == 0x20 ? blanks + 1 : 0
            if byte >= 0x80 || byte == UInt8(ascii: "|") || byte == UInt8(ascii: ",") || blanks == 3 {
                if let begin = start { parts.append(text[begin..<index]) }
                start = nil
            } else if start == nil, byte != 0x20 {
                start = index
            }
        }
        if let start { parts.append(text[start...]) }
        guard parts.count > 1, parts.allSatisfy({ $0.utf8.count <= 40 }) else { return }
        for part in parts {
            confirms = confirms || ["enter ", "return ", "space "].contains { part.begins($0) }
            leaves = leaves || ["esc ", "^c "].contains { part.begins($0) }
        }
    }

    private static let confirming = [
        "enter to ", "enter continue", "return to ", "press enter", "enter select", "enter confirm", "↵ to",
        "space to ",
        "enter submit", "⏎", "enter/space",
    ]
    private static let leaving = [
        "esc to ", "escape to ", "esc cancel", "esc exit", "esc close", "esc back", "esc again", "q to quit",
        "ctrl+c to ", "ctrl-c to ", "ctrl + c to ",
    ]
    private static let others = [
        "tab to ", "shift+tab", "↑/↓", "↑↓", "←/→", "ctrl+", "ctrl-", "to navigate", "to select", "to amend", "to edit",
        "to toggle", "to switch", "to adjust",
    ]
}

/// The signs with which messages begin in the agents' histories, at the left edge.
enum MessageSign {
    static let all: Set<Unicode.Scalar> = ["●", "⏺", "•", "◦", "⎿", "■", "✻", "✔", "✗", "⚠", "※", "∴", "└", "▣"]
    /// Claude's prompts in history and its composer.
    static let prompts: Set<Unicode.Scalar> = ["❯", ">", "›", "»", "!"]
}
