/// What would come of merging two commits, as `git merge-tree --write-tree -z --name-only --no-messages` tells.
package struct MergeForecast: Sendable, Hashable {
    /// Files that conflict, each once; empty where it merges by itself.
    package var files: [String]

    package var isClean: Bool { files.isEmpty }

    package init(files: [String]) {
        self.files = files
    }

    /// - Parameter status: 0 clean, 1 conflicts.
    /// - Returns: nil where it says neither.
    package init?(status: Int, output: [UInt8]) {
        switch status {
        case 0: files = []
        case 1:
            // The tree's id, then the files; informational messages, were there any, come after an empty field.
            let fields = output.split(separator: 0, omittingEmptySubsequences: false).dropFirst()
            var seen: Set<String> = []
            files = fields.prefix { !$0.isEmpty }.map { String(decoding: $0, as: UTF8.self) }
                .filter { seen.insert($0).inserted }
            // Some conflicts name no file of their own.
            if files.isEmpty { files = ["(git names no file)"] }
        default: return nil
        }
    }
}
