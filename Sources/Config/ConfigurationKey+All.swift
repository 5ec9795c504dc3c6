import Model

extension ConfigurationKey {
    /// Every key, in the order of the template.
    package static let all: [ConfigurationKey] =
        updates + [
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
            key(
                "limits", "mode", .choice(\.limits.modeWord, LimitSettings.Mode.allCases.map(\.rawValue)),
                "After a usage limit's reset: off resumes nothing, capped as often as the budget allows, or unlimited."),
            key(
                "limits", "budget", .integer(\.limits.budget, 0...1000),
                "Resumes of one session a day (UTC)."),
            key(
                "limits", "resumeText", .text(\.limits.resumeText, .line),
                "What a session is told when its limit is over."),
            key(
                "limits", "margin", .integer(\.limits.margin, 0...3600),
                "Seconds after the reset at which the first session is resumed."),
            key(
                "limits", "stagger", .integer(\.limits.stagger, 0...600),
                "Seconds from one session's resume to the next."),
            key(
                "limits", "probeMinutes", .integer(\.limits.probeMinutes, 1...1440),
                "Minutes until one session is tried where the time of the reset is not known."),
            key(
                "hibernation", "idleMinutes", .integer(\.hibernation.idleMinutes, 0...100_000),
                "Minutes of rest after which an agent's process is put away; 0 is never."),
            key(
                "hibernation", "memoryFloor", .integer(\.hibernation.memoryFloor, 0...1_000_000),
                "Megabytes of available memory below which the longest idle are put away; 0 is never."),
            key(
                "search", "enabled", .flag(\.search.enabled),
                "Whether every conversation of the machine is indexed for 'ccmux search'."),
            key(
                "search", "budget", .integer(\.search.budget, 1...100),
                "Percent of one core that indexing may take."),
        ] + budget + worktrees + policy(.everyone) + watchdog

    private static let watchdog: [ConfigurationKey] = [
        rule(
            "context", \.watchdog.context.enabled, \.watchdog.context.cooldown, \.watchdog.context.budget,
            "the context is nearly full: /compact"),
        [
            key(
                "watchdog.context", "left", .integer(\.watchdog.contextLeft, 1...90),
                "Per cent of the context that are left when it is compacted."),
            key(
                "watchdog.context", "window", .integer(\.watchdog.contextWindow, 0...100_000_000),
                "Tokens that a context holds where the agent does not say (models [1m]: a million); 0 is not to guess."),
        ],
        rule(
            "image", \.watchdog.image.enabled, \.watchdog.image.cooldown, \.watchdog.image.budget,
            "the service refuses an image: /compact, after a copy of the transcript"),
        rule(
            "thinking", \.watchdog.thinking.enabled, \.watchdog.thinking.cooldown, \.watchdog.thinking.budget,
            "thinking blocks are spoiled: relaunch, and the last prompt once more"),
        rule(
            "promptTooLong", \.watchdog.promptTooLong.enabled, \.watchdog.promptTooLong.cooldown,
            \.watchdog.promptTooLong.budget,
            "the prompt is too long: /compact"),
        rule(
            "sessionInUse", \.watchdog.sessionInUse.enabled, \.watchdog.sessionInUse.cooldown,
            \.watchdog.sessionInUse.budget,
            "an orphan of ours holds the conversation: it is ended"),
        rule(
            "overloaded", \.watchdog.overloaded.enabled, \.watchdog.overloaded.cooldown, \.watchdog.overloaded.budget,
            "the service failed at a turn's end: go on, later and later"),
        [
            key(
                "watchdog.overloaded", "tries", .integer(\.watchdog.overloadedTries, 1...100),
                "Tries in a row."),
            key(
                "watchdog.overloaded", "text", .text(\.watchdog.continueText, .line),
                "What the agent is told, then and after a /compact that interrupted its work."),
        ],
        rule(
            "menu", \.watchdog.menu.enabled, \.watchdog.menu.cooldown, \.watchdog.menu.budget,
            "a menu is open for long: a notice"),
        [
            key(
                "watchdog.menu", "minutes", .integer(\.watchdog.menuMinutes, 1...100_000),
                "Minutes that a menu may be open.")
        ],
        rule(
            "stuck", \.watchdog.stuck.enabled, \.watchdog.stuck.cooldown, \.watchdog.stuck.budget,
            "it works without any output or CPU: a notice"),
        [
            key(
                "watchdog.stuck", "minutes", .integer(\.watchdog.stuckMinutes, 1...100_000),
                "Minutes without output or CPU."),
            key(
                "watchdog.stuck", "interrupt", .flag(\.watchdog.stuckInterrupt),
                "Whether to interrupt it as well (Escape)."),
        ],
        rule(
            "crashLoop", \.watchdog.crashLoop.enabled, \.watchdog.crashLoop.cooldown, \.watchdog.crashLoop.budget,
            "it ends again and again: tried seldom"),
        [
            key(
                "watchdog.crashLoop", "crashes", .integer(\.watchdog.crashes, 2...1000),
                "Ends in a row without a minute alive."),
            key(
                "watchdog.crashLoop", "probeMinutes", .integer(\.watchdog.crashProbeMinutes, 1...1440),
                "Minutes between tries then."),
            key(
                "watchdog.notify", "command", .text(\.watchdog.notifyCommand, .line),
                "Your program for notices, with its arguments; it gets the event as JSON on stdin. \"\" is none."),
            key(
                "watchdog.notify", "terminals", .flag(\.watchdog.notifyTerminals),
                "Whether attached terminals are told (OSC 9)."),
        ],
    ].flatMap { $0 }

    /// The three keys that every rule of the watchdog has.
    private static func rule(
        _ name: String, _ enabled: Target<Bool>, _ cooldown: Target<Int>, _ budget: Target<Int>, _ what: String
    ) -> [ConfigurationKey] {
        [
            key("watchdog.\(name)", "enabled", .flag(enabled), "Whether, when \(what)."),
            key(
                "watchdog.\(name)", "cooldown", .integer(cooldown, 0...1_000_000),
                "Seconds until the same session may be dealt with so again."),
            key(
                "watchdog.\(name)", "budget", .integer(budget, 0...10_000),
                "Times a day (UTC) and session; 0 is without end."),
        ]
    }

    static func key(_ section: String, _ leaf: String, _ value: Value, _ summary: String) -> ConfigurationKey {
        ConfigurationKey(
            section: section.split(separator: ".").map(String.init), leaf: leaf, summary: summary, value: value)
    }
}

extension Configuration {
    package static var keys: [ConfigurationKey] { ConfigurationKey.all }
}
