import Model
import Platform
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What goes wrong while a session lives.
@Suite("Trouble")
struct TroubleTests {
    @Test("A session whose directory is gone is blocked, and comes back with the directory")
    func directoryGone() async throws {
        try await Installation.with { installation in
            let session = try await Scenario.conversation(installation)
            #expect(rmdir(installation.project) == 0)
            try await installation.killAgent(session)
            try await eventually("it is blocked") {
                let now = try await installation.session("api")
                return now.process == .blocked && now.detail?.contains("does not exist") == true ? true : nil
            }
            let detail = try #require(try await installation.session("api").detail)
            #expect(detail.contains(installation.project))
            try Scratch.makeFolder(installation.project)
            _ = try await Scenario.isBack(installation, session)
        }
    }

    @Test("A tmux session that a person made is never touched, whatever its name")
    func handMade() async throws {
        try await Installation.with(fleet: "sweepInterval = 1") { installation in
            try await installation.done("list")
            try await installation.tmux("new-session", "-d", "-s", "api", "sleep", "1000")
            func pid() async throws -> String {
                try await installation.tmux("list-panes", "-t", "=api:", "-F", "#{pane_pid}").output
            }
            let mine = try await pid()
            let made = try await installation.ccmux("new", "api", installation.project, "--agent", "demo")
            #expect(made.status == 4 && made.errors.contains("did not make"), "\(made.text)")
            let blocked = try await installation.reaches("api", .blocked)
            #expect(blocked.detail?.contains("did not make") == true)
            try await installation.done("stop", "api")
            #expect(try await pid() == mine)
            for verb in ["start", "restart"] {
                let finished = try await installation.ccmux(verb, "api")
                #expect(finished.status == 4 && finished.errors.contains("did not make"), "\(finished.text)")
            }
            #expect(try await installation.session("api").process == .blocked)
            #expect(try await pid() == mine)

            try await installation.tmux("kill-session", "-t", "=api:")
            let session = try await installation.up("api")
            #expect(session.uuid == blocked.uuid)

            try await installation.done("stop", "api")
            try await installation.tmux("new-session", "-d", "-s", "api", "sleep", "1000")
            let again = try await pid()
            try await installation.done("rm", "api", "--yes")
            #expect(try await pid() == again)
            try await installation.make("web")
            try await installation.refused(["rename", "web", "api"], status: 4, saying: "'api'")
        }
    }

    @Test("A full disk is told, changes nothing, and does not end the daemon", .enabled(if: Disk.canBeMade))
    func fullDisk() async throws {
        try await Installation.with { installation in
            let disk = Disk(path: installation.home)
            let configuration = Scratch.read(installation.home + "/config.toml")
            try await disk.mount(megabytes: 4)
            do {
                try Scratch.write(installation.home + "/config.toml", configuration)
                try await installation.make("api")
                try disk.fill()
                let before = try await installation.sessions(archived: true).map(\.name)
                for words in [
                    ["new", "bad", installation.project, "--agent", "demo"], ["set", "api", "model", "x"],
                    ["rename", "api", "web"],
                ] {
                    let finished = try await installation.ccmux(words)
                    #expect(finished.status == 1, "\(words): \(finished.text)")
                    #expect(
                        finished.errors.contains("full") || finished.errors.contains("No space left"),
                        "\(finished.text)")
                }
                #expect(try await installation.sessions(archived: true).map(\.name) == before)
                #expect(try await installation.session("api").pending.isEmpty)
                disk.empty()
                try await installation.done("new", "good", installation.project, "--agent", "demo")
                try await installation.up("good")
                try await installation.up("api")
                try await installation.done("daemon", "stop")
                try await installation.tmux("kill-server")
            } catch {
                await disk.unmount()
                throw error
            }
            await disk.unmount()
        }
    }

    @Test("A session whose launch file cannot be written is not made", .enabled(if: Disk.canBeMade))
    func fullRunFolder() async throws {
        try await Installation.with(fleet: "sweepInterval = 1") { installation in
            try await installation.done("list")
            let disk = Disk(path: installation.layout.runFolder)
            try await disk.mount(megabytes: 1)
            do {
                try await installation.make("api")
                try disk.fill()
                try await installation.refused(
                    ["new", "web", installation.project, "--agent", "demo"], status: 1, saying: "No space left")
                disk.empty()
                try await installation.make("web")
                try await installation.done("daemon", "stop")
                try await installation.tmux("kill-server")
            } catch {
                await disk.unmount()
                throw error
            }
            await disk.unmount()
        }
    }

    @Test("Folders that another user may not read or write are told", .enabled { await Somebody.isThere })
    func permissions() async throws {
        try await Installation.with { root in
            var installation = root
            installation.prefix = Somebody.prefix
            Somebody.give(installation.root)
            try await installation.make("api")
            let secret = installation.root + "/secret"
            try Scratch.makeFolder(secret)
            try await installation.refused(
                ["new", "bad", secret, "--agent", "demo"], status: 64, saying: secret, "Permission denied")
            try await installation.refused(
                ["new", "bad", secret + "/inner", "--agent", "demo"], status: 64, saying: "Permission denied")
            try await installation.done("daemon", "stop")
            chmod(installation.home, 0o500)
            // The database is there and cannot be written beside.
            let finished = try await installation.ccmux("list")
            #expect(finished.status == 1, "\(finished.text)")
            #expect(finished.errors.contains(installation.home), "\(finished.text)")
            chmod(installation.home, 0o700)
            try await installation.up("api")
            try await installation.done("daemon", "stop")
            _ = try await Program.run(
                Somebody.prefix + [Installation.tmux, "-L", installation.socket, "kill-server"],
                environment: installation.environment)
        }
    }
}
