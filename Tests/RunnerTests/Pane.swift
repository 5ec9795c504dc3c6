import Foundation
import Model
import Platform
import TestSupport
import Testing

@testable import Runner

/// A runner in a pane of a private tmux server, with a home and a directory of its own, and a `/bin/sh` script for an
/// agent. All of it is gone with the last reference, which `end` makes certain.
///
/// The agent's script finds its launch's number in `$N` and its arguments in `$*`; what it appends to `$LOG` is read by
/// `log`.
final class Pane {
    let folder: TemporaryFolder
    let home: HomeLayout
    let id: SessionID
    let work: String
    private let socket: String

    init(
        _ script: String, conversation: ConversationID? = nil, evidence: ConversationEvidence? = nil,
        change: (inout LaunchFile) -> Void = { _ in }
    ) throws {
        folder = try TemporaryFolder()
        home = try Samples.home(in: folder)
        id = try Samples.session()
        socket = folder / "tmux"
        work = folder / "work"
        try Files.makeFolder(work)
        let agent = folder / "agent"
        let counting = """
            #!/bin/sh
            LOG='\(folder / "log")'; echo >> '\(folder / "launches")'
            N=$(wc -l < '\(folder / "launches")'); N=$((N)); echo "launch $N $$ $*" >> "$LOG"

            """
        try Files.replace(agent, with: Array((counting + script + "\n").utf8))
        chmod(agent, 0o700)
        var launch = try Samples.launch(
            directory: work, conversation: conversation, begin: [agent, "begin", LaunchFile.placeholder],
            resume: [agent, "resume", LaunchFile.placeholder], evidence: evidence)
        change(&launch)
        try launch.write(home.launchFile(id))
        let output = try tmux(
            "new-session", "-d", "-s", "s", "-x", "100", "-y", "20", "-e", "CCMUX_HOME=\(home.root)",
            "-e", "CCMUX_SESSION_ID=\(id)", BuiltProgram.path(), "_run", "api")
        #expect(output == "")
    }

    deinit {
        end()
    }

    func end() {
        _ = try? tmux("kill-server")
    }

    /// What the agents wrote, line by line.
    var log: [String] { (folder.text("log") ?? "").split(separator: "\n").map(String.init) }

    /// The arguments of each launch so far.
    var launches: [String] {
        log.filter { $0.hasPrefix("launch ") }.map { $0.split(separator: " ").dropFirst(3).joined(separator: " ") }
    }

    /// The pid of the latest agent.
    func agent() throws -> Int32 {
        let line = log.last { $0.hasPrefix("launch ") } ?? ""
        return try #require(line.split(separator: " ").dropFirst(2).first.flatMap { Int32($0) })
    }

    func runner() throws -> ProcessIdentity {
        let pid = try #require(Int32(try tmux("display-message", "-p", "-t", "s:", "#{pane_pid}")))
        return try #require(ProcessTable.identity(of: pid))
    }

    /// Without the blank lines at its end; a line that was wrapped is one.
    func screen() throws -> String {
        let text = try tmux("capture-pane", "-p", "-J", "-t", "s:")
        return String(text.reversed().drop { $0 == "\n" }.reversed())
    }

    func format(_ format: String) throws -> String { try tmux("display-message", "-p", "-t", "s:", format) }

    func update(_ change: (inout LaunchFile) -> Void) throws {
        try LaunchFile.update(id, in: home, change)
    }

    /// What the runner said so far, from the spool, and leaves there.
    func reports() throws -> [Report] {
        let lines = try Files.read(home.spoolFile(id), limit: 1 << 20) ?? []
        return lines.split(separator: UInt8(ascii: "\n")).compactMap { Spool.parse($0) }
    }

    /// Runs tmux to its end and gives what it printed, without the last line break.
    @discardableResult
    func tmux(_ arguments: String...) throws -> String {
        let output = folder / "tmux-\(UUID().uuidString)"
        defer { unlink(output) }
        let script = "exec \"$@\" >'\(output)' 2>&1 </dev/null"
        let pid = try spawnJob(
            ["/bin/sh", "-c", script, "sh", "tmux", "-S", socket, "-f", "/dev/null"] + arguments,
            environment: [("PATH", "/usr/bin:/bin:/usr/local/bin"), ("LANG", "C.UTF-8"), ("TERM", "xterm")],
            directory: "/", terminal: nil)
        while waitpid(pid, nil, 0) < 0 && errno == EINTR {}
        let text = (try Files.read(output, limit: 1 << 20)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
}
