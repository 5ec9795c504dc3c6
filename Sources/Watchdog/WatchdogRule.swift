package import Model

/// A condition that the watchdog looks for; the names are those of `[watchdog.NAME]` and of the events.
package enum WatchdogRule: String, Sendable, Hashable, Codable, CaseIterable {
    case context, image, thinking, promptTooLong, sessionInUse, overloaded, menu, stuck, crashLoop

    package func settings(_ all: WatchdogSettings) -> WatchdogRuleSettings {
        switch self {
        case .context: all.context
        case .image: all.image
        case .thinking: all.thinking
        case .promptTooLong: all.promptTooLong
        case .sessionInUse: all.sessionInUse
        case .overloaded: all.overloaded
        case .menu: all.menu
        case .stuck: all.stuck
        case .crashLoop: all.crashLoop
        }
    }

    /// Which rule heals an error; nil where a person must.
    static func healing(_ error: AgentErrorKind) -> WatchdogRule? {
        switch error {
        case .overloaded, .network: .overloaded
        case .thinkingCorruption: .thinking
        case .promptTooLong: .promptTooLong
        case .imageRejected: .image
        default: nil
        }
    }

    /// How often in a row it acts without a turn that ended well in between; nil is without end.
    func tries(_ all: WatchdogSettings) -> Int? {
        switch self {
        case .overloaded: all.overloadedTries
        case .image, .thinking, .promptTooLong: 1
        case .context, .sessionInUse, .menu, .stuck, .crashLoop: nil
        }
    }
}

/// What is to be done; written down before it is, and taken out when it is done.
package enum WatchdogStep: Sendable, Hashable, Codable {
    /// A prompt, given up where something stands in its way for long.
    case prompt(String)
    /// The same, after a copy of the transcript.
    case copyAndPrompt(String)
    /// A new launch unless there was one since, then the prompt.
    case relaunchAndPrompt(String, since: Timestamp)
    case notice(String)
    case noticeAndInterrupt(String)
    /// Processes of ours that hold the conversation are ended.
    case takeOver
}

/// What is kept of one rule and session, as JSON in the store.
package struct WatchdogRecord: Sendable, Hashable, Codable {
    /// The last occasion that was dealt with; the same one never is again.
    package var occasion: String?
    /// When something was last done.
    package var at: Timestamp?
    package var budget = DayBudget()
    /// Times in a row without a turn that ended well in between.
    package var streak = 0
    /// Decided, and not known to be done.
    package var pending: WatchdogStep?
    /// What the agent is told once a compaction that its turn was cut off for is through.
    package var followUp: String?

    package init() {}

    /// The key of the prompt that this record's occasion brings about: the same one is never typed twice.
    package func key(_ rule: WatchdogRule) -> String {
        "watchdog:\(rule.rawValue):\(occasion ?? "")"
    }
}
