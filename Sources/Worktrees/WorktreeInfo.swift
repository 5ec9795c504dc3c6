/// A git worktree, as `git worktree list --porcelain` tells of it.
package struct WorktreeInfo: Sendable, Hashable {
    /// Absolute. Broken characters are mended where the path is not UTF-8: then `isExact` is false.
    package var path: String
    /// Without `refs/heads/`; nil where its HEAD is detached.
    package var branch: String?
    /// In full; nil where there is no commit yet, or the repository is bare.
    package var head: String?
    package var isBare: Bool
    /// Why it is kept from being removed; empty where no reason was given, nil where it is not locked.
    package var locked: String?
    /// Why git takes it for gone.
    package var prunable: String?
    package var isExact: Bool

    package init(
        path: String, branch: String?, head: String?, isBare: Bool = false, locked: String? = nil,
        prunable: String? = nil, isExact: Bool = true
    ) {
        self.path = path
        self.branch = branch
        self.head = head
        self.isBare = isBare
        self.locked = locked
        self.prunable = prunable
        self.isExact = isExact
    }

    /// Reads the list, the main worktree first. What is not understood is left out.
    ///
    /// - Parameter separator: between lines: 0 (`-z`), or a line break, with which a path that has one is not whole.
    package static func list(_ output: [UInt8], separator: UInt8) -> [WorktreeInfo] {
        var result: [WorktreeInfo] = []
        var current: WorktreeInfo?
        for line in output.split(separator: separator, omittingEmptySubsequences: false) {
            if line.isEmpty {
                if let current { result.append(current) }
                current = nil
                continue
            }
            let text = String(decoding: line, as: UTF8.self)
            let word = text.prefix { $0 != " " }
            let rest = String(text.dropFirst(word.count + 1))
            switch word {
            case "worktree":
                if let current { result.append(current) }
                let isExact = text.utf8.elementsEqual(line)
                current = WorktreeInfo(path: rest, branch: nil, head: nil, isExact: isExact)
            case "HEAD": current?.head = rest.allSatisfy { $0 == "0" } ? nil : rest
            case "branch": current?.branch = rest.hasPrefix("refs/heads/") ? String(rest.dropFirst(11)) : nil
            case "bare": current?.isBare = true
            case "locked": current?.locked = rest
            case "prunable": current?.prunable = rest
            default: break
            }
        }
        if let current { result.append(current) }
        return result
    }
}
