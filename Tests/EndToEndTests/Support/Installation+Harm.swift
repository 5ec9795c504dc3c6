import Client
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

extension Installation {
    /// The daemon that holds the lock; nil when none does.
    var daemon: ProcessIdentity? {
        Int32(Scratch.read(layout.daemonLock).filter(\.isNumber)).flatMap(ProcessTable.identity(of:))
    }

    /// SIGKILL for the daemon; returns when it is gone.
    func killDaemon() async throws {
        let process = try #require(daemon, "no daemon runs")
        ProcessTable.signal(SIGKILL, to: process)
        try await eventually("the daemon is gone") { ProcessTable.isAlive(process) ? nil : true }
    }

    /// SIGKILL for a session's agent; returns when it is gone. What it had drawn is wiped, so that what stands on the
    /// screen later was drawn by the next one.
    func killAgent(_ session: SessionView) async throws {
        let process = try #require(session.pid.flatMap(ProcessTable.identity(of:)), "\(session.name) has no agent")
        ProcessTable.signal(SIGKILL, to: process)
        try await eventually("the agent of \(session.name) is gone") { ProcessTable.isAlive(process) ? nil : true }
        try await tmux("send-keys", "-R", "-t", "=\(session.name):", ";", "clear-history", "-t", "=\(session.name):")
    }

    /// The agent that a session's pane runs, found without the daemon; nil while there is none.
    func agentInPane(_ name: String) async throws -> ProcessIdentity? {
        let panes = try await tmux("list-panes", "-t", "=\(name):", "-F", "#{pane_pid}")
        guard let runner = Int32(panes.output.filter(\.isNumber)) else { return nil }
        return ProcessTable.descendants(of: runner).first
    }

    /// The text of a session's pane, read without the daemon.
    func pane(_ name: String) async throws -> String {
        try await tmux("capture-pane", "-p", "-t", "=\(name):").output
    }

    /// What must be the same before and after a command that was refused: the sessions, and the files of the home.
    func state() async throws -> String {
        let sessions = try await sessions(archived: true).map { session in
            "\(session.id) \(session.name) \(session.dir) \(session.wanted) \(session.process) \(session.pid ?? 0) \(session.pending)"
        }
        let files = Scratch.files(below: home).filter { path in
            !path.hasPrefix(home + "/logs/") && !path.hasPrefix(home + "/screens/") && !path.hasSuffix(".sock")
                && !path.contains("ccmux.db-")
        }.map { path in
            path.hasSuffix(".db") || path.hasSuffix(".lock") ? path : "\(path) \(Scratch.read(path))"
        }
        return (sessions + files).joined(separator: "\n")
    }

    /// Runs a command that must be refused and must have changed nothing.
    func refused(
        _ arguments: [String], status: Int32, saying words: String..., input: String = "",
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let before = try await state()
        let finished = try await ccmux(arguments, input: input)
        let what = "ccmux \(arguments.joined(separator: " ").prefix(200)): \(finished.text)"
        #expect(finished.status == status, "\(what)", sourceLocation: sourceLocation)
        for word in words {
            #expect(finished.errors.contains(word), "'\(word)' is not in \(what)", sourceLocation: sourceLocation)
        }
        #expect(finished.errors.split(separator: "\n").count <= 4, "too many lines: \(what)", sourceLocation: sourceLocation)
        let after = try await state()
        #expect(before == after, "\(what)", sourceLocation: sourceLocation)
    }
}
