/// `POST /v1/sessions`.
package struct NewSessionRequest: Sendable, Hashable, Codable {
    package var name: String
    /// Absolute, or beginning with `~/`; the caller resolves relative ones.
    package var dir: String
    package var agent: String?
    package var model: String?
    package var permissionMode: String?
    package var group: String?
    package var env: [String: String]?
    package var flags: [String]?
    package var remoteControl: RemoteControl?
    package var prompt: String?
    /// Permissions are answered yes.
    package var yolo: Bool?
    /// False makes the record only.
    package var start: Bool?
    /// A git worktree is made for it, of the repository that `dir` lies in.
    package var worktree: WorktreeWish?

    package init(name: String, dir: String) {
        self.name = name
        self.dir = dir
    }
}

/// `PATCH /v1/sessions/NAME`. A key that is absent is left as it is; an explicit clear is the empty string or list.
package struct SessionPatch: Sendable, Hashable, Codable {
    package var name: String?
    package var dir: String?
    package var model: String?
    package var permissionMode: String?
    package var group: String?
    package var flags: [String]?
    /// Variables to set; an empty value is a value. `unsetEnv` removes.
    package var env: [String: String]?
    package var unsetEnv: [String]?
    package var remoteControl: RemoteControl?
    package var yolo: Bool?
    /// USD a day; 0 is without end, and a negative number clears it: the configured one counts again.
    package var budget: Double?

    package init() {}
}

/// `POST /v1/sessions/NAME/start`.
package struct StartRequest: Sendable, Hashable, Codable {
    /// Begin a new conversation when the pinned one cannot be found.
    package var fresh: Bool?

    package init(fresh: Bool? = nil) {
        self.fresh = fresh
    }
}

/// `POST /v1/sessions/NAME/keys`: tmux's key names (`Enter`, `C-c`, `Up`) or single characters.
package struct KeysRequest: Sendable, Hashable, Codable {
    package var keys: [String]

    package init(keys: [String]) {
        self.keys = keys
    }
}

/// `POST /v1/sessions/NAME/misread`: the session's state is shown wrongly.
package struct MisreadRequest: Sendable, Hashable, Codable {
    /// What it really does.
    package var state: AgentState

    package init(state: AgentState) {
        self.state = state
    }

    private enum CodingKeys: String, CodingKey {
        case state = "is"
    }
}
