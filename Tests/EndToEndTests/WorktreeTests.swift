import Client
import Model
import Platform
import Testing

/// Worktrees with the demo agent, through all of ccmux.
@Suite("Worktrees")
struct WorktreeTests {
    private static let settings = """
        [worktrees]
        copy = [".env"]
        setup = "cat .env > set.up; test $CCMUX_SESSION != bad"

        """

    /// git in a repository, as a person uses it.
    @discardableResult
    private func git(_ installation: Installation, in directory: String, _ words: String...) async throws -> String {
        let done = try await Program.run(
            ["/usr/bin/env", "git", "-C", directory] + words, environment: installation.environment)
        guard done.status == 0 else { throw Failure("git \(words): \(done.text)") }
        return done.output
    }

    /// Makes the project a repository with one commit, an ignored file and an agent's name.
    private func prepare(_ installation: Installation) async throws -> String {
        let project = installation.project
        try Scratch.write(
            installation.userHome + "/.gitconfig",
            "[user]\nname = T\nemail = t@example.org\n[init]\ndefaultBranch = main\n")
        try await git(installation, in: project, "init", "-q")
        try Scratch.write(project + "/a", "one\n")
        try Scratch.write(project + "/.gitignore", ".env\nset.up\n")
        try await git(installation, in: project, "add", ".")
        try await git(installation, in: project, "commit", "-qm", "one")
        try Scratch.write(project + "/.env", "SECRET")
        return project
    }

    private func commit(_ installation: Installation, _ worktree: String, _ file: String, _ text: String) async throws {
        try Scratch.write("\(worktree)/\(file)", text)
        try await git(installation, in: worktree, "add", "-A")
        try await git(installation, in: worktree, "commit", "-qm", file)
    }

    @Test("A session works in a worktree of its own; finish refuses what is not committed, merges, and takes it away")
    func life() async throws {
        try await Installation.with(configuration: Self.settings) { installation in
            let project = try await prepare(installation)
            let worktree = installation.root + "/project.worktrees/api"
            try await installation.done("new", "api", project, "--agent", "demo", "--worktree")
            #expect(try await installation.session("api").dir == worktree)
            #expect(Scratch.read(worktree + "/set.up") == "SECRET")
            try await installation.done("send", "--wait", "api", "in the worktree")

            try Scratch.write(worktree + "/b", "b")
            try await installation.refused(["worktree", "finish", "api", "--yes"], status: 4, saying: "uncommitted")
            try await installation.refused(["worktree", "finish", "api"], status: 4, saying: "Nobody can be asked")
            try await commit(installation, worktree, "b", "b")
            #expect(try await installation.done("worktree", "diff", "api", "--stat").contains("b | 1 +"))
            let told = try await installation.done("worktree", "finish", "api", "--yes")
            #expect(told.contains("fast-forward"))
            #expect(told.contains("comes back with"))
            #expect(Scratch.read(project + "/b") == "b")
            #expect(Files.kind(of: worktree) == nil)
            #expect(try await git(installation, in: project, "branch").contains("ccmux/api") == false)

            // The session is still there, with its conversation, where it came from.
            let view = try await installation.session("api")
            #expect(view.dir == project)
            #expect(view.process == .stopped)
            try await installation.done("start", "api")
            #expect(try await installation.transcript("api").contains("in the worktree"))
            try await installation.done("send", "--wait", "api", "back again")
        }
    }

    @Test("A conflict changes nothing; the radar warns of it; a removed session's worktree is pruned once merged")
    func conflict() async throws {
        try await Installation.with(configuration: Self.settings) { installation in
            let project = try await prepare(installation)
            for name in ["api", "web"] {
                try await installation.done("new", name, project, "--agent", "demo", "--worktree")
                try await commit(
                    installation, "\(installation.root)/project.worktrees/\(name)", "a", "from \(name)\n")
            }
            #expect(try await installation.ccmux("doctor").text.contains("api, web would conflict when merged: a"))
            #expect(try await installation.done("list").contains("api!"))
            try await installation.done("worktree", "finish", "api", "--yes")
            try await installation.refused(["worktree", "finish", "web", "--yes"], status: 4, saying: "conflict in 1")
            #expect(try await git(installation, in: project, "status", "--porcelain").isEmpty)
            #expect(try await installation.session("web").process == .running)

            try await installation.done("rm", "--yes", "web")
            #expect(try await installation.done("worktree", "list").contains("web (gone)"))
            #expect(try await installation.done("worktree", "prune").contains("not merged"))
            try await git(installation, in: project, "merge", "-q", "-s", "ours", "ccmux/web")
            #expect(try await installation.done("worktree", "prune", "--dry-run").contains("would go"))
            try await installation.done("worktree", "prune")
            #expect(Files.kind(of: installation.root + "/project.worktrees/web") == nil)
            #expect(Files.names(in: installation.home + "/worktrees").isEmpty)
        }
    }

