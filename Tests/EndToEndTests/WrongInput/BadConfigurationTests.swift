import Model
import Platform
import Testing

/// A daemon that cannot start says why, to whoever called, and leaves everything as it was.
@Suite("Where the daemon cannot start")
struct BadConfigurationTests {
    @Test("An error in config.toml is told with its line and column")
    func errors() async throws {
        try await Installation.with { installation in
            let path = installation.home + "/config.toml"
            let good = Scratch.read(path)
            for (line, column, words) in [
                ("sweepIntervall = 5", 1, "'fleet.sweepInterval'?"), ("sweepInterval = \"5\"", 1, "sweepInterval"),
                ("sweepInterval = 0", 1, "from 1 to 3600"), ("[fleeet]", 1, "'fleet'?"), ("width = ", nil, ""),
                ("\"a", nil, ""),
            ] as [(String, Int?, String)] {
                try Scratch.write(path, good + line + "\n")
                let number = (good + line).split(separator: "\n", omittingEmptySubsequences: false).count
                let place = "config.toml:\(number):" + (column.map { "\($0):" } ?? "")
                try await installation.cannotStart(status: 78, saying: place, words)
            }
            try Scratch.write(path, good)
            try await installation.done("list")
        }
    }

    @Test("A tmux that is missing or too old is named, with the way to get one")
    func tmuxMissing() async throws {
        try await Installation.with { installation in
            let path = installation.home + "/config.toml"
            let good = Scratch.read(path)
            func use(_ executable: String) throws {
                try Scratch.write(path, good.replacing("[tmux]\n", with: "[tmux]\nexecutable = \"\(executable)\"\n"))
            }
            try use("/nowhere/tmux")
            try await installation.cannotStart(status: 78, saying: "/nowhere/tmux")
            let old = installation.root + "/tmux"
            try Scratch.write(old, "#!/bin/sh\necho tmux 3.1c\n", mode: 0o700)
            try use(old)
            try await installation.cannotStart(status: 78, saying: "3.1c", "3.2", "apt install tmux")
            try Scratch.write(old, "#!/bin/sh\nexit 1\n", mode: 0o700)
            try await installation.cannotStart(status: 78, saying: old)
            let doctor = try await installation.ccmux("doctor")
            #expect(doctor.status == 1 && doctor.output.contains(old))
            try Scratch.write(path, good)
            // A service may have next to nothing on its PATH.
            var bare = installation
            bare.environment["PATH"] = "/nowhere"
            try await bare.done("list")
        }
    }

    @Test("A home whose socket path would be too long is refused")
    func longPath() async throws {
        try await Installation.with { installation in
            var far = installation
            far.environment["CCMUX_HOME"] = installation.root + "/" + String(repeating: "h", count: 90)
            let finished = try await far.ccmux("list")
            #expect(finished.status == 1, "\(finished.text)")
            #expect(finished.errors.contains("too long") && finished.errors.contains("CCMUX_HOME"))
            #expect(Files.kind(of: far.environment["CCMUX_HOME"] ?? "") == nil)
            far.environment["CCMUX_HOME"] = "relative"
            #expect(try await far.ccmux("list").errors.contains("absolute"))
        }
    }

    @Test("A database that is damaged, not ours or too new is left as it is")
    func database() async throws {
        try await Installation.with { installation in
            try await installation.make("api")
            try await installation.done("daemon", "stop")
            let path = installation.layout.database
            let good = try #require(try Files.read(path, limit: 1 << 26))
            try await python(
                installation,
                "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); "
                    + "c.execute(\"update meta set value='99' where key='oldest_reader'\"); c.commit(); c.close()")
            try await isLeft(installation, status: 78, saying: "newer ccmux")

            try Files.replace(path, with: Array(good.prefix(good.count / 2)))
            try await isLeft(installation, saying: "damaged")
            try Files.replace(
                path, with: Array("not a database, but long enough to be one".utf8) + [UInt8](repeating: 7, count: 8192)
            )
            try await isLeft(installation, saying: path)
            try Files.replace(path, with: [])
            try await isLeft(installation, saying: "empty")

            try Files.replace(path, with: good)
            #expect(try await installation.up("api").name.text == "api")
        }
    }

    private func isLeft(_ installation: Installation, status: Int32 = 1, saying words: String) async throws {
        let path = installation.layout.database
        let before = try Files.read(path, limit: 1 << 26)
        try await installation.cannotStart(status: status, saying: path, words)
        #expect(try Files.read(path, limit: 1 << 26) == before)
    }

    private func python(_ installation: Installation, _ program: String) async throws {
        let done = try await Program.run(
            ["/usr/bin/env", "python3", "-c", program, installation.layout.database],
            environment: installation.environment)
        try #require(done.status == 0, "\(done.text)")
    }

    @Test("There is one daemon, however many ask for it at the same moment")
    func oneDaemon() async throws {
        try await Installation.with { installation in
            let answers = try await withThrowingTaskGroup(of: Finished.self) { group in
                for _ in 0..<4 { group.addTask { try await installation.ccmux("list") } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            for answer in answers { #expect(answer.status == 0, "\(answer.text)") }
            let daemons = installation.processes.filter { process in
                Scratch.read("/proc/\(process.pid)/cmdline").contains("ccmuxd")
            }
            #expect(Set(daemons.map(\.pid)).count == 1)
            try await installation.refused(["daemon", "run"], status: 4, saying: "running already")
            #expect(try await installation.done("daemon", "start").contains("nothing to do"))
        }
    }
}
