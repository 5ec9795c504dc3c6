/// One session as clients see it: an element of `list --json` and of `GET /v1/sessions`.
///
/// Every key is always present, `null` where it is not known.
package struct SessionView: Sendable, Hashable, Codable {
    package var id: SessionID
    package var name: SessionName
    package var agent: String
    /// Absolute.
    package var dir: String
    package var uuid: ConversationID?
    package var group: String?
    package var wanted: WantedState
    package var process: ProcessState
    package var state: AgentState
    /// When `process` or `state` last changed.
    package var since: Timestamp?
    /// The agent's process.
    package var pid: Int32?
    /// tmux's id of the pane, `%3`.
    package var pane: String?
    /// Launches after the first since the session was last started by a wish.
    package var restarts: Int
    package var uptimeSeconds: Int?
    /// Why it is blocked, what it waits for, what went wrong; a sentence or nil.
    package var detail: String?
    /// Settings that the running agent was not launched with (`model`, `mode`, `dir`, `flags`, `env`).
    package var pending: [String]
    package var created: Timestamp

    package init(
        id: SessionID, name: SessionName, agent: String, dir: String, uuid: ConversationID?, group: String?,
        wanted: WantedState, process: ProcessState, state: AgentState, since: Timestamp?, pid: Int32?, pane: String?,
        restarts: Int, uptimeSeconds: Int?, detail: String?, pending: [String], created: Timestamp
    ) {
        self.id = id
        self.name = name
        self.agent = agent
        self.dir = dir
        self.uuid = uuid
        self.group = group
        self.wanted = wanted
        self.process = process
        self.state = state
        self.since = since
        self.pid = pid
        self.pane = pane
        self.restarts = restarts
        self.uptimeSeconds = uptimeSeconds
        self.detail = detail
        self.pending = pending
        self.created = created
    }

    package func encode(to encoder: any Encoder) throws {
        var keyed = encoder.container(keyedBy: CodingKeys.self)
        try keyed.encode(id, forKey: .id)
        try keyed.encode(name, forKey: .name)
        try keyed.encode(agent, forKey: .agent)
        try keyed.encode(dir, forKey: .dir)
        try keyed.encode(uuid, forKey: .uuid)
        try keyed.encode(group, forKey: .group)
        try keyed.encode(wanted, forKey: .wanted)
        try keyed.encode(process, forKey: .process)
        try keyed.encode(state, forKey: .state)
        try keyed.encode(since, forKey: .since)
        try keyed.encode(pid, forKey: .pid)
        try keyed.encode(pane, forKey: .pane)
        try keyed.encode(restarts, forKey: .restarts)
        try keyed.encode(uptimeSeconds, forKey: .uptimeSeconds)
        try keyed.encode(detail, forKey: .detail)
        try keyed.encode(pending, forKey: .pending)
        try keyed.encode(created, forKey: .created)
    }
}

/// `GET /v1/sessions`.
package struct SessionList: Sendable, Codable {
    package var sessions: [SessionView]

    package init(sessions: [SessionView]) {
        self.sessions = sessions
    }
}
