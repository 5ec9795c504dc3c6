package import Model

/// What the user may decide, as `config.toml` says it: every key has a default, so that an empty file is complete.
///
/// A key is a property here and one entry in `ConfigurationKey.all`, which knows its name, its range and its words.
package struct Configuration: Sendable, Hashable {
    package var tmux = Tmux()
    package var fleet = Fleet()
    package var agents = Agents()
    package var log = Log()
    package var events = Events()
    package var limits = LimitSettings()
    package var watchdog = WatchdogSettings()
    package var hibernation = HibernationSettings()
    package var policy = PolicySettings()
    package var search = SearchSettings()
    /// `[budget]` and `[prices]`.
    package var usage = UsageSettings()
    package var worktrees = WorktreeSettings()
    /// The top-level keys.
    package var updates = UpdateSettings()

    package init() {}

    package struct Tmux: Sendable, Hashable {
        /// A socket's name (`tmux -L`), or its absolute path (`tmux -S`); empty for the user's own server.
        package var socket = ""
        /// Absolute path; empty to look on PATH.
        package var executable = ""
    }

    package struct Fleet: Sendable, Hashable {
        /// Seconds.
        package var sweepInterval = 30
        /// Agents; 0 for one per core. `startLimit` is what counts.
        package var startsAtOnce = 0
        /// Seconds.
        package var stopGrace = 5
        /// Columns.
        package var width = 200
        /// Rows.
        package var height = 50

        /// How many agents may start at once on a machine of `cores`.
        package func startLimit(cores: Int) -> Int { startsAtOnce == 0 ? max(2, cores) : startsAtOnce }
    }

    package struct Agents: Sendable, Hashable {
        /// The kind of a session that names none.
        package var defaultKind = "claude"
        package var remoteControl = RemoteControl.asUser
        /// Empty for what the environment says; see `prefix(environment:)`.
        package var remoteControlPrefix = ""
        /// Variables for every agent.
        package var environment: [String: String] = [:]
        /// Kind to absolute path of its program.
        package var paths: [String: String] = [:]

        /// What stands before a session's name in remote control.
        package func prefix(environment: [String: String]) -> String {
            if !remoteControlPrefix.isEmpty { return remoteControlPrefix }
            guard let given = environment["CCMUX_RC_PREFIX"], !given.isEmpty else { return "local" }
            return given
        }
    }

    package struct Log: Sendable, Hashable {
        package var level = "info"
        /// Megabytes (1,000,000 bytes) at which a log is rotated.
        package var maxFileSize = 10
        /// Rotated logs beside the current one.
        package var keepFiles = 3
    }

    package struct Events: Sendable, Hashable {
        /// Events in the journal.
        package var keep = 50_000
    }
}

extension Configuration.Agents {
    /// `remoteControl` as the file writes it; a word that is none of its values changes nothing.
    var remoteControlWord: String {
        get { remoteControl.rawValue }
        set { remoteControl = RemoteControl(rawValue: newValue) ?? remoteControl }
    }
}

extension LimitSettings {
    /// `mode` as the file writes it.
    var modeWord: String {
        get { mode.rawValue }
        set { mode = Mode(rawValue: newValue) ?? mode }
    }
}
