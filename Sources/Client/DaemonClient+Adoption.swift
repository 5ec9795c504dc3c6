package import Model

/// Calls about conversations that were begun without ccmux, and forks.
extension DaemonClient {
    /// - Parameters:
    ///   - all: also those that nothing was written to for a week and that nothing writes.
    ///   - directory: absolute; only those that began there.
    ///   - beginning: only those whose uuid begins so.
    package func external(
        all: Bool, directory: String? = nil, beginning: String? = nil, limit: Int? = nil
    ) throws(CcmuxError) -> ExternalList {
        var query: [Request.Parameter] = []
        if all { query.append(.init("all", "1")) }
        if let directory { query.append(.init("dir", directory)) }
        if let beginning { query.append(.init("uuid", beginning)) }
        if let limit { query.append(.init("limit", String(limit))) }
        return try send(Request(.get, "/v1/external", query: query), as: ExternalList.self, timeout: 60)
    }

    package func adopt(_ request: AdoptRequest) throws(CcmuxError) -> AdoptionResult {
        // Beside the patience with the writer, a copy may take its time.
        try send(
            Request(.post, "/v1/adopt", body: try JSONCoding.bytes(request)), as: AdoptionResult.self,
            timeout: 300 + (request.patience ?? 10))
    }

    package func fork(_ name: String, _ request: ForkRequest) throws(CcmuxError) -> AdoptionResult {
        try send(
            Request(.post, try Self.path(name, "fork"), body: try JSONCoding.bytes(request)),
            as: AdoptionResult.self, timeout: request.worktree == nil ? 300 : Self.patience)
    }
}
