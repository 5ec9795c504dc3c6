import ArgumentParser
import Client
import Model
import Platform

struct DaemonCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "daemon",
        abstract: "Run, start, stop or look at the daemon.",
        discussion: """
            Agents belong to tmux: they go on while the daemon is away. Other commands start it when they need it, unless \
            CCMUX_NO_AUTOSTART is set.

            EXAMPLES:
              ccmux daemon status
              ccmux daemon restart
            """,
        subcommands: [Run.self, Start.self, Stop.self, Restart.self, Status.self])

    struct Run: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Run the daemon here, in the foreground.",
            discussion: """
                This is what a service runs. It ends with Ctrl-C or SIGTERM.

                EXAMPLES:
                  ccmux daemon run
                """)

        func run() throws {
            try DaemonProgram.replaceProcess(["run"])
        }
    }

    struct Start: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Start the daemon, if it does not run.",
            discussion: """
                EXAMPLES:
                  ccmux daemon start
                """)

        @OptionGroup var output: OutputOptions

        func run() throws {
            let context = try CommandContext()
            let running = try Status.health(context)
            let health = try running ?? context.launcher.start()
            try output.print(health) {
                running == nil ? [] : ["The daemon runs already (pid \(health.pid)); nothing to do."]
            }
        }
    }

    struct Stop: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Stop the daemon; the agents go on.",
            discussion: """
                EXAMPLES:
                  ccmux daemon stop
                """)

        @OptionGroup var output: OutputOptions

        func run() throws {
            let pid = try DaemonCommand.stop(try CommandContext())
            try output.print(Done()) {
                [pid.map { "Stopped the daemon (pid \($0))." } ?? "The daemon does not run; nothing to do."]
            }
        }
    }

    struct Restart: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Stop the daemon and start the installed one; the agents go on.",
            discussion: """
                EXAMPLES:
                  ccmux daemon restart
                """)

        @OptionGroup var output: OutputOptions

        func run() throws {
            let context = try CommandContext()
            _ = try DaemonCommand.stop(context, forRestart: true)
            let health = try context.launcher.start()
            try output.print(health) { [] }
        }
    }

    struct Status: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say whether the daemon runs; exits with 3 when it does not.",
            discussion: """
                EXAMPLES:
                  ccmux daemon status
                  ccmux daemon status --json
                """)

        @OptionGroup var output: OutputOptions

        func run() throws {
            let health = try Self.health(try CommandContext())
            try output.print(DaemonStatus(running: health != nil, health: health)) {
                [health.map(Self.text) ?? "The daemon does not run. 'ccmux daemon start' starts it."]
            }
            if health == nil { throw Reported(status: CcmuxError.Code.notFound.exitStatus) }
        }

        /// Nil when nobody listens.
        static func health(_ context: CommandContext) throws(CcmuxError) -> HealthResponse? {
            do throws(CcmuxError) {
                return try context.client(starting: false).health(timeout: 5)
            } catch {
                if error.code == .unavailable { return nil }
                throw error
            }
        }

        static func text(_ health: HealthResponse) -> String {
            let age = Age.text(seconds: Int(wallClock().seconds(since: health.startedAt)))
            let tmux = health.tmuxConnected ? "connected to tmux \(health.tmuxVersion ?? "")" : "not connected to tmux"
            let damaged = health.damagedRows > 0 ? ", \(health.damagedRows) damaged rows (see 'ccmux doctor')" : ""
            return SafeText.oneLine(
                "The daemon runs: pid \(health.pid), version \(health.version), up \(age), \(health.sessions) sessions, "
                    + tmux + damaged + (health.ready ? "." : ", still looking around."))
        }
    }

    static func stop(_ context: CommandContext, forRestart: Bool = false) throws(CcmuxError) -> Int32? {
        let stopper = DaemonStopper(
            layout: context.layout, environment: context.wholeEnvironment, launcher: context.launcher)
        return try stopper.stop(forRestart: forRestart)
    }
}

/// `daemon status --json`.
struct DaemonStatus: Encodable {
    var running: Bool
    var health: HealthResponse?
}
