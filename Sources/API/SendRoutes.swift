import Fleet
import Hummingbird
import Model

extension Delivery: ResponseEncodable {}
extension SendResponse: ResponseEncodable {}
extension OutboxPage: ResponseEncodable {}
extension DeliveryReport: ResponseEncodable {}

/// `/v1/send`, `/v1/sessions/NAME/send` and `/v1/outbox`: prompts on their way.
struct SendRoutes {
    let fleet: Fleet

    /// Bytes of UTF-8 that a prompt may have.
    private static let textLimit = 1 << 20
    /// Seconds for which a caller may wait in one request.
    private static let longestWait = 60.0
    private static let mostEntries = 10_000
    private static let longestID = 200

    func add(to router: some RouterMethods<APIContext>) {
        let fleet = fleet
        router.post("sessions/:name/send") { request, context in
            let body = try await request.decode(as: SendRequest.self, context: context)
            guard body.to == nil, body.group == nil, body.all == nil else {
                throw CcmuxError(
                    .invalid, "'to', 'group' and 'all' are for POST /v1/send; here the path names the session.")
            }
            try check(body)
            return try await fleet.send(context.parameters.require("name"), body)
        }
        router.post("send") { request, context in
            let body = try await request.decode(as: SendRequest.self, context: context)
            let ways = [body.to != nil, body.group != nil, body.all == true].filter { $0 }.count
            guard ways == 1 else {
                throw CcmuxError(.invalid, "To whom? One of 'to', 'group' and 'all' says it.")
            }
            guard body.to?.isEmpty != true else { throw CcmuxError(.invalid, "'to' names nobody.") }
            try check(body)
            var response = try await fleet.send(body)
            for index in response.outcomes.indices { response.outcomes[index].delivery?.shorten() }
            return response
        }
        router.get("outbox") { request, _ in
            let query = request.uri.queryParameters
            let limit = try query["limit"].map { try number($0, "entries") } ?? 200
            var page = try await fleet.outbox(
                session: query["session"].map(String.init), all: query["all"] == "1",
                limit: Int(min(max(limit, 1), Int64(Self.mostEntries))))
            for index in page.deliveries.indices { page.deliveries[index].shorten() }
            return page
        }
        router.get("outbox/:id") { request, context in
            let query = request.uri.queryParameters
            return try await fleet.deliveryReport(
                entry(context), wait: try query["wait"].map(seconds) ?? 0, until: try query["until"].map(goal) ?? .taken
            )
        }
        router.delete("outbox/:id") { _, context in try await fleet.cancelDelivery(entry(context)) }
    }

    private func check(_ body: SendRequest) throws(CcmuxError) {
        guard body.text.utf8.count <= Self.textLimit else {
            throw CcmuxError(
                .invalid, "The text has \(body.text.utf8.count) bytes; a prompt has at most \(Self.textLimit).",
                advice: "Write it into a file in the session's directory, and tell the agent to read that.")
        }
        if let id = body.id, id.isEmpty || id.count > Self.longestID {
            throw CcmuxError(.invalid, "An id has 1 to \(Self.longestID) characters.")
        }
        guard (body.when == .at) == (body.at != nil) else {
            throw CcmuxError(.invalid, "'at' and the 'when' that says \"at\" belong together.")
        }
    }

    private func entry(_ context: APIContext) throws -> Int64 {
        let word = try context.parameters.require("id")
        guard let id = Int64(word), id > 0 else {
            throw CcmuxError(.invalid, "'\(word.prefix(40))' is not the number of an entry of the outbox.")
        }
        return id
    }

    private func seconds(_ text: Substring) throws(CcmuxError) -> Double {
        guard let value = Double(text), value >= 0, value.isFinite else {
            throw CcmuxError(.invalid, "'\(text.prefix(40))' is not a number of seconds.")
        }
        return min(value, Self.longestWait)
    }

    private func goal(_ text: Substring) throws(CcmuxError) -> DeliveryGoal {
        guard let goal = DeliveryGoal(rawValue: String(text)) else {
            let all = DeliveryGoal.allCases.map(\.rawValue).joined(separator: ", ")
            throw CcmuxError(.invalid, "'\(text.prefix(40))' is nothing to wait for; \(all) are.")
        }
        return goal
    }
}