    @Test("A setup command that fails leaves the session stopped, and says so")
    func setupFails() async throws {
        try await Installation.with(configuration: Self.settings) { installation in
            let project = try await prepare(installation)
            let failed = try await installation.ccmux("new", "bad", project, "--agent", "demo", "--worktree")
            #expect(failed.status == 1)
            #expect(failed.errors.contains("setup command"))
            #expect(try await installation.session("bad").process == .stopped)
            try await installation.done("start", "bad")
            try await installation.done("new", "fine", project, "--agent", "demo", "--worktree", "--no-setup")
            #expect(Files.kind(of: installation.root + "/project.worktrees/fine/set.up") == nil)
        }
    }

    @Test("A session moves into a worktree with its conversation; sharing a directory is warned of")
    func isolates() async throws {
        try await Installation.with { installation in
            let project = try await prepare(installation)
            for name in ["api", "web"] { try await installation.done("new", name, project, "--agent", "demo") }
            #expect(try await installation.ccmux("start", "web").text.contains("api and web work in one directory"))
            try await installation.done("send", "--wait", "api", "before the move")
            let before = try #require(try await installation.detail("api").transcript)
            try Scratch.write(project + "/a", "changed\n")
            try await installation.refused(["isolate", "api"], status: 4, saying: "uncommitted")
            try await installation.done("isolate", "api", "fix/it", "--take-changes")
            let worktree = installation.root + "/project.worktrees/api"
            #expect(try await installation.session("api").dir == worktree)
            #expect(Scratch.read(worktree + "/a") == "changed\n")
            #expect(Scratch.read(project + "/a") == "changed\n")
            #expect(try await git(installation, in: worktree, "branch", "--show-current") == "fix/it\n")
            try await installation.done("send", "--wait", "api", "after the move")
            let text = try await installation.transcript("api")
            #expect(text.contains("before the move") && text.contains("after the move"))
            try await eventually("the old copy is gone") { Files.kind(of: before) == nil ? true : nil }
            #expect(try await installation.ccmux("start", "web").text.contains("in one directory") == false)
        }
    }

