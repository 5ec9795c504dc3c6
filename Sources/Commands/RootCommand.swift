import ArgumentParser

/// The tree of commands.
struct RootCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ccmux",
        abstract: "Keeps a fleet of coding agents alive in tmux.",
        discussion: """
            Make a session with 'ccmux new NAME', watch the fleet with 'ccmux list', go into one with \
            'ccmux attach NAME'. 'ccmux demo' starts three sessions that need no account.

            Exit status: 0 done, 1 failed, 3 no such thing, 4 refused, 5 timed out, 64 wrong usage.
            """,
        groupedSubcommands: [
            CommandGroup(
                name: "Sessions",
                subcommands: [
                    NewCommand.self, ExecCommand.self, RegisterCommand.self, ForkCommand.self, ListCommand.self,
                    StatusCommand.self,
                    ShowCommand.self, ExplainCommand.self, SetCommand.self, RenameCommand.self, RemoveCommand.self,
                    ExternalCommand.self, AdoptCommand.self,
                    WorktreeCommand.self, IsolateCommand.self,
                ]),
            CommandGroup(
                name: "At work",
                subcommands: [
                    AnswerCommand.self, ApprovalsCommand.self, AttachCommand.self, PeekCommand.self, SendCommand.self,
                    OutboxCommand.self, KeyCommand.self, WaitCommand.self, EventsCommand.self, ReadCommand.self,
                    SearchCommand.self, LimitsCommand.self, UsageCommand.self,
                ]),
            CommandGroup(name: "Conversations", subcommands: [TranscriptCommand.self, ExportCommand.self]),
            CommandGroup(
                name: "Wishes",
                subcommands: [
                    StartCommand.self, StopCommand.self, RestartCommand.self, HibernateCommand.self, WakeCommand.self,
                    ArchiveCommand.self,
                ]),
            CommandGroup(
                name: "This machine",
                subcommands: [
                    DaemonCommand.self, ServiceCommand.self, InstallServiceCommand.self, UninstallServiceCommand.self,
                    DoctorCommand.self, ConfigCommand.self, DemoCommand.self,
                    ReadScreenCommand.self, ReportMisreadCommand.self, CompletionsCommand.self, ManualCommand.self,
                    VersionCommand.self,
                ]),
        ])

    /// Every name that a command answers to, the hidden ones included.
    static var commandNames: [String] {
        configuration.subcommands.flatMap { [$0._commandName] + $0.configuration.aliases }
    }

    /// Those that the help shows.
    static var shownCommandNames: [String] {
        configuration.subcommands.filter { $0.configuration.shouldDisplay }.map { $0._commandName }
    }
}
