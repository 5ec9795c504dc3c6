import Model
import Platform

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The lock of the one daemon of a home. A daemon that a service runs takes it over from one that somebody's command
/// has started: else the service would try for ever. Agents do not notice.
struct DaemonTakeover {
    let home: HomeLayout
    let environment: [String: String]

    /// The variable that the units set.
    static let mark = "CCMUX_SERVICE"
    /// Seconds that the other one gets to end.
    private static let patience = 20.0

    /// Nil where another daemon has it, and keeps it.
    func lock() async throws(CcmuxError) -> FileLock? {
        if let lock = try FileLock.attempt(home.daemonLock) { return lock }
        guard environment[Self.mark]?.isEmpty == false, let other = holder() else { return nil }
        Output.line("taking over from the daemon that a command has started (pid \(other.pid))")
        ProcessTable.signal(SIGTERM, to: other)
        let deadline = monotonicSeconds() + Self.patience
        while monotonicSeconds() < deadline {
            if let lock = try FileLock.attempt(home.daemonLock) { return lock }
            try? await Task.sleep(for: .milliseconds(20))
        }
        return nil
    }

    /// The daemon that has the lock, unless a service runs it: two services would end each other for ever.
    private func holder() -> ProcessIdentity? {
        let note = (try? Files.read(home.daemonLock, limit: 64)) ?? []
        let pid = Int32(String(decoding: note, as: UTF8.self).prefix { $0.isNumber })
        guard let pid, pid != getpid(), let process = ProcessTable.identity(of: pid) else { return nil }
        // A note may be older than the lock for a moment, and its number another program's by now.
        guard ProcessTable.openFiles(of: pid).contains(home.daemonLock) else { return nil }
        return ProcessTable.hasVariable(Self.mark, process) ? nil : process
    }
}
