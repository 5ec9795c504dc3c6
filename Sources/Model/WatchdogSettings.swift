/// When the watchdog does something about one condition.
package struct WatchdogRuleSettings: Sendable, Hashable {
    package var enabled: Bool
    /// Seconds after which the same session may be dealt with again.
    package var cooldown: Int
    /// Times a day (UTC) and session; 0 is without end.
    package var budget: Int

    package init(enabled: Bool = true, cooldown: Int, budget: Int) {
        self.enabled = enabled
        self.cooldown = cooldown
        self.budget = budget
    }
}

/// `[watchdog.…]` of `config.toml`.
package struct WatchdogSettings: Sendable, Hashable {
    /// The context is nearly full: `/compact`.
    package var context = WatchdogRuleSettings(cooldown: 300, budget: 20)
    /// Per cent of the context that are left when it acts.
    package var contextLeft = 20
    /// Tokens that the context is taken to hold where the agent tells only what is used; 0 is not to guess.
    package var contextWindow = 200_000
    /// The service refuses an image: a copy of the transcript, then `/compact`.
    package var image = WatchdogRuleSettings(cooldown: 600, budget: 1)
    /// Thinking blocks are spoiled: relaunched, and the last prompt sent once more.
    package var thinking = WatchdogRuleSettings(cooldown: 600, budget: 3)
    /// The prompt is too long: `/compact`.
    package var promptTooLong = WatchdogRuleSettings(cooldown: 600, budget: 3)
    /// The uuid is in use by a process that we left behind: it is ended.
    package var sessionInUse = WatchdogRuleSettings(cooldown: 60, budget: 5)
    /// The service is overloaded or away at a turn's end: `continue`, later and later.
    package var overloaded = WatchdogRuleSettings(cooldown: 15, budget: 20)
    /// Tries in a row.
    package var overloadedTries = 5
    package var continueText = "continue"
    /// A menu is open for long.
    package var menu = WatchdogRuleSettings(cooldown: 1800, budget: 0)
    /// Minutes.
    package var menuMinutes = 10
    /// It works and neither prints nor computes.
    package var stuck = WatchdogRuleSettings(cooldown: 1800, budget: 0)
    /// Minutes.
    package var stuckMinutes = 15
    /// Interrupt it (Escape) as well.
    package var stuckInterrupt = false
    /// It ends again and again: tried seldom.
    package var crashLoop = WatchdogRuleSettings(cooldown: 0, budget: 0)
    /// Ends without a minute alive.
    package var crashes = 10
    /// Minutes between tries.
    package var crashProbeMinutes = 10
    /// The user's own command for notices, run without a shell: words split at blanks; empty is none. It gets the
    /// event as JSON on stdin.
    package var notifyCommand = ""
    /// Tell attached terminals (OSC 9).
    package var notifyTerminals = true

    package init() {}
}

/// `[limits]` of `config.toml`.
package struct LimitSettings: Sendable, Hashable {
    package enum Mode: String, Sendable, Hashable, Codable, CaseIterable {
        /// Menus are answered, nothing is resumed.
        case off
        /// Resumed as often as the budget allows.
        case capped
        case unlimited
    }

    package var mode = Mode.capped
    /// Resumes of a session a day (UTC).
    package var budget = 3
    package var resumeText = "continue"
    /// Seconds after the reset.
    package var margin = 30
    /// Seconds from one session's resume to the next.
    package var stagger = 3
    /// Minutes until the first try where the reset's time is not known; each next one waits twice as long, up to an hour.
    package var probeMinutes = 5

    package init() {}
}

/// `[hibernation]` of `config.toml`.
package struct HibernationSettings: Sendable, Hashable {
    /// Minutes of rest; 0 is never.
    package var idleMinutes = 0
    /// Megabytes of available memory below which the longest idle go first; 0 is never.
    package var memoryFloor = 0

    package init() {}
}
