import Model
import Platform
import Testing

@testable import Worktrees

@Suite struct MergeTests {
    private func merge(_ box: Sandbox, _ made: SessionWorktree, _ mode: MergeMode = .merge) async throws
        -> Repository.MergeResult
    {
        try await box.repository().merge(made.branch, into: "main", mode: mode, message: "api: all")
    }

    @Test func `A branch is merged forward, with a commit, or as one`() async throws {
        try await Sandbox.with { box in
            let made = try await box.make("api")
            #expect(try await merge(box, made) == .nothing)
            try box.commit("b", "b", in: made)
            #expect(try await merge(box, made) == .fastForward)
            #expect(box.text("repo/b") == "b")
            try box.commit("c", "c", in: made)
            try box.write("repo/d", "d")
            try box.git("add", ".")
            try box.git("commit", "-qm", "d")
            #expect(try await merge(box, made) == .merged)
            #expect(try box.git("log", "-1", "--format=%p").split(separator: " ").count == 2)
            try box.commit("e", "e", in: made)
            try box.commit("f", "f", in: made)
            #expect(try await merge(box, made, .squash) == .squashed)
            #expect(try box.git("log", "-1", "--format=%s") == "api: all\n")
            // A second attempt after a crash has nothing left to do.
            #expect(try await merge(box, made, .squash) == .nothing)
        }
    }

    @Test func `On a conflict nothing is changed, and the files are named`() async throws {
        try await Sandbox.with { box in
            let made = try await box.make("api")
            try box.commit("a", "theirs\n", in: made)
            try box.write("repo/a", "ours\n")
            try box.git("commit", "-qam", "ours")
            let before = try box.git("rev-parse", "HEAD")
            for mode in [MergeMode.merge, .squash] {
                #expect(try await merge(box, made, mode) == .conflict(["a"]))
                #expect(try box.git("rev-parse", "HEAD") == before)
                #expect(try box.git("status", "--porcelain").isEmpty)
                #expect(box.text("repo/a") == "ours\n")
            }
        }
    }

    @Test func `A hook of the user's that refuses undoes the merge`() async throws {
        try await Sandbox.with { box in
            let made = try await box.make("api")
            try box.commit("b", "b", in: made)
            try box.write("repo/c", "c")
            try box.git("add", ".")
            try box.git("commit", "-qm", "c")
            try box.write("repo/.git/hooks/commit-msg", "#!/bin/sh\nexit 1\n")
            try box.write("repo/.git/hooks/pre-merge-commit", "#!/bin/sh\nexit 1\n")
            for hook in ["commit-msg", "pre-merge-commit"] {
                SystemFolder.takePermissions(of: "/bin/sh", for: box.repo + "/.git/hooks/" + hook)
            }
            let before = try box.git("rev-parse", "HEAD")
            for mode in [MergeMode.merge, .squash] {
                #expect(await refusal { _ = try await merge(box, made, mode) }?.code == .failed)
                #expect(try box.git("rev-parse", "HEAD") == before)
                #expect(try box.git("status", "--porcelain").isEmpty)
            }
        }
    }

    @Test func `Uncommitted changes where it goes are an obstacle with a way; untracked files are not`() async throws {
        try await Sandbox.with { box in
            let made = try await box.make("api")
            try box.commit("b", "b", in: made)
            try box.write("repo/a", "changed\n")
            guard case .obstructed(_, let way) = try await merge(box, made) else {
                Issue.record("not obstructed")
                return
            }
            #expect(way == ["git -C \(box.repo) merge ccmux/api"])
            #expect(box.text("repo/a") == "changed\n")
            try box.git("checkout", "-q", "a")
            try box.write("repo/untracked", "u")
            #expect(try await merge(box, made) == .fastForward)
        }
    }

    @Test func `An untracked file that the merge would overwrite is kept, and the merge undone`() async throws {
        try await Sandbox.with { box in
            let made = try await box.make("api")
            try box.commit("b", "theirs", in: made)
            try box.write("repo/b", "mine")
            #expect(await refusal { _ = try await merge(box, made) }?.code == .failed)
            #expect(box.text("repo/b") == "mine")
            #expect(try await box.repository().status(in: box.repo).changed.isEmpty)
        }
    }

    @Test func `A tag of the same name is not merged instead`() async throws {
        try await Sandbox.with { box in
            let made = try await box.make("api")
            try box.git("tag", made.branch)
            try box.commit("b", "b", in: made)
            #expect(try await merge(box, made) == .fastForward)
            #expect(box.text("repo/b") == "b")
        }
    }

