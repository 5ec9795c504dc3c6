package import Model
package import Platform

/// Starts the daemon where it does not run: through its service where there is one, else as a process of its own.
package struct DaemonLauncher: Sendable {
    /// What the user is told meanwhile, a sentence without the program's name in front.
    package typealias Notice = @Sendable (String) -> Void

    private let layout: HomeLayout
    private let environment: [String: String]
    private let program: String?
    private let notice: Notice
    /// Seconds until a daemon must answer.
    private static let patience = 10.0

    /// - Parameter program: the absolute path of `ccmuxd`; nil for the one beside this executable.
    package init(
        layout: HomeLayout, environment: [String: String], program: String? = nil, notice: @escaping Notice
    ) {
        self.layout = layout
        self.environment = environment
        self.program = program ?? Self.sibling("ccmuxd")
        self.notice = notice
    }

    /// The executable called `name` in the folder of this one, links resolved; nil when there is none.
    package static func sibling(_ name: String) -> String? {
        guard let path = executablePath(), let slash = path.lastIndex(of: "/") else { return nil }
        let candidate = "\(path[..<slash])/\(name)"
        return Files.isExecutable(candidate) ? candidate : nil
    }

    /// Returns once the daemon answers. Somebody else may start it at the same time: there is one in the end.
    ///
    /// - Throws: what the daemon said when it ended instead, its exit status in `details["exitStatus"]`.
    @discardableResult
    package func start() throws(CcmuxError) -> HealthResponse {
        try layout.checkSocketPaths()
        if let unit = ServiceUnit.installed(for: layout, environment: environment) {
            if let health = startService(unit) {
                notice("started the daemon (pid \(health.pid)) through \(unit.description)")
                return health
            }
            notice("\(unit.description) did not start the daemon; starting it directly")
        }
        return try startDirectly()
    }

    private func startService(_ unit: ServiceUnit) -> HealthResponse? {
        guard let command = unit.command(.start) else { return nil }
        // Without the rights to start a unit of the system there is still the hope that it brings the daemon back.
        guard run(command) || unit.scope == .system else { return nil }
        return try? waitUntilItAnswers { nil }
    }

    /// Runs a service command to its end; true when it succeeded.
    package func run(_ command: [String]) -> Bool {
        let output = CommandOutput.run(command, environment: ServiceUnit.reaching(currentUser, environment))
        if let output, !output.succeeded, !output.text.isEmpty {
            notice(output.text.split(whereSeparator: \.isNewline).prefix(3).joined(separator: "; "))
        }
        return output?.succeeded ?? false
    }

    private func startDirectly() throws(CcmuxError) -> HealthResponse {
        guard let program else {
            throw CcmuxError(
                .unavailable, "The daemon's program, ccmuxd, is not beside ccmux.",
                advice: "The installation is incomplete: run install.sh again.")
        }
        for folder in [layout.root, layout.logFolder] {
            try Files.makeFolder(folder)
            try Files.restrictFolder(folder)
        }
        let before = Files.stamp(of: layout.daemonOutput)?.size ?? 0
        let child = ChildProcess(
            pid: try spawnDetached([program, "run"], environment: environment, output: layout.daemonOutput))
        var end: (status: Int32, at: Double)?
        let health = try waitUntilItAnswers { () throws(CcmuxError) in
            if end == nil { end = child.ended().map { ($0, monotonicSeconds()) } }
            guard let end, !isOutrun(end.status, secondsAgo: monotonicSeconds() - end.at) else { return }
            throw ended(end.status, outputSince: before)
        }
        // Otherwise another command was quicker, and has said so.
        if health.pid == child.pid {
            notice("started the daemon (pid \(health.pid))")
        } else if end == nil {
            // Ours ends by itself, and must not stay behind as a zombie of a program that lives on.
            _ = child.waitForEnd(seconds: 2)
        }
        return health
    }

    /// Looks again and again until the daemon answers; `check` may throw to give up sooner.
    private func waitUntilItAnswers(_ check: () throws(CcmuxError) -> Void?) throws(CcmuxError) -> HealthResponse {
        let begin = monotonicSeconds()
        let client = DaemonClient(layout: layout)
        var told = false
        while true {
            let elapsed = monotonicSeconds() - begin
            do throws(CcmuxError) {
                return try client.health(timeout: max(0.5, Self.patience - elapsed))
            } catch {
                guard error.code == .unavailable || error.code == .timedOut else { throw error }
            }
            try check()
            guard elapsed < Self.patience else { break }
            if elapsed > 1, !told {
                told = true
                notice("waiting for the daemon to answer…")
            }
            pause(seconds: 0.01)
        }
        throw CcmuxError(
            .timedOut, "The daemon was started and does not answer after \(Int(Self.patience)) seconds.",
            advice: "Look at \(layout.daemonOutput) and \(layout.daemonLog).")
    }

    /// Whether a daemon that ended has only found another at work, which will answer.
    private func isOutrun(_ status: Int32, secondsAgo: Double) -> Bool {
        if status == 0 { return true }
        guard status == CcmuxError.Code.refused.exitStatus else { return false }
        // The other writes its pid into the lock just after it has it.
        if secondsAgo < 1 { return true }
        let note = (try? Files.read(layout.daemonLock, limit: 64)) ?? []
        let pid = Int32(String(decoding: note, as: UTF8.self).prefix { $0.isNumber })
        return pid.flatMap(ProcessTable.identity(of:)) != nil
    }

    private func ended(_ status: Int32, outputSince before: Int64) -> CcmuxError {
        let output = (try? Files.read(layout.daemonOutput, limit: 16 << 20)) ?? []
        let fresh = output.dropFirst(output.count >= before ? Int(before) : 0)
        let lines = String(decoding: fresh, as: UTF8.self).split(whereSeparator: \.isNewline).suffix(6).map { line in
            String(line.hasPrefix("ccmux: ") ? line.dropFirst("ccmux: ".count) : line)
        }
        return CcmuxError(
            .unavailable, "The daemon ended with status \(status) instead of starting.",
            advice: lines.isEmpty ? "It gave no reason; look at \(layout.daemonLog)." : lines.joined(separator: "\n"),
            details: ["exitStatus": .integer(Int64(status))])
    }
}