    @Test("A fork works in a worktree of its own, knows what was said, and is merged like any other")
    func forks() async throws {
        let settings = "[worktrees]\nsetup = [\"sh\", \"-c\", \"echo $CCMUX_SESSION > set.up\"]\n"
        try await Installation.with(configuration: settings) { installation in
            let project = try await prepare(installation)
            try await installation.done("new", "api", project, "--agent", "demo")
            try await installation.refused(["fork", "api", "try", "--worktree"], status: 4, saying: "no conversation")
            #expect(Files.kind(of: installation.root + "/project.worktrees") == nil)
            try await installation.done("send", "--wait", "api", "before the fork")
            let original = try #require(try await installation.detail("api").transcript)
            let bytes = Scratch.read(original)
            try Scratch.write(project + "/a", "changed\n")
            let forked = try await installation.ccmux("fork", "api", "try", "--worktree")
            #expect(forked.status == 0 && forked.errors.contains("1 uncommitted changes"))
            let worktree = installation.root + "/project.worktrees/try"
            let fork = try await installation.detail("try")
            #expect(fork.session.dir == worktree && fork.settings.worktree?.branch == "ccmux/try")
            #expect(fork.settings.worktree?.setup == .done && Scratch.read(worktree + "/set.up") == "try\n")
            #expect(Scratch.read(worktree + "/a") == "one\n")
            #expect(try #require(fork.transcript) != original)
            try await installation.done("send", "--wait", "try", "only in the fork")
            let text = try await installation.transcript("try")
            #expect(text.contains("before the fork") && text.contains("only in the fork"))
            #expect(Scratch.read(original) == bytes)

            // A fork of the fork begins where that is, and goes where that goes.
            try await commit(installation, worktree, "b", "b")
            try await installation.done(
                "fork", "try", "other", "--worktree", "fix/other", "--take-changes", "--no-setup", "--no-start")
            let second = try await installation.detail("other")
            #expect(second.settings.worktree?.into == "main" && second.settings.worktree?.origin == project)
            #expect(Scratch.read(installation.root + "/project.worktrees/other/b") == "b")
            #expect(second.session.process == .stopped)
            try await installation.done("fork", "api", "third", "--worktree", "--take-changes", "--no-setup")
            #expect(Scratch.read(installation.root + "/project.worktrees/third/a") == "changed\n")

            try await installation.refused(["worktree", "finish", "nobody"], status: 3, saying: "no session 'nobody'")
            try await installation.refused(["worktree", "finish", "api"], status: 4, saying: "no worktree of its own")
            try await git(installation, in: project, "checkout", "-q", "a")
            try await installation.done("worktree", "finish", "try", "--yes")
            #expect(Scratch.read(project + "/b") == "b")
            try await installation.done("start", "try")
            #expect(try await installation.session("try").dir == project)
            #expect(try await installation.transcript("try").contains("only in the fork"))
        }
    }

    @Test("A daemon that is killed while a fork's worktree is made blocks no second attempt")
    func killedForking() async throws {
        try await Installation.with { installation in
            let project = try await prepare(installation)
            let hook = project + "/.git/hooks/post-checkout"
            let held = "\(installation.root)/held"
            let waits = "while test -e '\(held)'; do sleep 0.1; done"
            try await installation.done("new", "api", project, "--agent", "demo")
            try await installation.done("send", "--wait", "api", "before the fork")
            try Scratch.write(hook, "#!/bin/sh\ntouch '\(held)'\n\(waits)\n", mode: 0o755)
            async let first = installation.ccmux("fork", "api", "try", "--worktree")
            try await eventually("git is held up") {
                Files.kind(of: held) == nil ? nil : true
            }
            try await installation.killDaemon()
            #expect(try await first.status != 0)
            Files.remove(hook)
            try await installation.done("daemon", "start")
            #expect(try await installation.sessions().map(\.name.text) == ["api"])
            try await installation.done("fork", "api", "try", "--worktree")
            #expect(try await installation.session("try").dir == installation.root + "/project.worktrees/try")
            #expect(try await installation.transcript("try").contains("before the fork"))
            Files.remove(held)
        }
    }

    @Test("A daemon that is killed while a worktree is made blocks no second attempt")
    func killed() async throws {
        let slow = "[worktrees]\nsetup = \"sleep 600\"\n"
        try await Installation.with(configuration: slow) { installation in
            let project = try await prepare(installation)
            // git itself is held up by a hook, and the daemon killed meanwhile.
            let hook = project + "/.git/hooks/post-checkout"
            let held = "\(installation.root)/held"
            let waits = "while test -e '\(held)'; do sleep 0.1; done"
            try Scratch.write(hook, "#!/bin/sh\ntouch '\(held)'\n\(waits)\n", mode: 0o755)
            try await installation.done("daemon", "start")
            async let first = installation.ccmux("new", "api", project, "--agent", "demo", "--worktree", "--no-setup")
            try await eventually("git is held up") {
                Files.kind(of: held) == nil ? nil : true
            }
            try await installation.killDaemon()
            #expect(try await first.status != 0)
            Files.remove(hook)
            try await installation.done("daemon", "start")
            try await installation.done("new", "api", project, "--agent", "demo", "--worktree", "--no-setup")
            #expect(Scratch.read(installation.root + "/project.worktrees/api/a") == "one\n")
            #expect(try await git(installation, in: project, "worktree", "list").contains("[ccmux/api]"))
            // The git that the killed daemon left ends now.
            Files.remove(held)
        }
    }
}
