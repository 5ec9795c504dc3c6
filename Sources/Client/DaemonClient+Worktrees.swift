package import Model

/// Calls about worktrees.
extension DaemonClient {
    /// Seconds that git may take for a large repository.
    static var patience: Double { 1800 }

    package func worktrees() throws(CcmuxError) -> WorktreeList {
        try send(Request(.get, "/v1/worktrees"), as: WorktreeList.self, timeout: 120)
    }

    package func worktree(_ ref: String) throws(CcmuxError) -> WorktreeDetail {
        try send(Request(.get, try Self.worktreePath(ref)), as: WorktreeDetail.self, timeout: 120)
    }

    /// Like `create`, with the time that git may take.
    package func createInWorktree(_ request: NewSessionRequest) throws(CcmuxError) -> SessionView {
        try send(
            Request(.post, "/v1/sessions", body: try JSONCoding.bytes(request)), as: SessionView.self,
            timeout: Self.patience)
    }

    /// What its setup command has printed since `offset`.
    package func setup(_ ref: String, since offset: Int) throws(CcmuxError) -> SetupProgress {
        try send(
            Request(.get, try Self.worktreePath(ref, "setup"), query: [.init("since", String(offset))]),
            as: SetupProgress.self)
    }

    package func finish(_ name: String, _ request: FinishRequest) throws(CcmuxError) -> WorktreeOutcome {
        try send(
            Request(.post, try Self.worktreePath(name, "finish"), body: try JSONCoding.bytes(request)),
            as: WorktreeOutcome.self, timeout: Self.patience)
    }

    package func prune(_ request: PruneRequest) throws(CcmuxError) -> PruneResponse {
        try send(
            Request(.post, "/v1/worktrees/prune", body: try JSONCoding.bytes(request)), as: PruneResponse.self,
            timeout: Self.patience)
    }

    package func isolate(_ name: String, _ request: IsolateRequest) throws(CcmuxError) -> SessionView {
        try send(
            Request(.post, try Self.path(name, "isolate"), body: try JSONCoding.bytes(request)), as: SessionView.self,
            timeout: Self.patience)
    }

    /// - Parameters:
    ///   - session: only what concerns it.
    ///   - looking: compares branches now, which may take seconds.
    package func conflicts(of session: String? = nil, looking: Bool = false) throws(CcmuxError) -> ConflictList {
        var query: [Request.Parameter] = []
        if let session { query.append(.init("session", session)) }
        if looking { query.append(.init("look", "1")) }
        return try send(Request(.get, "/v1/conflicts", query: query), as: ConflictList.self, timeout: 60)
    }

    private static func worktreePath(_ ref: String, _ action: String? = nil) throws(CcmuxError) -> String {
        try path(ref, action).replacing("/v1/sessions/", with: "/v1/worktrees/", maxReplacements: 1)
    }
}
