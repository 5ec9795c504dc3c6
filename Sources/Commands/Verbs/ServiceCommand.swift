import ArgumentParser
import Client
import Model
import Platform

struct ServiceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "service",
        abstract: "Look at the service that keeps the daemon running.",
        discussion: """
            EXAMPLES:
              ccmux service status
            """,
        subcommands: [Status.self])

    struct Status: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say what the service does; exits with 3 when none is installed.",
            discussion: """
                EXAMPLES:
                  ccmux service status
                  ccmux service status --json
                """)

        @OptionGroup var output: OutputOptions

        func run() throws {
            let report = ServiceInstaller(try CommandContext()).report()
            try output.print(report) { ServiceText.lines(report) }
            if report.scope == nil { throw Reported(status: CcmuxError.Code.notFound.exitStatus) }
        }
    }
}

struct InstallServiceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "install-service",
        abstract: "Have the system keep the daemon running: systemd, or launchd.",
        discussion: """
            Writes a unit for the daemon and one for its tmux server to ~/.config/systemd/user and starts them. A daemon \
            that runs already is taken over; agents go on. To have it run from boot on without a login, lingering must be \
            enabled: 'ccmux service status' says so. With --system, root installs units of the system for a user instead.

            EXAMPLES:
              ccmux install-service
              sudo ccmux install-service --system --user alice
            """)

    @OptionGroup var target: ServiceTarget
    @OptionGroup var output: OutputOptions

    func run() throws {
        let context = try CommandContext()
        let installer = ServiceInstaller(context)
        if let owner = try target.owner(context) {
            try installer.installSystem(for: owner)
            try output.print(Done()) { ["ccmux@\(owner.login).service is installed and runs."] }
        } else {
            try installer.install()
            let report = installer.report()
            try output.print(report) { ServiceText.lines(report) }
        }
    }
}

struct UninstallServiceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "uninstall-service",
        abstract: "Remove the service; the agents go on.",
        discussion: """
            A daemon that it ran is started again as one of its own, which a reboot ends.

            EXAMPLES:
              ccmux uninstall-service
              sudo ccmux uninstall-service --system --user alice
            """)

    @OptionGroup var target: ServiceTarget
    @OptionGroup var output: OutputOptions
    @Flag(name: .long, help: "Leave the daemon stopped.")
    var stop = false

    func run() throws {
        let context = try CommandContext()
        let installer = ServiceInstaller(context)
        let removed =
            if let owner = try target.owner(context) {
                try installer.uninstallSystem(for: owner)
            } else {
                try installer.uninstall(keepRunning: !stop)
            }
        try output.print(Done()) {
            [removed ? "The service is removed; the agents go on." : "No service is installed; nothing to do."]
        }
    }
}

/// Whose service is meant.
struct ServiceTarget: ParsableArguments {
    @Flag(name: .long, help: "Units of the system, rather than your own; for root.")
    var system = false

    @Option(
        name: .long, help: ArgumentHelp("Whom the system's unit is for (default: who called sudo).", valueName: "name"))
    var user: String?

    func validate() throws {
        if user != nil, !system { throw ValidationError("--user goes with --system.") }
    }

    /// Nil for one's own service.
    func owner(_ context: CommandContext) throws(CcmuxError) -> ServiceInstaller.Owner? {
        guard system else { return nil }
        let named = user ?? CommandContext.variable("SUDO_USER") ?? CommandContext.variable("USER")
        return try ServiceInstaller.Owner(login: named ?? "root")
    }
}

extension ServiceInstaller {
    init(_ context: CommandContext) {
        self.init(
            layout: context.layout, environment: context.wholeEnvironment, launcher: context.launcher,
            notice: { StandardStreams.report(["ccmux: \($0)"]) })
    }
}
