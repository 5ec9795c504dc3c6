/// What a launch of the agent depends on, and what `set` may change. A running agent keeps what it was launched with.
package struct SessionSettings: Sendable, Hashable, Codable {
    /// Absolute.
    package var directory: String
    /// As the agent's own `--model` takes it; nil leaves the choice to the agent.
    package var model: String?
    /// As the agent's own flag takes it; nil leaves the choice to the agent.
    package var permissionMode: String?
    /// Further flags for the agent, as typed after `--`.
    package var flags: [String]
    /// The user's own variables for this session.
    package var environment: [String: String]
    package var remoteControl: RemoteControl
    /// Permission and safety prompts are answered yes, questions and plans are not. It depends on no launch.
    package var yolo: Bool
    /// The worktree that ccmux made for it. It depends on no launch: `directory` says where the agent works.
    package var worktree: SessionWorktree?

    package init(
        directory: String, model: String? = nil, permissionMode: String? = nil, flags: [String] = [],
        environment: [String: String] = [:], remoteControl: RemoteControl = .asUser, yolo: Bool = false,
        worktree: SessionWorktree? = nil
    ) {
        self.directory = directory
        self.model = model
        self.permissionMode = permissionMode
        self.flags = flags
        self.environment = environment
        self.remoteControl = remoteControl
        self.yolo = yolo
        self.worktree = worktree
    }

    package init(from decoder: any Decoder) throws {
        let keyed = try decoder.container(keyedBy: CodingKeys.self)
        directory = try keyed.decode(String.self, forKey: .directory)
        model = try keyed.decodeIfPresent(String.self, forKey: .model)
        permissionMode = try keyed.decodeIfPresent(String.self, forKey: .permissionMode)
        flags = try keyed.decode([String].self, forKey: .flags)
        environment = try keyed.decode([String: String].self, forKey: .environment)
        remoteControl = try keyed.decode(RemoteControl.self, forKey: .remoteControl)
        // Not in what versions before wrote.
        yolo = try keyed.decodeIfPresent(Bool.self, forKey: .yolo) ?? false
        worktree = try keyed.decodeIfPresent(SessionWorktree.self, forKey: .worktree)
    }
}

extension SessionSettings {
    /// What differs, in the words of `ccmux set`: `dir`, `model`, `mode`, `flags`, `env`, `rc`.
    package func differences(from other: SessionSettings) -> [String] {
        var names: [String] = []
        if directory != other.directory { names.append("dir") }
        if model != other.model { names.append("model") }
        if permissionMode != other.permissionMode { names.append("mode") }
        if flags != other.flags { names.append("flags") }
        if environment != other.environment { names.append("env") }
        if remoteControl != other.remoteControl { names.append("rc") }
        return names
    }
}

/// Whether a session's agent is offered through its vendor's remote control.
package enum RemoteControl: String, Sendable, Hashable, Codable, CaseIterable {
    case on
    case off
    /// As the user's own settings say.
    case asUser = "default"
}
