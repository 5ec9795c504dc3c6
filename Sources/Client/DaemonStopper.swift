import CPlatform
package import Model
package import Platform

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Ends the daemon. The agents go on: they belong to tmux.
package struct DaemonStopper: Sendable {
    private let layout: HomeLayout
    private let launcher: DaemonLauncher
    private let unit: ServiceUnit?
    private static let patience = 20.0

    package init(layout: HomeLayout, environment: [String: String], launcher: DaemonLauncher) {
        self.layout = layout
        self.launcher = launcher
        unit = ServiceUnit.installed(for: layout, environment: environment)
    }

    /// - Parameter forRestart: it may come back at once.
    /// - Returns: the pid of the daemon that was stopped; nil when none ran.
    /// - Throws: `.refused` where it belongs to a service that this user may not stop, and that would bring it back.
    package func stop(forRestart: Bool = false) throws(CcmuxError) -> Int32? {
        guard let daemon = try running() else { return nil }
        // A service must hear it from its init system, which would else bring the daemon back.
        if let unit, let command = unit.command(.stop), unit.scope != .system || !forRestart, !launcher.run(command),
            unit.scope == .system
        {
            throw CcmuxError(
                .refused, "The daemon belongs to \(unit.description), which only root may stop.",
                advice: "sudo systemctl stop \(unit.name)")
        }
        ProcessTable.signal(SIGTERM, to: daemon)
        let deadline = monotonicSeconds() + Self.patience
        while ProcessTable.isAlive(daemon) {
            guard monotonicSeconds() < deadline else {
                throw CcmuxError(
                    .timedOut, "The daemon (pid \(daemon.pid)) has not ended after \(Int(Self.patience)) seconds.",
                    advice: "Look at \(layout.daemonLog); 'kill -9 \(daemon.pid)' ends it and harms no agent.")
            }
            pause(seconds: 0.02)
        }
        return daemon.pid
    }

    /// The process at the other end of the socket: the system tells it, so one that hangs can be stopped as well.
    private func running() throws(CcmuxError) -> ProcessIdentity? {
        let pid: Int32
        do throws(CcmuxError) {
            let socket = try UnixSocket(connectingTo: layout.daemonSocket)
            pid = ccp_peer_pid(socket.descriptor)
        } catch {
            if error.code == .unavailable { return nil }
            throw error
        }
        if pid > 0 { return ProcessTable.identity(of: pid) }
        return ProcessTable.identity(of: try DaemonClient(layout: layout).health().pid)
    }
}
