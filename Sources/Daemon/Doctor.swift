import Agents
import Client
import Config
import Model
import Platform
import Store

/// `doctor`: looks at everything that ccmux stands on, and names the cure of what is wrong.
struct Doctor {
    let home: HomeLayout
    let environment: [String: String]

    /// Prints the report; 0 when nothing has failed, else 1.
    func main(_ arguments: [String]) async throws(CcmuxError) -> Int32 {
        let report = await examine()
        if arguments.contains("--json") {
            try JSONOutput.print(report)
        } else {
            for check in report.checks { print(check) }
        }
        return report.healthy ? 0 : 1
    }

    private func print(_ check: DoctorReport.Check) {
        let mark =
            switch check.verdict {
            case .ok: "✓"
            case .warning: "!"
            case .failed: "✗"
            }
        let padding = String(repeating: " ", count: max(1, 14 - check.name.count))
        Output.line("\(mark) \(check.name)\(padding)\(check.detail)")
        if let cure = check.cure, check.verdict != .ok {
            for line in cure.split(separator: "\n") { Output.line("                → \(line)") }
        }
    }

    private func examine() async -> DoctorReport {
        let system = SystemChecks(home: home, environment: environment)
        var checks = [system.version, system.homeFolder, system.disk, system.clock]
        let configuration: Configuration
        do throws(CcmuxError) {
            configuration = try Configuration.load(path: home.configuration)
            checks.append(.init(name: "config", verdict: .ok, detail: home.configuration))
        } catch {
            checks.append(.failed("config", error))
            configuration = Configuration()
        }
        let login = await LoginEnvironment.read(environment)
        if let problem = login.problem {
            checks.append(
                .init(
                    name: "login shell", verdict: .warning, detail: problem,
                    cure: "Agents get the daemon's own environment. Look at your shell's profile."))
        }
        checks += await tmux(configuration)
        let client = DaemonClient(layout: home)
        let health = try? client.health(timeout: 3)
        checks += UpdateCheck(home: home).check.map { [$0] } ?? []
        checks += [daemon(health), system.service, database(isRunning: health != nil)]
        checks += await agents(configuration, login.variables)
        if health != nil { checks += sessions(client) + conflicts(client) }
        checks += hooks(configuration, login.variables, health == nil ? nil : client)
        return DoctorReport(checks: checks)
    }

    private func tmux(_ configuration: Configuration) async -> [DoctorReport.Check] {
        do throws(CcmuxError) {
            let program = try await TmuxProgram.find(configuration.tmux, environment: environment)
            let socket = configuration.tmux.socket.isEmpty ? "your own server" : "socket \(configuration.tmux.socket)"
            let found = DoctorReport.Check(
                name: "tmux", verdict: .ok, detail: "\(program.version) at \(program.path), \(socket)")
            return [found, await TmuxOptionCheck(program: program, environment: environment).check()]
        } catch {
            return [.failed("tmux", error)]
        }
    }

    private func daemon(_ health: HealthResponse?) -> DoctorReport.Check {
        guard let health else {
            return .init(
                name: "daemon", verdict: .warning, detail: "it is not running", cure: "ccmux daemon start")
        }
        let what = "\(health.version), pid \(health.pid), \(health.sessions) sessions"
        if health.version != ccmuxVersion {
            return .init(
                name: "daemon", verdict: .warning, detail: "\(what); this is \(ccmuxVersion)",
                cure: "ccmux daemon restart")
        }
        if !health.tmuxConnected {
            return .init(
                name: "daemon", verdict: .failed, detail: "\(what); it has no connection to tmux",
                cure: "Look into \(home.daemonLog)")
        }
        if health.damagedRows > 0 {
            return .init(
                name: "daemon", verdict: .failed, detail: "\(what); \(health.damagedRows) rows cannot be read",
                cure: "They are named in \(home.daemonLog). The other sessions are not touched by it.")
        }
        return .init(name: "daemon", verdict: .ok, detail: what)
    }

