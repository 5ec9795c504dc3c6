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

/// A ccmux of a test's own: its home, its user's home, its tmux server, and the built programs. To the programs it is
/// a machine on which nobody else uses ccmux.
struct Installation: Sendable {
    let agent: AgentUnderTest
    /// Everything lies below it.
    let root: String
    let socket: String
    /// What a command is started with.
    var environment: [String: String]
    /// What stands before a command, to run it as somebody else.
    var prefix: [String] = []
    private let model: Running?

    var home: String { root + "/h" }
    var userHome: String { root + "/u" }
    /// A project's folder; agents trust it.
    var project: String { root + "/project" }
    var otherProject: String { root + "/other" }
    var layout: HomeLayout { HomeLayout(root: home) }

    static let ccmux = "\(Sources.programs)/ccmux"
    static let tmux =
        ["/usr/local/bin", "/opt/homebrew/bin", "/usr/bin"].map { $0 + "/tmux" }
        .first(where: Files.isExecutable) ?? "/usr/bin/tmux"

    /// - Parameter configuration: lines of config.toml after those that keep the installation apart, or of `[fleet]`.
    private init(_ agent: AgentUnderTest, fleet: String, configuration: String) async throws {
        guard Files.isExecutable(Self.ccmux), Files.isExecutable("\(Sources.programs)/ccmuxd") else {
            throw Failure("no ccmux and ccmuxd in \(Sources.programs): build them, or set CCMUX_BIN_DIR")
        }
        self.agent = agent
        root = try Scratch.folder("e2e")
        socket = "cc" + root.dropFirst("/tmp/cc".count)
        environment = [
            "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": root + "/u", "CCMUX_HOME": root + "/h", "SHELL": "/bin/sh",
            "LANG": "C.UTF-8", "TERM": "xterm-256color",
            // As if the commands were typed by an agent: none of it may reach another one.
            "CLAUDECODE": "1", "CLAUDE_CODE_CHILD_SESSION": "1", "CLAUDE_CODE_ENTRYPOINT": "cli",
        ]
        for folder in ["h", "u", "project", "other"] { try Scratch.makeFolder("\(root)/\(folder)") }
        var lines = "[tmux]\nsocket = \"\(socket)\"\n[fleet]\n\(fleet)\n"
        if agent.isReal, let program = agent.program {
            model = try Program.start(
                ["/usr/bin/env", "python3", "\(Sources.root)/Tests/Lab/model-api", "0", "--port-file", "\(root)/port"],
                environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"])
            lines += "[agents.paths]\n\(agent.kind) = \"\(program)\"\n[agents.environment]\n"
            lines += try await Self.prepareHome(root)
        } else {
            model = nil
        }
        try Scratch.write(home + "/config.toml", lines + configuration)
    }

    /// A home in which the agents start without a login; what they need in their environment, as TOML.
    private static func prepareHome(_ root: String) async throws -> String {
        let port = try await eventually("the model API has a port") {
            let text = Scratch.read(root + "/port")
            return text.isEmpty ? nil : text.filter(\.isNumber)
        }
        let made = try await Program.run(
            [
                "/usr/bin/env", "python3", "\(Sources.root)/Tests/Lab/agent-home", root + "/u", port, root + "/project",
                root + "/other",
            ],
            environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"])
        guard made.status == 0 else { throw Failure("agent-home failed: \(made.text)") }
        return made.output.split(separator: "\n").map { $0.split(separator: "=", maxSplits: 1) }
            .filter { $0.count == 2 && !["HOME", "PATH", "TERM", "LANG"].contains($0[0]) }
            .map { "\($0[0]) = \"\($0[1])\"\n" }.joined()
    }

    /// Gives `body` an installation and takes everything away after it, processes too.
    static func with(
        _ agent: AgentUnderTest = .demo, fleet: String = "", configuration: String = "",
        _ body: (Installation) async throws -> Void
    ) async throws {
        let places = agent.isReal ? 2 : 1
        await Gate.machine.enter(places)
        do {
            let installation = try await Installation(agent, fleet: fleet, configuration: configuration)
            do {
                try await body(installation)
            } catch {
                Issue.record("\(await installation.evidence())")
                await installation.close()
                throw error
            }
            await installation.close()
        } catch {
            await Gate.machine.leave(places)
            throw error
        }
        await Gate.machine.leave(places)
    }

    // MARK: Taking away

    private func close() async {
        _ = try? await ccmux("daemon", "stop")
        _ = try? await tmux("kill-server")
        await model?.end()
        // Agents end by the hangup of their panes; tools that they leave behind belong to them.
        var left = processes
        let deadline = monotonicSeconds() + 15
        while !left.isEmpty, monotonicSeconds() < deadline {
            await shortly()
            left = processes
        }
        for process in left {
            let words = Scratch.read("/proc/\(process.pid)/cmdline").split(separator: "\0").joined(separator: " ")
            Issue.record("left over in \(root): \(process.pid) \(words.prefix(300))")
            ProcessTable.signal(SIGKILL, to: process)
        }
        unlink("/tmp/tmux-\(getuid())/\(socket)")
        Scratch.remove(root)
    }

    /// Whatever runs with this installation's environment.
    var processes: [ProcessIdentity] {
        ProcessTable.processes(withVariable: "HOME=\(userHome)")
            + ProcessTable.processes(withVariable: "CCMUX_HOME=\(home)")
    }

    /// What can be seen when something went wrong.
    private func evidence() async -> String {
        var text = "\n" + ((try? await ccmux("list", "--archived").text) ?? "")
        for session in (try? await sessions()) ?? [] {
            text += "\n--- \(session.name): " + ((try? await ccmux("peek", session.name.text).text) ?? "")
        }
        text += "\n--- events\n" + ((try? await ccmux("events").text) ?? "")
        let log = Scratch.read(layout.daemonLog).split(separator: "\n").suffix(25).joined(separator: "\n")
        return text + "\n--- log\n" + log
    }
}