    @Test func `A branch that moved on is not deleted, and one that was comes back by the command`() async throws {
        try await Sandbox.with { box in
            let made = try await box.make("api")
            let repository = try await box.repository()
            let old = try #require(try await repository.tip(of: made.branch))
            try box.commit("b", "b", in: made)
            let tip = try #require(try await repository.tip(of: made.branch))
            try await repository.remove(made.path)
            #expect(await refusal { _ = try await repository.delete(branch: made.branch, at: old) }?.code == .refused)
            let undo = try await repository.delete(branch: made.branch, at: tip)
            #expect(try await repository.tip(of: made.branch) == nil)
            #expect(undo == "git -C \(box.repo) branch ccmux/api \(tip)")
            try box.git("branch", "ccmux/api", tip)
            #expect(try await repository.tip(of: made.branch) == tip)
        }
    }

    @Test func `Uncommitted changes that are thrown away can be brought back`() async throws {
        try await Sandbox.with { box in
            let made = try await box.make("api")
            try box.write("repo.worktrees/api/a", "precious\n")
            let repository = try await box.repository()
            let commit = try #require(try await repository.keepsake(of: made.path))
            try await repository.remove(made.path)
            try box.git("stash", "apply", "-q", commit)
            #expect(box.text("repo/a") == "precious\n")
        }
    }
}

@Suite struct RadarTests {
    private func seat(_ name: String, _ directory: String) throws -> ConflictRadar.Seat {
        ConflictRadar.Seat(session: try #require(SessionName(name)), glance: try #require(GitGlance(directory)))
    }

    @Test func `Sessions in one worktree share it, in whichever folder of it they are`() async throws {
        try await Sandbox.with { box in
            try box.write("repo/deep/file", "x")
            let made = try await box.make("c")
            let seats = [
                try seat("a", box.repo), try seat("b", box.repo + "/deep"), try seat("c", made.path),
            ]
            let shared = ConflictRadar.sharing(seats)
            #expect(shared.map { $0.sessions.map(\.text) } == [["a", "b"]])
            #expect(shared.first?.directory == box.repo)
            #expect(shared.first?.branches == ["main"])
            #expect(GitGlance(box.root) == nil)
        }
    }

    @Test func `A glance changes with each commit, packed or not`() async throws {
        try await Sandbox.with { box in
            let made = try await box.make("api")
            let first = GitGlance(made.path)
            #expect(first?.branch == "ccmux/api")
            #expect(first?.top == made.path)
            #expect(first?.commonFolder == box.repo + "/.git")
            try box.commit("b", "b", in: made)
            let second = GitGlance(made.path)
            #expect(second != first)
            try box.git("pack-refs", "--all")
            try box.commit("c", "c", in: made)
            #expect(GitGlance(made.path) != second)
            try box.git("checkout", "-q", "--detach", at: made.path)
            #expect(GitGlance(made.path)?.branch == nil)
        }
    }

    @Test func `Branches that cannot be merged by themselves are found, and nothing is left in the repository`()
        async throws
    {
        try await Sandbox.with { box in
            var made: [SessionWorktree] = []
            for name in ["a", "b", "c"] { made.append(try await box.make(name)) }
            try box.commit("a", "from a\n", in: made[0])
            try box.commit("a", "from b\n", in: made[1])
            try box.commit("other", "from c\n", in: made[2])
            let before = try box.git("count-objects")
            let radar = ConflictRadar(git: box.git, scratch: box.root + "/scratch")
            let seats = [
                try seat("a", made[0].path), try seat("b", made[1].path), try seat("c", made[2].path),
                try seat("m", box.repo),
            ]
            let list = await radar.look(at: seats)
            #expect(list.notes.isEmpty)
            #expect(list.conflicts.map(\.kind) == ["merge"])
            #expect(list.conflicts.first?.sessions.map(\.text) == ["a", "b"])
            #expect(list.conflicts.first?.files == ["a"])
            #expect(try box.git("count-objects") == before)
            #expect(Files.kind(of: box.root + "/scratch") == nil)
            // Solved: b takes what a has.
            try box.git("reset", "-q", "--hard", made[0].branch, at: made[1].path)
            let after = [
                try seat("a", made[0].path), try seat("b", made[1].path), try seat("c", made[2].path),
            ]
            #expect(await radar.look(at: after).conflicts.isEmpty)
        }
    }
}