    /// A running daemon has the database open and well; another opening would only be in its way.
    private func database(isRunning: Bool) -> DoctorReport.Check {
        if isRunning { return .init(name: "database", verdict: .ok, detail: "\(home.database), in use by the daemon") }
        guard Files.kind(of: home.database) != nil else {
            return .init(name: "database", verdict: .ok, detail: "none yet")
        }
        do throws(CcmuxError) {
            let sessions = try Store(path: home.database).sessions()
            return .init(name: "database", verdict: .ok, detail: "\(home.database), \(sessions.records.count) sessions")
        } catch {
            return .failed("database", error)
        }
    }

    private func agents(_ configuration: Configuration, _ login: [String: String]) async -> [DoctorReport.Check] {
        guard let ccmux = try? BundlePath.ccmux(home: home) else { return [] }
        let binaries = AgentBinaries(configured: configuration.agents.paths, ccmux: ccmux, environment: login)
        let userHome = login["HOME"] ?? "/"
        let catalog = AgentCatalog.whole(folder: home.agentFolder)
        var checks = catalog.problems.map { DoctorReport.Check.failed($0.kind, $0.error) }
        for kind in catalog.kinds {
            do throws(CcmuxError) {
                let binary = try await binaries.find(kind)
                let capabilities = try await binaries.capabilities(of: binary, kind: kind)
                let what = "\(capabilities.version ?? "unknown version") at \(binary.path)"
                let variables = login.merging(configuration.agents.environment) { $1 }
                    .merging(kind.environment) { $1 }
                if let problem = kind.loginProblem(variables, home: userHome) {
                    checks.append(
                        .init(
                            name: kind.name, verdict: .warning, detail: "\(what); \(problem)",
                            cure: "Run \(kind.command) once and log in."))
                } else {
                    checks.append(.init(name: kind.name, verdict: .ok, detail: what))
                }
            } catch {
                checks.append(.init(name: kind.name, verdict: .warning, detail: error.message, cure: error.advice))
            }
        }
        return checks
    }

    private func hooks(
        _ configuration: Configuration, _ login: [String: String], _ client: DaemonClient?
    ) -> [DoctorReport.Check] {
        let list = (try? client?.sessions())?.sessions ?? []
        let variables = login.merging(configuration.agents.environment) { $1 }
        let check = HookCheck.check(
            variables, userHome: login["HOME"] ?? "/",
            directories: list.filter { $0.agent == "claude" }.map(\.dir))
        return check.map { [$0] } ?? []
    }

    private func conflicts(_ client: DaemonClient) -> [DoctorReport.Check] {
        guard let list = try? client.conflicts(looking: true) else { return [] }
        return list.conflicts.map { conflict in
            let names = conflict.sessions.map(\.text).joined(separator: ", ")
            let what =
                conflict.kind == "shared"
                ? "\(names) work in one directory: \(conflict.directory)"
                : "\(names) would conflict when merged: \(conflict.files.prefix(5).joined(separator: ", "))"
            return .init(
                name: "conflict", verdict: .warning, detail: what,
                cure: conflict.kind == "shared" ? "ccmux isolate NAME gives one a worktree of its own" : nil)
        } + list.notes.map { .init(name: "conflict", verdict: .warning, detail: $0) }
    }

    private func sessions(_ client: DaemonClient) -> [DoctorReport.Check] {
        guard let list = try? client.sessions() else { return [] }
        let blocked = list.sessions.filter { $0.process == .blocked }
        return blocked.map { session in
            .init(
                name: session.name.text, verdict: .failed, detail: "blocked: \(session.detail ?? "no reason is known")",
                cure: "ccmux show \(session.name)")
        }
    }
}

extension DoctorReport.Check {
    static func failed(_ name: String, _ error: CcmuxError) -> Self {
        .init(name: name, verdict: .failed, detail: error.message, cure: error.advice)
    }
}
