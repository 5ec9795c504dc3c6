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
        // What an agent left behind becomes the runner's child too.
        return ProcessTable.descendants(of: runner).first { process in
            Scratch.read("/proc/\(process.pid)/cmdline").split(separator: "\0").first.map(String.init)
                == agent.program ?? Self.ccmux
        }
    }

    /// The text of a session's pane, read without the daemon.
    func pane(_ name: String) async throws -> String {
        try await tmux("capture-pane", "-p", "-t", "=\(name):").output
    }
}
