package import Model

/// What an agent is doing, and why that is said.
package struct Verdict: Sendable, Hashable {
    package var status: AgentStatus
    package var rule: StatusRule
    /// Why, as a sentence.
    package var reason: String
    /// Evidence that says otherwise, a sentence each.
    package var contradictions: [String]
    /// When the passing of time alone may change the verdict; nil where only new signals can.
    package var recheckAt: Timestamp?

    package init(
        _ status: AgentStatus, rule: StatusRule, reason: String, contradictions: [String] = [],
        recheckAt: Timestamp? = nil
    ) {
        self.status = status
        self.rule = rule
        self.reason = reason
        self.contradictions = contradictions
        self.recheckAt = recheckAt
    }
}

/// The rules, in the order in which they are asked. `docs/status.md` gives the reason for each.
package enum StatusRule: String, Sendable, Hashable, Codable, CaseIterable {
    /// The process does not run: nothing that the agent once showed counts.
    case process
    /// A menu stands on the screen.
    case menuOnScreen = "menu-on-screen"
    /// A hook said that a dialog opens, and the screen has not had the time to contradict it.
    case asked
    /// The agent's session file says that it waits.
    case fileWaits = "file-waits"
    /// The pane's title calls for a person.
    case titleCalls = "title-calls"
    /// The conversation is being summarised.
    case compacting
    /// A turn has just begun.
    case turnBegan = "turn-began"
    /// More evidence says that it works than that it rests.
    case works
    /// Two sources agree that the turn has ended since it began.
    case turnEnded = "turn-ended"
    /// More evidence says that it rests than that it works.
    case rests
    /// It rests, and its account has reached a limit.
    case limit
    /// It rests, and the last turn ended in an error.
    case failure
    /// The screen has just changed and may be half drawn: what was said before stands.
    case unsettled
    /// A shell has the pane.
    case gone
    /// The daemon has just begun, and has not looked yet: what was said before stands.
    case remembered
    /// It was launched a moment ago and has said nothing yet.
    case launched
    /// Nothing says what it is doing.
    case silence
}
