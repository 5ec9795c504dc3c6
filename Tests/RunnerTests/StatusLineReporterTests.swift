import Foundation
import Platform
import TestSupport
import Testing

@testable import Runner

/// `ccmux _statusline` as an agent runs it.
@Suite struct StatusLineReporterTests {
    let folder: TemporaryFolder
    let home: HomeLayout

    init() throws {
        folder = try TemporaryFolder()
        home = try Samples.home(in: folder)
        for name in ["user", "project/.claude"] {
            try FileManager.default.createDirectory(
                atPath: folder / name, withIntermediateDirectories: true)
        }
    }

    private static let marks = ["CCMUX_SESSION_ID": "0123456789ab", "CCMUX_NONCE": "n"]

    /// What it printed, and its exit status.
    private func draw(
        _ payload: String, command: String? = nil, marks: [String: String] = marks
    ) throws -> (text: String, status: Int32) {
        try Files.replace(folder / "payload", with: Array(payload.utf8), durable: false)
        var environment = marks
        environment["CCMUX_HOME"] = home.root
        environment["CLAUDE_CONFIG_DIR"] = folder / "user"
        environment["PATH"] = "/usr/bin:/bin"
        let pid = try spawnJob(
            [
                "/bin/sh", "-c", #"exec "$0" _statusline "$@" <payload >out 2>err"#, try BuiltProgram.path(),
            ] + (command.map { [$0] } ?? []),
            environment: environment.map { (name: $0.key, value: $0.value) }, directory: folder.path, terminal: nil)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
        return (folder.text("out") ?? "", status >> 8)
    }

    private func payload(_ tokens: Int, duration: Int = 0) -> String {
        #"{"cwd":"\#(folder / "project")","workspace":{"project_dir":"\#(folder / "project")"},"model":{"id":"m","#
            + #""display_name":"M"},"cost":{"total_cost_usd":0.5,"total_duration_ms":\#(duration)},"context_window":{"#
            + #""context_window_size":1000,"current_usage":{"input_tokens":\#(tokens)},"used_percentage":null}}"#
    }

    private func settings(_ command: String) throws -> [UInt8] {
        Array(try JSONEncoder().encode(["statusLine": ["type": "command", "command": command]]))
    }

    @Test func `what the user's command prints is printed, from the payload as it came`() throws {
        try Files.replace(folder / "user/settings.json", with: settings("printf 'a\\033[1mb\\n\\n'; cat; exit 3"))
        let text = payload(5) + " \n\u{1F600}"
        let drawn = try draw(text)
        #expect(drawn.text == "a\u{1B}[1mb\n\n" + text)
        #expect(drawn.status == 3)
    }

    @Test func `the file that is nearest to the project wins, and is read each time`() throws {
        #expect(try draw(payload(1)) == ("", 0))
        for (file, word) in [
            ("user/settings.json", "user"), ("project/.claude/settings.json", "project"),
            ("project/.claude/settings.local.json", "local"),
        ] {
            try Files.replace(folder / file, with: settings("echo \(word)"))
            #expect(try draw(payload(1)).text == word + "\n")
        }
        try Files.replace(
            folder / "project/.claude/settings.local.json", with: Array(#"{"statusLine":{"type":"x"}}"#.utf8))
        #expect(try draw(payload(1)).text == "project\n")
        #expect(try draw(payload(1), command: "echo given").text == "given\n")
    }

    @Test(arguments: ["", "{", "[]", "null", #"{"model":7}"#, "\u{0}"])
    func `whatever the payload is, the user's command gets it`(payload: String) throws {
        try Files.replace(folder / "user/settings.json", with: settings("cat"))
        let drawn = try draw(payload)
        #expect(drawn.text == payload)
        #expect(drawn.status == 0)
    }

    @Test func `a payload larger than a pipe is handed on whole`() throws {
        let text = payload(1) + String(repeating: " ", count: 3_000_000)
        #expect(try draw(text, command: "wc -c").text == "\(text.utf8.count)\n")
        #expect(Files.names(in: home.runFolder).allSatisfy { !$0.contains(".tmp") })
    }

    @Test func `it tells what changed, once, and not what nobody asks for`() throws {
        let daemon = try StandInDaemon(home.reportSocket, answer: "ok\n")
        defer { daemon.end() }
        let memory = StatusLineReporter.memory(of: try Samples.session(), in: home)
        /// As if the last report was long ago.
        func age() { utimes(memory, [timeval(tv_sec: 1, tv_usec: 0), timeval(tv_sec: 1, tv_usec: 0)]) }
        _ = try draw(payload(1, duration: 1))
        age()
        _ = try draw(payload(1, duration: 2))
        #expect(eventually { daemon.lines.count == 1 })
        _ = try draw(payload(2))
        #expect(eventually { daemon.lines.count == 2 })
        // Within a second of that one.
        _ = try draw(payload(3))
        age()
        _ = try draw(payload(3))
        #expect(eventually { daemon.lines.count == 3 })
        let line = try #require(daemon.lines.last)
        let report = try #require(Spool.parse(Array(line.utf8)))
        let told =
            #"{"ccmux_event":"StatusLine","context_window":{"context_window_size":1000,"current_usage":"#
            + #"{"input_tokens":3}},"cost":{"total_cost_usd":0.5},"model":{"display_name":"M","id":"m"}}"#
        #expect(report.content == .hook(.init(payload: told)))
        #expect(report.nonce == "n")
        // A new launch is told anew.
        _ = try draw(payload(3), marks: ["CCMUX_SESSION_ID": "0123456789ab", "CCMUX_NONCE": "m"])
        age()
        _ = try draw(payload(3), marks: ["CCMUX_SESSION_ID": "0123456789ab", "CCMUX_NONCE": "m"])
        #expect(eventually { daemon.lines.count == 4 })
    }

    @Test func `without a daemon, with one that hangs and for a stranger it only draws`() throws {
        #expect(try draw(payload(1), command: "echo x").text == "x\n")
        #expect(try draw(payload(1), command: "echo x", marks: [:]).text == "x\n")
        let daemon = try StandInDaemon(home.reportSocket, answer: nil)
        defer { daemon.end() }
        let begun = monotonicSeconds()
        #expect(try draw(payload(1), command: "echo x").text == "x\n")
        // Far more than it may wait, for machines under load; far less than a hook's patience.
        #expect(monotonicSeconds() - begun < 2)
        #expect(Files.names(in: home.spoolFolder).isEmpty)
    }

    @Test func `signals are as the user's command expects them`() throws {
        // A broken pipe ends `yes`, as it does without us.
        #expect(try draw(payload(1), command: "yes | head -1; echo $?").text == "y\n0\n")
    }
}
