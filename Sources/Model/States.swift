/// What people and policies want of a session. Only a wish changes it, never an observation.
package enum WantedState: String, Sendable, Hashable, Codable, CaseIterable {
    case running
    case stopped
    /// Stopped, and out of the usual list.
    case archived
    /// Without its process for a while; a prompt or a look at its terminal wakes it.
    case hibernated
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
    case hibernated
    /// It cannot be started until a person does something; `detail` says what.
    case blocked
}

/// What the agent is doing: an open set, so that a client meets new states without breaking. `docs/status.md` says how
/// each is decided.
package struct AgentState: RawRepresentable, Sendable, Hashable, Codable {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    package static let starting = AgentState(rawValue: "starting")
    /// A turn goes on.
    package static let working = AgentState(rawValue: "working")
    /// A turn goes on, and the conversation is being summarised to make room.
    package static let compacting = AgentState(rawValue: "compacting")
    /// It takes a prompt.
    package static let idle = AgentState(rawValue: "idle")
    /// It asks whether it may use a tool.
    package static let permission = AgentState(rawValue: "permission")
    /// It asks a question of its own.
    package static let question = AgentState(rawValue: "question")
    /// It asks whether its plan may be carried out.
    package static let plan = AgentState(rawValue: "plan")
    /// It asks whether the folder is trusted.
    package static let trust = AgentState(rawValue: "trust")
    /// Another menu is open.
    package static let dialog = AgentState(rawValue: "dialog")
    /// It asks how an old conversation shall be resumed.
    package static let resume = AgentState(rawValue: "resume")
    /// It asks for a login.
    package static let login = AgentState(rawValue: "login")
    /// The account has reached a usage limit.
    package static let limited = AgentState(rawValue: "limited")
    /// The last turn ended in an error.
    package static let error = AgentState(rawValue: "error")
    /// The agent ended and will be launched again.
    package static let crashed = AgentState(rawValue: "crashed")
    /// It cannot be started until a person does something.
    package static let blocked = AgentState(rawValue: "blocked")
    /// The agent is gone, and nothing will launch it again.
    package static let exited = AgentState(rawValue: "exited")
    package static let stopped = AgentState(rawValue: "stopped")
    /// Its process was put away, its conversation waits.
    package static let hibernated = AgentState(rawValue: "hibernated")
    package static let unknown = AgentState(rawValue: "unknown")

    /// A person has to do something before the agent goes on.
    package var needsPerson: Bool { Self.needingPerson.contains(self) }

    /// A menu stands before the composer: a prompt typed now would answer it.
    package var isMenu: Bool { Self.menus.contains(self) }

    private static let menus: Set<AgentState> = [.permission, .question, .plan, .trust, .dialog, .resume, .login]
    private static let needingPerson: Set<AgentState> = menus.union([.error, .crashed, .blocked, .exited])
}
