/// A git worktree, as `git worktree list --porcelain` tells of it.
package struct WorktreeInfo: Sendable, Hashable {
    /// Absolute.
    package var path: String
    /// Nil where its HEAD is detached.
    package var branch: String?
    package var head: String?

    package init(path: String, branch: String?, head: String?) {
        self.path = path
        self.branch = branch
        self.head = head
    }
}
