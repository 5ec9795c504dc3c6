import Model
import Platform
import Testing

@testable import Worktrees

/// Against real repositories.
@Suite struct RepositoryTests {
    @Test func `A worktree is made beside the repository, on a branch of its own from HEAD`() async throws {
        try await Sandbox.with { box in
            let made = try await box.make("api")
            #expect(made.path == box.root + "/repo.worktrees/api")
            #expect(made.branch == "ccmux/api")
            #expect(made.into == "main")
            #expect(made.madeBranch)
            #expect(box.text("repo.worktrees/api/a") == "one\n")
            let repository = try await box.repository(made.path)
            #expect(repository.root == box.repo)
            #expect(try await repository.status(in: made.path).isClean)
        }
    }

    @Test func `The main worktree and every linked one, and any folder in them, belong to one repository`() async throws
    {
        try await Sandbox.with { box in
            try box.write("repo/deep/er/file", "x")
            let made = try await box.make("api")
            for place in [box.repo, box.repo + "/deep/er", made.path] {
                #expect(try await box.repository(place).root == box.repo)
            }
            #expect(await refusal { _ = try await box.repository(box.root) }?.code == .refused)
            #expect(await refusal { _ = try await box.repository(box.repo + "/.git") }?.code == .refused)
        }
    }

    @Test func `A repository without a commit is refused with advice`() async throws {
        try await Sandbox.with(commit: false) { box in
            let error = await refusal { _ = try await box.make("api") }
            #expect(error?.message.contains("no commit yet") == true)
            #expect(error?.advice?.contains("commit") == true)
        }
    }

    @Test func `A branch that is there is used, unless it is checked out`() async throws {
        try await Sandbox.with { box in
            try box.git("branch", "feature")
            let made = try await box.make("api", branch: "feature")
            #expect(!made.madeBranch)
            #expect(try await box.repository().currentBranch(in: made.path) == "feature")
            #expect(await refusal { _ = try await box.make("web", branch: "feature") }?.code == .exists)
            #expect(await refusal { _ = try await box.make("web", branch: "main") }?.code == .exists)
        }
    }

    @Test(arguments: [
        "-x", "--force", "a..b", "a b", "", "x.lock", "@{-1}", "HEAD", "a\nb", "a\0b", "~x", "refs/heads/", "/a",
        "a//b",
    ])
    func `What cannot be a branch's name is refused`(_ branch: String) async throws {
        try await Sandbox.with { box in
            #expect(await refusal { try await box.repository().check(branch: branch) }?.code == .invalid)
        }
    }

    @Test(arguments: ["sp ace", "new\nline", "-dash", "ümläut", "quo'te\"s", "$(touch x)", "a;b", "%41", "{name}"])
    func `Folders with unusual names are no different`(_ folder: String) async throws {
        try await Sandbox.with { box in
            let place = "\(box.root)/x\(folder)"
            let copy = place + "/" + folder
            try SystemFolder.make(place)
            _ = try await box.git.run(["clone", "-q", "--", box.repo, copy], in: box.root)
            let plan = try await box.plan("api", from: copy)
            let repository = try await box.repository(copy)
            #expect(repository.root == copy)
            try await repository.add(plan)
            #expect(GitGlance(plan.path)?.branch == "ccmux/api")
            #expect(try await repository.status(in: plan.path).isClean)
            #expect(try await repository.worktree(at: plan.path)?.branch == "ccmux/api")
            try await repository.remove(plan.path)
            #expect(Files.kind(of: plan.path) == nil)
        }
    }

