package import Model

/// Worktrees as `ccmux worktree list` shows them.
package struct WorktreeTable: Sendable {
    package var list: WorktreeList
    package var userHome: String?

    package init(list: WorktreeList, userHome: String?) {
        self.list = list
        self.userHome = userHome
    }

    package func lines(width: Int?, colour: Bool) -> [String] {
        let table = TextTable(
            columns: [
                .init("SESSION", minimum: 8), .init("BRANCH", minimum: 10), .init("AHEAD"),
                .init("BEHIND", dropOrder: 2), .init("STATE", minimum: 12),
                .init("PATH", minimum: 12, dropOrder: 3, cutsStart: true),
            ],
            rows: list.worktrees.map(row))
        let notes = list.conflicts.map(ConflictText.line) + list.notes.map { SafeText.oneLine($0) }
        return (list.worktrees.isEmpty ? [] : table.lines(width: width, colour: colour))
            + notes.map { width.map($0.truncatedAtEnd(to:)) ?? $0 }
    }

    private func row(_ view: WorktreeView) -> [TextTable.Cell] {
        [
            .init(view.name.text + (view.session == nil ? " (gone)" : ""), view.session == nil ? .faint : .plain),
            .init(SafeText.oneLine(view.branch)), .init(view.ahead.map(String.init) ?? ""),
            .init(view.behind.map(String.init) ?? ""), .init(SafeText.oneLine(Self.state(view))),
            .init(SessionTable.shortened(SafeText.oneLine(view.path), userHome: userHome)),
        ]
    }

    static func state(_ view: WorktreeView) -> String {
        var words: [String] = []
        if view.missing { words.append("missing") }
        if let dirty = view.dirty, dirty > 0 { words.append("\(dirty) uncommitted") }
        if view.setup == .running { words.append("setup runs") }
        if view.setup == .failed { words.append("setup failed") }
        if let locked = view.locked { words.append(locked.isEmpty ? "locked" : "locked: \(locked)") }
        if view.merged == true, view.head != view.base { words.append("merged") }
        if let problem = view.problem { words.append(problem) }
        return words.joined(separator: ", ")
    }
}
