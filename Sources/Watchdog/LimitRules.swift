package import Model

/// What is to be done about a limit with one session.
package struct LimitRules: Sendable, Hashable {
    package var mode: LimitSettings.Mode
    /// Times a day (UTC) that it is sent on.
    package var budget: Int
    /// What it is sent on with.
    package var text: String

    package init(mode: LimitSettings.Mode, budget: Int, text: String) {
        self.mode = mode
        self.budget = budget
        self.text = text
    }

    /// A variable of the session's own comes first, then `[agents.environment]`, then the login shell's, then `[limits]`
    /// of the configuration. What cannot be understood does not count.
    ///
    /// - Parameter environments: the nearest first.
    package init(_ environments: [[String: String]], settings: LimitSettings) {
        func first<Value>(_ name: String, _ read: (String) -> Value?) -> Value? {
            for environment in environments {
                if let value = environment[name].flatMap(read) { return value }
            }
            return nil
        }
        mode = first("AMUX_RATE_LIMIT_MODE") { LimitSettings.Mode(rawValue: $0.lowercased()) } ?? settings.mode
        budget =
            first("AMUX_RATE_LIMIT_BUDGET") { text in Int(text).flatMap { (0...Self.mostADay).contains($0) ? $0 : nil }
            }
            ?? settings.budget
        text = first("CC_RATE_LIMIT_RESUME_TEXT") { Self.isText($0) ? $0 : nil } ?? settings.resumeText
    }

    private static let mostADay = 1000
    private static let longestText = 10_000

    private static func isText(_ text: String) -> Bool {
        text.utf8.count <= longestText && text.utf8.contains { $0 > 0x20 }
            && !text.utf8.contains { $0 < 0x20 && $0 != 0x09 && $0 != 0x0A }
    }

    /// Nil is without end.
    package var cap: Int? {
        switch mode {
        case .off: 0
        case .capped: budget
        case .unlimited: nil
        }
    }
}

/// When things are done about an account's limit.
package struct LimitTiming: Sendable, Hashable {
    /// Seconds after the reset.
    package var margin: Double
    /// Seconds from one session to the next.
    package var stagger: Double
    /// Seconds until the first try where the reset's time is not known.
    package var probe: Double

    package init(margin: Double, stagger: Double, probe: Double) {
        self.margin = margin
        self.stagger = stagger
        self.probe = probe
    }

    package init(_ settings: LimitSettings) {
        self.init(
            margin: Double(settings.margin), stagger: Double(settings.stagger),
            probe: Double(settings.probeMinutes) * 60)
    }

    /// Seconds from one try to the next; they double, up to an hour.
    func backoff(_ probes: Int) -> Double { min(probe * Double(1 << min(max(probes, 0), 12)), max(probe, 3600)) }
}
