import Testing
import Worktrees

@Suite struct WorktreeInfoTests {
    @Test func `A detached worktree has no branch`() {
        #expect(WorktreeInfo(path: "/w", branch: nil, head: "0").branch == nil)
    }
}
