extension ConfigurationKey {
    /// Every key, in the order of the template.
    package static let all: [ConfigurationKey] = [
        key(
            "tmux", "socket", .text(\.tmux.socket, .socket),
            "The tmux server: \"\" is your own; a name (tmux -L) or an absolute path (tmux -S) is another."),
        key(
            "tmux", "executable", .text(\.tmux.executable, .executable),
            "The tmux program; \"\" looks on PATH."),
        key(
            "fleet", "sweepInterval", .integer(\.fleet.sweepInterval, 1...3600),
            "Seconds between full looks at every session."),
        key(
            "fleet", "startsAtOnce", .integer(\.fleet.startsAtOnce, 0...1000),
            "Agents that may start at the same time; 0 is one per core, at least 2."),
        key(
            "fleet", "stopGrace", .integer(\.fleet.stopGrace, 0...120),
            "Seconds before an agent that ignores SIGTERM is killed."),
        key(
            "fleet", "width", .integer(\.fleet.width, 20...1000),
            "Columns of a pane that no terminal is attached to."),
        key(
            "fleet", "height", .integer(\.fleet.height, 5...1000),
            "Rows of a pane that no terminal is attached to."),
        key(
            "agents", "default", .text(\.agents.defaultKind, .kind),
            "The agent of a session that names none."),
        key(
            "agents", "remoteControl", .choice(\.agents.remoteControlWord, ["on", "off", "default"]),
            "Whether agents offer remote control: on, off, or default: as their own settings say."),
        key(
            "agents", "remoteControlPrefix", .text(\.agents.remoteControlPrefix, .prefix),
            "What stands before a session's name there; \"\" is $CCMUX_RC_PREFIX, else \"local\"."),
        key(
            "agents.environment", "", .table(\.agents.environment, name: .variable, text: .variableValue),
            "Variables for every agent, such as NAME = \"value\"."),
        key(
            "agents.paths", "", .table(\.agents.paths, name: .kind, text: .path),
            "Programs of agents that are not on PATH, such as claude = \"/opt/claude/bin/claude\"."),
        key(
            "log", "level",
            .choice(\.log.level, ["trace", "debug", "info", "notice", "warning", "error", "critical"]),
            "The least severe messages that the daemon's log gets."),
        key(
            "log", "maxFileSize", .integer(\.log.maxFileSize, 1...1000),
            "Megabytes at which the log is put aside and a new one begun."),
        key(
            "log", "keepFiles", .integer(\.log.keepFiles, 0...100),
            "Logs that are kept beside the current one."),
        key(
            "events", "keep", .integer(\.events.keep, 100...10_000_000),
            "Events that the journal keeps."),
    ]

    private static func key(_ section: String, _ leaf: String, _ value: Value, _ summary: String) -> ConfigurationKey {
        ConfigurationKey(
            section: section.split(separator: ".").map(String.init), leaf: leaf, summary: summary, value: value)
    }
}

extension Configuration {
    package static var keys: [ConfigurationKey] { ConfigurationKey.all }
}
