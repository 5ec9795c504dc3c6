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
    /// A person's text stands in the composer and was not sent.
    package var draft: Bool
    /// A turn ended and nobody has looked since.
    package var unread: Bool
    /// Work that the agent started goes on in the background.
    package var background: Bool
    /// The model that answers, as the agent names it.
    package var model: String?
    /// How full the model's context is.
    package var context: ContextUse?
    /// The menu that is open.
    package var menu: OpenMenu?
    /// The usage limit that it has reached.
    package var limit: UsageLimit?
    /// What the last turn ended in.
    package var error: AgentErrorKind?
    /// When the agent will be launched again.
    package var retryAt: Timestamp?
    /// Settings that the running agent was not launched with (`model`, `mode`, `dir`, `flags`, `env`).
    package var pending: [String]
    package var created: Timestamp
    /// What it used today (the daemon's time zone), as of the last turn's end.
    package var today: TodaysUsage?

    package init(
        id: SessionID, name: SessionName, agent: String, dir: String, uuid: ConversationID?, group: String?,
        wanted: WantedState, process: ProcessState, since: Timestamp?, pid: Int32?, pane: String?,
        restarts: Int, uptimeSeconds: Int?, status: AgentStatus, unread: Bool = false,
        retryAt: Timestamp? = nil, pending: [String], created: Timestamp
    ) {
        self.id = id
        self.name = name
        self.agent = agent
        self.dir = dir
        self.uuid = uuid
        self.group = group
        self.wanted = wanted
        self.process = process
        state = status.state
        self.since = since
        self.pid = pid
        self.pane = pane
        self.restarts = restarts
        self.uptimeSeconds = uptimeSeconds
        detail = status.detail
        draft = status.draft
        background = status.background
        model = status.model
        context = status.context
        menu = status.menu
        limit = status.limit
        error = status.error
        self.unread = unread
        self.retryAt = retryAt
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
        try keyed.encode(draft, forKey: .draft)
        try keyed.encode(unread, forKey: .unread)
        try keyed.encode(background, forKey: .background)
        try keyed.encode(model, forKey: .model)
        try keyed.encode(context, forKey: .context)
        try keyed.encode(menu, forKey: .menu)
        try keyed.encode(limit, forKey: .limit)
        try keyed.encode(error, forKey: .error)
        try keyed.encode(retryAt, forKey: .retryAt)
        try keyed.encode(pending, forKey: .pending)
        try keyed.encode(created, forKey: .created)
        try keyed.encode(today, forKey: .today)
    }
}

/// `GET /v1/sessions`.
package struct SessionList: Sendable, Codable {
    package var sessions: [SessionView]
    /// Those that are in each other's way, as far as was looked; nil where nobody looks.
    package var conflicts: [WorktreeConflict]?

    package init(sessions: [SessionView]) {
        self.sessions = sessions
    }
}
