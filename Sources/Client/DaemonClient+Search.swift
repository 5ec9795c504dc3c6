package import Model

/// Calls that search.
extension DaemonClient {
    /// The best texts for a query.
    ///
    /// - Parameter session: a name, an id, the beginning of one, or a conversation's uuid.
    package func search(_ request: SearchRequest, session: String?) throws(CcmuxError) -> SearchPage {
        var query: [Request.Parameter] = [.init("q", request.query), .init("limit", String(request.limit))]
        if let session { query.append(.init("session", session)) }
        if let directory = request.directory { query.append(.init("dir", directory)) }
        if let since = request.since { query.append(.init("since", since.rfc3339)) }
        if let until = request.until { query.append(.init("until", until.rfc3339)) }
        if let role = request.role { query.append(.init("role", role.rawValue)) }
        return try send(Request(.get, "/v1/search", query: query), as: SearchPage.self)
    }

    package func searchScreens(_ text: String, session: String?, limit: Int) throws(CcmuxError) -> ScreenSearchPage {
        var query: [Request.Parameter] = [.init("q", text), .init("limit", String(limit))]
        if let session { query.append(.init("session", session)) }
        return try send(Request(.get, "/v1/search/screens", query: query), as: ScreenSearchPage.self)
    }

    package func searchStatus() throws(CcmuxError) -> SearchStatus {
        try send(Request(.get, "/v1/search/status"), as: SearchStatus.self)
    }

    /// Throws the index away; it is made anew in the background.
    package func rebuildSearch() throws(CcmuxError) -> SearchStatus {
        try send(Request(.post, "/v1/search/rebuild"), as: SearchStatus.self)
    }
}
