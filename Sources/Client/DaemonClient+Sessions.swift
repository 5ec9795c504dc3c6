package import Model

/// Calls about sessions. A `name` is exact (a name or an id); a `ref` may also be a unique prefix of one.
extension DaemonClient {
    package func health(timeout: Double? = nil) throws(CcmuxError) -> HealthResponse {
        try send(Request(.get, "/v1/health"), as: HealthResponse.self, timeout: timeout)
    }

    package func sessions(archived: Bool = false) throws(CcmuxError) -> SessionList {
        let query: [Request.Parameter] = archived ? [.init("archived", "1")] : []
        return try send(Request(.get, "/v1/sessions", query: query), as: SessionList.self)
    }

    package func create(_ request: NewSessionRequest) throws(CcmuxError) -> SessionView {
        try send(
            Request(.post, "/v1/sessions", body: try JSONCoding.bytes(request)), as: SessionView.self, timeout: 60)
    }

    package func session(_ ref: String) throws(CcmuxError) -> SessionDetail {
        try send(Request(.get, try Self.path(ref)), as: SessionDetail.self)
    }

    package func change(_ name: String, _ patch: SessionPatch) throws(CcmuxError) -> SessionView {
        try send(Request(.patch, try Self.path(name), body: try JSONCoding.bytes(patch)), as: SessionView.self)
    }

    package func remove(_ name: String) throws(CcmuxError) {
        _ = try send(Request(.delete, try Self.path(name)), as: Nothing.self, timeout: 60)
    }

    package func start(_ name: String, _ request: StartRequest) throws(CcmuxError) -> WishResponse.Outcome {
        try post(name, "start", request)
    }

    package func stop(_ name: String) throws(CcmuxError) -> WishResponse.Outcome {
        try post(name, "stop", Nothing())
    }

    package func archive(_ name: String) throws(CcmuxError) -> WishResponse.Outcome {
        try post(name, "archive", Nothing())
    }

    package func restart(_ name: String) throws(CcmuxError) -> WishResponse.Outcome {
        try post(name, "restart", Nothing())
    }

    package func press(_ keys: [String], in name: String) throws(CcmuxError) {
        let _: Nothing = try post(name, "keys", KeysRequest(keys: keys))
    }

    /// - Parameter lines: how many from the end, scrollback included; nil for what the screen shows.
    package func screen(_ ref: String, lines: Int?, ansi: Bool) throws(CcmuxError) -> ScreenResponse {
        var query: [Request.Parameter] = []
        if let lines { query.append(.init("lines", String(lines))) }
        if ansi { query.append(.init("ansi", "1")) }
        return try send(Request(.get, try Self.path(ref, "screen"), query: query), as: ScreenResponse.self)
    }

    package func attachTarget(_ ref: String) throws(CcmuxError) -> AttachTarget {
        try send(Request(.get, try Self.path(ref, "attach")), as: AttachTarget.self)
    }

    package func environment(_ ref: String) throws(CcmuxError) -> EnvironmentResponse {
        try send(Request(.get, try Self.path(ref, "environment")), as: EnvironmentResponse.self)
    }

    package func agents() throws(CcmuxError) -> AgentList {
        try send(Request(.get, "/v1/agents"), as: AgentList.self)
    }

    func post<Answer: Decodable>(
        _ name: String, _ action: String, _ body: some Encodable
    ) throws(CcmuxError) -> Answer {
        try send(
            Request(.post, try Self.path(name, action), body: try JSONCoding.bytes(body)), as: Answer.self, timeout: 90)
    }

    /// `/v1/sessions/REF[/ACTION]`. Names, ids and prefixes of them are all spelled like names, so anything else is
    /// refused here and no path can be made to mean another one.
    static func path(_ ref: String, _ action: String? = nil) throws(CcmuxError) -> String {
        if let reason = SessionName.invalidityReason(ref) {
            throw CcmuxError(.invalid, "'\(ref)' is not a session name: \(reason).")
        }
        return "/v1/sessions/\(ref.percentEncoded)" + (action.map { "/\($0)" } ?? "")
    }
}

/// The empty object: a body or an answer that says nothing.
struct Nothing: Codable, Sendable {}
