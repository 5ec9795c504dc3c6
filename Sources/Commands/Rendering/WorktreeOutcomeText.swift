package import Model

/// What became of a worktree, in lines.
package enum WorktreeOutcomeText {
    package static func lines(_ outcome: WorktreeOutcome, isDry: Bool) -> [String] {
        guard outcome.removed else {
            return [SafeText.oneLine("\(outcome.name): left. \(outcome.reason ?? "") \(outcome.path)")]
        }
        var words: [String] = []
        let into = outcome.into.map { " into \($0)" } ?? ""
        switch outcome.result {
        case "merged": words.append("\(outcome.branch) was merged\(into)")
        case "fast-forward": words.append("\(outcome.branch) was merged\(into) (fast-forward)")
        case "squashed": words.append("\(outcome.branch) was squashed\(into)")
        case "nothing": words.append("\(outcome.branch) had nothing to merge")
        default: break
        }
        words.append(isDry ? "the worktree would go" : "the worktree is gone")
        if outcome.branchDeleted {
            words.append(isDry ? "the branch too" : "and so is the branch")
        } else if outcome.head != nil {
            words.append("the branch \(outcome.branch) stays")
        }
        var lines = ["\(outcome.name): \(words.joined(separator: ", ")): \(outcome.path)"]
        if let reason = outcome.reason { lines.append("  \(reason)") }
        if outcome.branchDeleted, let undo = outcome.undo { lines.append("  the branch comes back with: \(undo)") }
        if let stash = outcome.stash { lines.append("  uncommitted changes come back with: \(stash)") }
        return lines.map { SafeText.oneLine($0) }
    }
}
