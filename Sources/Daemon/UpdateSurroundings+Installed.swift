import Client
import Model
import Platform
import Store
import Synchronization
import Updates

/// The daemon and the database of this machine, as an update deals with them.
final class InstalledSurroundings: UpdateSurroundings {
    let home: HomeLayout
    let environment: [String: String]
    private let tell: @Sendable (String) -> Void
    /// A daemon that was started and has not answered yet.
    private let silent = Mutex<ProcessIdentity?>(nil)

    init(home: HomeLayout, environment: [String: String], tell: @escaping @Sendable (String) -> Void) {
        self.home = home
        self.environment = environment
        self.tell = tell
    }

    /// Through the launcher, or the current bundle's daemon where there is none.
    private var launcher: DaemonLauncher {
        let program =
            Files.isExecutable(home.launcher) ? home.launcher : home.currentBundle + "/bin/ccmuxd"
        return DaemonLauncher(layout: home, environment: environment, program: program, notice: tell)
    }

    func look() -> ConfirmWatch.Seen {
        guard let health = try? DaemonClient(layout: home).health(timeout: 2) else { return .nothing }
        return .daemon(version: health.version, pid: health.pid, isHealthy: health.ready)
    }

    func stop() throws(CcmuxError) {
        let stopper = DaemonStopper(layout: home, environment: environment, launcher: launcher)
        do throws(CcmuxError) {
            _ = try stopper.stop()
        } catch {
            guard error.code == .timedOut else { throw error }
            // It harms no agent.
            tell("the daemon does not end by itself; killing it")
        }
        try killHolder()
        // One that hangs before it is anything would never be ended by anybody.
        let hanging = silent.withLock { process in
            defer { process = nil }
            return process
        }
        if let hanging { ProcessTable.signal(9, to: hanging) }
    }

    /// One that hangs before it listens is found by what it wrote into the lock.
    private func killHolder() throws(CcmuxError) {
        if try FileLock.attempt(home.daemonLock) != nil { return }
        let note = (try? Files.read(home.daemonLock, limit: 64)) ?? []
        let pid = Int32(String(decoding: note, as: UTF8.self).prefix { $0.isNumber })
        guard let pid, let process = ProcessTable.identity(of: pid) else { return }
        ProcessTable.signal(9, to: process)
        let deadline = monotonicSeconds() + 10
        while ProcessTable.isAlive(process), monotonicSeconds() < deadline { pause(seconds: 0.02) }
    }

    func start() throws(CcmuxError) {
        do throws(CcmuxError) {
            try launcher.start()
        } catch {
            if case .integer(let number)? = error.details?["pid"], let pid = Int32(exactly: number) {
                silent.withLock { $0 = ProcessTable.identity(of: pid) }
            }
            throw error
        }
    }

    func copyDatabase(to path: String) throws(CcmuxError) -> Bool { try Store.copy(home.database, to: path) }

    func restoreDatabase(from path: String, aside: String) throws(CcmuxError) {
        try Store.putBack(path, as: home.database, keeping: aside)
    }
}