    @Test func `Files with unusual names are counted, copied and compared`() async throws {
        try await Sandbox.with { box in
            let names = ["sp ace", "new\nline", "-dash", "ümläut", "quo'te\"s", "tab\t"]
            for name in names { try box.write("repo/\(name)", name) }
            let made = try await box.make("api")
            let repository = try await box.repository()
            #expect(try await repository.status(in: box.repo).untracked.sorted() == names.sorted())
            let copies = try await repository.takeChanges(from: box.repo, to: made.path)
            #expect(copies.copied.sorted() == names.sorted())
            for name in names { #expect(box.text("repo.worktrees/api/\(name)") == name) }
            // They are here just so, and nothing would be lost with the copies.
            #expect(try await repository.losses(in: made.path).isClean)
            try box.write("repo.worktrees/api/-dash", "other")
            #expect(try await repository.losses(in: made.path).untracked == ["-dash"])
        }
    }

    @Test func `A detached HEAD gives a worktree that goes into no branch`() async throws {
        try await Sandbox.with { box in
            try box.git("checkout", "-q", "--detach")
            let made = try await box.make("api")
            #expect(made.into == nil)
        }
    }

    @Test func `A bare repository can have worktrees`() async throws {
        try await Sandbox.with { box in
            try box.git("clone", "-q", "--bare", box.repo, box.root + "/app.git", at: box.root)
            let bare = box.root + "/app.git"
            let made = try await box.make("api", from: bare)
            #expect(made.repository == bare)
            #expect(made.path == box.root + "/app.worktrees/api")
            let repository = try await box.repository(made.path)
            #expect(repository.isBare)
            #expect(repository.root == bare)
            try box.commit("b", "b", in: made)
            // main is checked out nowhere, and can simply be moved on.
            let result = try await repository.merge(made.branch, into: "main", mode: .merge, message: "m")
            #expect(result == .fastForward)
            #expect(try await repository.tip(of: "main") == repository.tip(of: made.branch))
        }
    }

    @Test func `A worktree with a submodule is taken away too`() async throws {
        try await Sandbox.with { box in
            try box.git("init", "-q", box.root + "/part", at: box.root)
            try box.write("part/p", "p")
            try box.git("add", ".", at: box.root + "/part")
            try box.git("commit", "-qm", "p", at: box.root + "/part")
            try box.git("submodule", "--quiet", "add", box.root + "/part", "sub")
            try box.git("commit", "-qm", "sub")
            let inside = try await box.repository(box.repo + "/sub")
            #expect(inside.root == box.repo + "/sub")
            let made = try await box.make("api")
            try box.git("submodule", "--quiet", "update", "--init", at: made.path)
            let repository = try await box.repository()
            #expect(try await repository.losses(in: made.path).isClean)
            try await repository.remove(made.path)
            #expect(Files.kind(of: made.path) == nil)
        }
    }

    @Test func `A locked worktree is left, and its reason told`() async throws {
        try await Sandbox.with { box in
            let made = try await box.make("api")
            try box.git("worktree", "lock", "--reason", "on a stick", made.path)
            let repository = try await box.repository()
            let error = await refusal { try await repository.remove(made.path) }
            #expect(error?.message.contains("on a stick") == true)
            #expect(Files.kind(of: made.path) == .folder)
        }
    }

    @Test func `A place that is taken is refused, an empty folder is used`() async throws {
        try await Sandbox.with { box in
            try box.write("repo.worktrees/api/x", "mine")
            #expect(await refusal { _ = try await box.make("api") }?.code == .exists)
            #expect(box.text("repo.worktrees/api/x") == "mine")
            try SystemFolder.make(box.root + "/repo.worktrees/web")
            _ = try await box.make("web")
        }
    }

    @Test func `Variables that lead git elsewhere are not handed on`() {
        let cleaned = Git.cleaned(["GIT_DIR": "/x", "GIT_SSH_COMMAND": "ssh -i k", "PATH": "/bin"])
        #expect(cleaned["GIT_DIR"] == nil)
        #expect(cleaned["GIT_SSH_COMMAND"] == "ssh -i k")
        #expect(cleaned["GIT_TERMINAL_PROMPT"] == "0")
    }
}

/// A crash may come between any two steps: the second attempt finds what the first one left.
@Suite struct SecondAttemptTests {
    @Test func `Whatever an attempt before has left, the second makes the worktree`() async throws {
        let leftovers: [(String, (Sandbox, SessionWorktree) async throws -> Void)] = [
            ("nothing", { _, _ in }),
            ("the branch", { box, plan in try box.git("branch", plan.branch, plan.base) }),
            ("all of it", { box, plan in try await box.repository().add(plan) }),
            (
                "an unfinished one, marked by git",
                { box, plan in
                    try await box.repository().add(plan)
                    try box.git("worktree", "lock", "--reason", "initializing", plan.path)
                    Files.remove(plan.path + "/a")
                }
            ),
            (
                "git's own notes without the folder",
                { box, plan in
                    try await box.repository().add(plan)
                    SystemFolder.remove(plan.path)
                }
            ),
            (
                "the folder without git's link",
                { box, plan in
                    try await box.repository().add(plan)
                    try box.git("worktree", "lock", "--reason", "initializing", plan.path)
                    SystemFolder.remove(plan.path)
                    try SystemFolder.make(plan.path)
                }
            ),
        ]
        for (what, leave) in leftovers {
            try await Sandbox.with { box in
                let first = try await box.plan("api")
                try await leave(box, first)
                let second = try await box.plan("api", earlier: first)
                #expect(second == first, "\(what)")
                let repository = try await box.repository()
                try await repository.add(second)
                #expect(try await repository.currentBranch(in: second.path) == "ccmux/api", "\(what)")
                #expect(box.text("repo.worktrees/api/a") == "one\n", "\(what)")
                #expect(try await repository.worktree(at: second.path)?.locked == nil, "\(what)")
            }
        }
    }

