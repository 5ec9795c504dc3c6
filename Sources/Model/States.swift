/// What people and policies want of a session. Only a wish changes it, never an observation.
package enum WantedState: String, Sendable, Hashable, Codable, CaseIterable {
    case running
    case stopped
    /// Stopped, and out of the usual list.
    case archived
}

/// What the session's process is seen to do, apart from what its agent says.
package enum ProcessState: String, Sendable, Hashable, Codable, CaseIterable {
    /// Its pane or its agent is being started.
    case starting
    /// The agent's process runs.
    case running
    /// The agent ended; the runner waits before it launches it again.
    case backoff
    case stopped
    /// It cannot be started until a person does something; `detail` says what.
    case blocked
}

/// What the agent is doing: an open set, so that a client meets new states without breaking.
package struct AgentState: RawRepresentable, Sendable, Hashable, Codable {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    package static let starting = AgentState(rawValue: "starting")
    package static let working = AgentState(rawValue: "working")
    package static let idle = AgentState(rawValue: "idle")
    /// It waits for a person: a permission, a question or another open dialog.
    package static let waiting = AgentState(rawValue: "waiting")
    package static let error = AgentState(rawValue: "error")
    package static let crashed = AgentState(rawValue: "crashed")
    package static let blocked = AgentState(rawValue: "blocked")
    package static let stopped = AgentState(rawValue: "stopped")
    package static let unknown = AgentState(rawValue: "unknown")
}
