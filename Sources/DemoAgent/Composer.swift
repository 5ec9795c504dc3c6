/// The draft being written, and the prompts recalled into it. The text is kept in two parts, before and
/// after the cursor, so that typing stays cheap in a draft of megabytes.
struct Composer: Equatable {
    private(set) var before = ""
    private(set) var after = ""
    private var history: [String] = []
    /// The place in the history while it is walked, and the draft that was left for it.
    private var recalled: (index: Int, draft: String)?

    var text: String { before + after }
    var isEmpty: Bool { before.isEmpty && after.isEmpty }

    static func == (left: Composer, right: Composer) -> Bool {
        left.before == right.before && left.after == right.after && left.history == right.history
    }

    mutating func insert(_ text: String) { before += text }

    mutating func clear() {
        (before, after) = ("", "")
        recalled = nil
    }

    /// Takes the draft out, and keeps it for recall.
    mutating func submit() -> String {
        let text = text
        clear()
        remember(text)
        return text
    }

    mutating func remember(_ text: String) {
        guard !text.isEmpty, history.last != text else { return }
        history.append(text)
        if history.count > 100 { history.removeFirst() }
    }

    /// Applies an editing key; false where the key is none.
    mutating func edit(_ key: Key) -> Bool {
        switch key {
        case .text(let text), .paste(let text): insert(text)
        case .newline, .control("j"): insert("\n")
        case .backspace: if !before.isEmpty { before.removeLast() }
        case .delete: if !after.isEmpty { after.removeFirst() }
        case .left: if let moved = before.popLast() { after.insert(moved, at: after.startIndex) }
        case .right: if !after.isEmpty { before.append(after.removeFirst()) }
        case .home, .control("a"): moveToLineStart()
        case .end, .control("e"): moveToLineEnd()
        case .control("u"): before = String(lineHead)
        case .control("k"): after = String(after[lineTail.endIndex...])
        case .up: moveUp()
        case .down: moveDown()
        default: return false
        }
        return true
    }

    /// All before the line that the cursor is in.
    private var lineHead: Substring {
        before.lastIndex(of: "\n").map { before[...$0] } ?? before[before.startIndex..<before.startIndex]
    }

    /// The rest of the line that the cursor is in.
    private var lineTail: Substring { after.prefix { $0 != "\n" } }

    private mutating func moveToLineStart() {
        let head = lineHead
        after = String(before[head.endIndex...]) + after
        before = String(head)
    }

    private mutating func moveToLineEnd() {
        let tail = lineTail
        before += tail
        after = String(after[tail.endIndex...])
    }

    private mutating func moveUp() {
        guard before.contains("\n") else { return recall(step: -1) }
        let column = before.count - lineHead.count
        moveToLineStart()
        _ = edit(.left)
        let length = before.count - lineHead.count
        for _ in 0..<max(0, length - column) { _ = edit(.left) }
    }

    private mutating func moveDown() {
        guard after.contains("\n") else { return recall(step: 1) }
        let column = before.count - lineHead.count
        moveToLineEnd()
        _ = edit(.right)
        for _ in 0..<min(column, lineTail.count) { _ = edit(.right) }
    }

    private mutating func recall(step: Int) {
        let current = recalled?.index ?? history.count
        let index = current + step
        guard index >= 0, index <= history.count, index != current else { return }
        let draft = recalled?.draft ?? text
        let back = index == history.count
        (before, after) = (back ? draft : history[index], "")
        recalled = back ? nil : (index, draft)
    }
}
