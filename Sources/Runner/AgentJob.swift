import Model
import Platform

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// One running agent: a process group that has the terminal.
struct AgentJob {
    let process: ProcessIdentity
    let startedAt: Double
    private let terminal: Terminal?

    init(_ argv: [String], environment: [String: String], directory: String, terminal: Terminal?) throws(CcmuxError) {
        let variables = environment.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
        let pid = try spawnJob(
            argv, environment: variables, directory: directory, terminal: terminal?.descriptor)
        // A process that has ended already is a zombie until it is waited for, so its pid is still its own.
        process = ProcessTable.identity(of: pid) ?? ProcessIdentity(pid: pid, start: 0)
        startedAt = monotonicSeconds()
        self.terminal = terminal
    }

    var aliveSeconds: Double { monotonicSeconds() - startedAt }

    /// How it ended; nil while it has not. One that was stopped (Ctrl-Z in the agent) goes on at once, since nobody
    /// in a pane could continue it.
    func check() -> AgentExit? {
        while true {
            var status: Int32 = 0
            // Orphans of the agent's are our children too.
            let pid = waitpid(-1, &status, WNOHANG | WUNTRACED)
            if pid < 0 && errno == EINTR { continue }
            if pid == 0 { return nil }
            guard pid > 0 else { return .launchFailed("it vanished") }
            guard pid == process.pid else { continue }
            if let exit = AgentExit(waitStatus: status) { return exit }
            terminal?.giveForeground(to: process.pid)
            kill(-process.pid, SIGCONT)
        }
    }

    /// Asks the whole group to end. A stopped one is woken to hear it.
    func terminate() {
        kill(-process.pid, SIGTERM)
        kill(-process.pid, SIGCONT)
    }

    func kill() {
        kill(-process.pid, SIGKILL)
    }

    private func kill(_ target: Int32, _ signal: Int32) {
        #if canImport(Glibc)
            _ = Glibc.kill(target, signal)
        #elseif canImport(Musl)
            _ = Musl.kill(target, signal)
        #else
            _ = Darwin.kill(target, signal)
        #endif
    }
}
