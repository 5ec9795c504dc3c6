package import Library
package import Model
package import Platform

/// What the fleet is told once, when the daemon starts.
package struct FleetOptions: Sendable {
    package var home: HomeLayout
    /// The stable path of the `ccmux` program: it outlives updates.
    package var ccmux: String
    package var userHome: String
    package var isRoot: Bool
    /// What the user's login shell gives.
    package var loginEnvironment: [String: String]
    /// From the configuration, for every agent.
    package var configuredEnvironment: [String: String]
    package var defaultAgent: String
    package var remoteControl: RemoteControl
    package var remoteControlPrefix: String
    /// Seconds between full sweeps.
    package var sweepInterval: Double
    /// Agents that may be starting at the same time.
    package var startsAtOnce: Int
    /// Seconds between SIGTERM and SIGKILL.
    package var stopGrace: Double
    /// Size of a detached pane, in cells.
    package var paneWidth: Int
    package var paneHeight: Int
    /// Events that the journal keeps.
    package var eventsKept: Int
    package var limits = LimitSettings()
    package var watchdog = WatchdogSettings()
    package var hibernation = HibernationSettings()
    package var policy = PolicySettings()
    package var usage = UsageSettings()
    /// What transcripts tell of tokens; nil where nobody counts.
    package var usageLibrary: UsageLibrary?
    package var worktrees = WorktreeSettings()
    package var clock: @Sendable () -> Timestamp = { wallClock() }

    package init(
        home: HomeLayout, ccmux: String, userHome: String, isRoot: Bool, loginEnvironment: [String: String],
        configuredEnvironment: [String: String] = [:], defaultAgent: String = "claude",
        remoteControl: RemoteControl = .asUser, remoteControlPrefix: String = "local", sweepInterval: Double = 30,
        startsAtOnce: Int = 2, stopGrace: Double = 5, paneWidth: Int = 200, paneHeight: Int = 50,
        eventsKept: Int = 50_000
    ) {
        self.home = home
        self.ccmux = ccmux
        self.userHome = userHome
        self.isRoot = isRoot
        self.loginEnvironment = loginEnvironment
        self.configuredEnvironment = configuredEnvironment
        self.defaultAgent = defaultAgent
        self.remoteControl = remoteControl
        self.remoteControlPrefix = remoteControlPrefix
        self.sweepInterval = sweepInterval
        self.startsAtOnce = startsAtOnce
        self.stopGrace = stopGrace
        self.paneWidth = paneWidth
        self.paneHeight = paneHeight
        self.eventsKept = eventsKept
    }
}