    @Test func `What another made is not taken for our own`() async throws {
        try await Sandbox.with { box in
            let plan = try await box.plan("api")
            try box.git("worktree", "add", "-q", "-b", "theirs", plan.path)
            #expect(await refusal { _ = try await box.plan("api") }?.code == .exists)
            #expect(await refusal { try await box.repository().add(plan) }?.code == .exists)
        }
    }
}

@Suite struct CopyTests {
    @Test func `Untracked files that match are copied with their permissions; nothing outside, nothing over another`()
        async throws
    {
        try await Sandbox.with { box in
            try box.write("repo/.gitignore", ".env\nconf/*.local\n")
            try box.write("repo/conf/tracked", "t")
            try box.git("add", ".")
            try box.git("commit", "-qm", "two")
            try box.write("repo/.env", "SECRET")
            try box.write("repo/conf/x.local", "x")
            try box.write("repo/other", "not asked for")
            try box.write("outside", "outside")
            try #require(SystemFolder.link(box.repo + "/link.out", to: "../outside"))
            try #require(SystemFolder.link(box.repo + "/link.in", to: "conf/tracked"))
            let made = try await box.make("api")
            let copies = try await box.repository().copyFiles(matching: [".env", "conf/*", "link.*"], to: made.path)
            #expect(copies.copied.sorted() == [".env", "conf/x.local", "link.in"])
            #expect(copies.notes.count == 1)
            #expect(box.text("repo.worktrees/api/.env") == "SECRET")
            #expect(SystemFolder.kind(made.path + "/link.out") == nil)
            #expect(SystemFolder.kind(made.path + "/other") == nil)
            try box.write("repo.worktrees/api/.env", "CHANGED")
            _ = try await box.repository().copyFiles(matching: [".env"], to: made.path)
            #expect(box.text("repo.worktrees/api/.env") == "CHANGED")
        }
    }

    @Test func `A folder that leads out of the worktree is not written through`() async throws {
        try await Sandbox.with { box in
            try SystemFolder.make(box.root + "/elsewhere")
            try #require(SystemFolder.link(box.repo + "/conf", to: "../elsewhere"))
            try box.git("add", ".")
            try box.git("commit", "-qm", "link")
            let made = try await box.make("api")
            var copies = FileCopies()
            try box.write("source/conf/x", "x")
            copies.copy(["conf/x", "../x", "/etc/x", "a/../../x"], from: box.root + "/source", to: made.path)
            #expect(copies.copied.isEmpty)
            #expect(copies.notes.count == 4)
            #expect(Files.names(in: box.root + "/elsewhere").isEmpty)
        }
    }

    @Test func `A setup command runs in the worktree with the user's shell, and says how it ended`() async throws {
        try await Sandbox.with { box in
            let made = try await box.make("api")
            var command = SetupCommand(
                words: .shell("pwd; echo $CCMUX_BRANCH; echo wrong >&2"), worktree: made,
                session: try #require(SessionName("api")), environment: ["PATH": "/usr/bin:/bin", "SHELL": "/bin/sh"],
                log: box.root + "/log", seconds: 60)
            #expect(await command.run() == nil)
            #expect(box.text("log") == "\(made.path)\nccmux/api\nwrong\n")
            command.words = .shell("exit 3")
            #expect(await command.run()?.contains("3") == true)
            command.words = .shell("sleep 60")
            command.seconds = 0.2
            #expect(await command.run()?.contains("did not end") == true)
        }
    }

    @Test func `A setup command given as a list runs without a shell, its arguments as they are`() async throws {
        try await Sandbox.with { box in
            let made = try await box.make("api")
            var command = SetupCommand(
                words: .program(["printf", "%s|", "$HOME", "a b", "`x`; exit 3"]), worktree: made,
                session: try #require(SessionName("api")), environment: ["PATH": "/usr/bin:/bin"],
                log: box.root + "/log", seconds: 60)
            #expect(await command.run() == nil)
            #expect(box.text("log") == "$HOME|a b|`x`; exit 3|")
            command.words = .program(["./none"])
            #expect(await command.run()?.contains("no program './none'") == true)
            try box.write("repo.worktrees/api/do", "#!/bin/sh\npwd; exit 4\n")
            command.words = .program(["./do"])
            #expect(await command.run()?.contains("no program './do'") == true)
            box.makeExecutable("repo.worktrees/api/do")
            #expect(await command.run()?.contains("ended with 4") == true)
            #expect(box.text("log") == made.path + "\n")
        }
    }
}
