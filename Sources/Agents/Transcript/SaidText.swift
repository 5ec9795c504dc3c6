/// What an agent said, gathered from its newest words to older ones.
struct SaidText {
    private var blocks: [String] = []
    private var count = 0

    /// Bytes; what was said before them is left out.
    private static let limit = 4 << 20

    /// Takes what stands before all that was taken so far; false when there is no room for more.
    mutating func takeBefore(_ text: String) -> Bool {
        guard !text.isEmpty else { return true }
        guard count + text.utf8.count + 2 <= Self.limit else { return false }
        count += text.utf8.count + 2
        blocks.append(text)
        return true
    }

    /// The blocks in their order, with a blank line between; nil for none.
    var text: String? { blocks.isEmpty ? nil : blocks.reversed().joined(separator: "\n\n") }
}
