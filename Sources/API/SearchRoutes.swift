import Fleet
import Hummingbird
import Library
import Model
import Platform

extension SearchPage: ResponseEncodable {}
extension SearchStatus: ResponseEncodable {}
extension ScreenSearchPage: ResponseEncodable {}

/// `/v1/search…`: every conversation of the machine, and the fleet's screens.
struct SearchRoutes {
    let fleet: Fleet
    let search: SearchLibrary

    /// Seconds that a query may wait for what was said a moment ago.
    private static let patience = 0.2

    func add(to router: some RouterMethods<APIContext>) {
        let (fleet, search) = (fleet, search)
        router.get("search") { request, _ in try await find(request) }
        router.get("search/status") { _, _ in await search.status() }
        router.post("search/rebuild") { _, _ in
            try await search.rebuild()
            return await search.status()
        }
        router.get("search/screens") { request, _ in
            let query = request.uri.queryParameters
            return try await fleet.searchScreens(
                query["q"].map(String.init) ?? "", session: query["session"].map(String.init),
                limit: try limit(query["limit"], most: SearchRequest.most))
        }
    }

    private func find(_ request: Request) async throws -> SearchPage {
        let query = request.uri.queryParameters
        var wanted = SearchRequest(
            query: query["q"].map(String.init) ?? "", limit: try limit(query["limit"], most: SearchRequest.most))
        if let word = query["session"] { wanted.conversation = try await fleet.conversation(meant: String(word)) }
        if let path = query["dir"] {
            guard path.hasPrefix("/") else { throw CcmuxError(.invalid, "'dir' takes an absolute path.") }
            wanted.directory = String(path)
        }
        wanted.since = try moment(query["since"], "since")
        wanted.until = try moment(query["until"], "until")
        if let role = query["role"] {
            wanted.role = SearchRole(rawValue: String(role))
            guard SearchRole.all.contains(where: { $0 == wanted.role }) else {
                throw CcmuxError(.invalid, "'role' is user, agent or tool.")
            }
        }
        await search.refresh(fleet.transcriptPaths(), within: Self.patience)
        var page = try search.find(wanted, now: wallClock())
        let sessions = await fleet.sessionsByConversation()
        for index in page.hits.indices {
            guard let session = page.hits[index].conversation.flatMap({ sessions[$0] }) else { continue }
            page.hits[index].session = session.id
            page.hits[index].name = session.name
        }
        return page
    }

    private func moment(_ text: Substring?, _ name: String) throws(CcmuxError) -> Timestamp? {
        guard let text else { return nil }
        guard let moment = Timestamp(rfc3339: text) else {
            throw CcmuxError(.invalid, "'\(name)' takes a time as in RFC 3339, in UTC.")
        }
        return moment
    }

    private func limit(_ text: Substring?, most: Int) throws(CcmuxError) -> Int {
        guard let text else { return 20 }
        guard let limit = Int(text), (1...most).contains(limit) else {
            throw CcmuxError(.invalid, "'limit' takes a number from 1 to \(most).")
        }
        return limit
    }
}
