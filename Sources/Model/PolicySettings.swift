/// What is answered without a person; all of it off, but for how an old conversation is resumed.
package struct PolicyRules: Sendable, Hashable {
    /// Tools with patterns, such as `Bash(git status*)`, `Read`, `Edit(src/**)`. Nil says nothing.
    package var approve: [String]?
    /// A dialog that asks nothing but yes or no is answered yes.
    package var confirm: Bool?
    /// `Press Enter to continue` gets its Enter.
    package var pressEnter: Bool?
    /// What an agent is told whose turn was interrupted; empty for nothing.
    package var interrupted: String?
    /// An agent that asks whether its own directory is trusted is told yes.
    package var trust: Bool?
    package var resumePicker: ResumeChoice?

    /// How an old and long conversation goes on, where the agent asks.
    package enum ResumeChoice: String, Sendable, Hashable, CaseIterable {
        case full
        case summary
        /// A person is asked.
        case ask
    }

    package init() {}
}

/// The rules for everyone, and those that come before them: a group's, and a session's own.
package struct PolicySettings: Sendable, Hashable {
    package var everyone = PolicyRules()
    package var groups: [String: PolicyRules] = [:]
    package var sessions: [String: PolicyRules] = [:]

    package init() {}

    /// What holds for one session; each key by itself, the more special word first.
    package func rules(session: SessionName, group: String?) -> PolicyRules {
        let layers = [sessions[session.text], group.flatMap { groups[$0] }, everyone].compactMap { $0 }
        var rules = PolicyRules()
        for layer in layers {
            rules.approve = rules.approve ?? layer.approve
            rules.confirm = rules.confirm ?? layer.confirm
            rules.pressEnter = rules.pressEnter ?? layer.pressEnter
            rules.interrupted = rules.interrupted ?? layer.interrupted
            rules.trust = rules.trust ?? layer.trust
            rules.resumePicker = rules.resumePicker ?? layer.resumePicker
        }
        return rules
    }
}
