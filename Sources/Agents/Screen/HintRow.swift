/// The row below a menu that names its keys: `Enter to confirm · Esc to cancel`.
struct HintRow {
    /// Some key confirms.
    var confirms = false
    /// Some key leaves.
    var leaves = false

    /// Nil where the row names no keys. A message's row, which begins with a sign of its own, is none.
    init?(_ row: ScreenRow) {
        guard !row.isBlank, row.cells <= 300, let glyph = row.glyph, !MessageSign.all.contains(glyph) else {
            return nil
        }
        let text = row.text.lowercased()
        confirms = Self.confirming.contains { text.contains($0) }
        leaves = Self.leaving.contains { text.contains($0) }
        guard confirms || leaves || Self.others.contains(where: { text.contains($0) }) else { return nil }
    }

    private static let confirming = [
        "enter to ", "enter continue", "return to ", "press enter", "enter select", "enter confirm", "↵ to", "space to ",
        "enter submit", "enter =", "enter:", "⏎",
    ]
    private static let leaving = [
        "esc to ", "escape to ", "esc cancel", "esc/", "esc exit", "esc close", "esc back", "esc again", "esc =", "esc:",
        "q to ", "ctrl+c to ", "ctrl-c to ", "ctrl + c to ",
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
