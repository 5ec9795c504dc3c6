package import Model

/// A conflict between sessions, as one line.
package enum ConflictText {
    package static func line(_ conflict: WorktreeConflict) -> String {
        let names = list(conflict.sessions.map(\.text))
        let verb = conflict.sessions.count > 1 ? "work" : "works"
        switch conflict.kind {
        case "shared":
            let branch = conflict.branches.first.map { ", on \($0)" } ?? ""
            return SafeText.oneLine("! \(names) \(verb) in one directory\(branch): \(conflict.directory)")
        case "merge":
            let files = conflict.files.prefix(3).joined(separator: ", ")
            let more = conflict.fileCount > 3 ? " and \(conflict.fileCount - 3) more" : ""
            return SafeText.oneLine("! \(names) would conflict when merged: \(files)\(more)")
        default: return SafeText.oneLine("! \(names): \(conflict.kind) in \(conflict.directory)")
        }
    }

    private static func list(_ names: [String]) -> String {
        guard names.count > 1, let last = names.last else { return names.first ?? "" }
        let shown = names.dropLast().prefix(5)
        let left = names.count - 1 - shown.count
        return shown.joined(separator: ", ") + (left > 0 ? " and \(left + 1) others" : " and \(last)")
    }
}
