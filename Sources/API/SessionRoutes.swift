import Fleet
import HTTPTypes
import Hummingbird
import Model

extension SessionList: ResponseEncodable {}
extension SessionView: ResponseEncodable {}
extension SessionDetail: ResponseEncodable {}
extension WishResponse: ResponseEncodable {}
extension WishResponse.Outcome: ResponseEncodable {}
extension ScreenResponse: ResponseEncodable {}
extension AttachTarget: ResponseEncodable {}
extension EnvironmentResponse: ResponseEncodable {}
extension Explanation: ResponseEncodable {}
extension FleetSummary: ResponseEncodable {}
extension MisreadResponse: ResponseEncodable {}

/// An answer that says nothing but that it was done.
struct Done: ResponseEncodable {}

/// `/v1/sessions…`: what the commands ask for.
struct SessionRoutes {
    let fleet: Fleet

    func add(to router: some RouterMethods<APIContext>) {
        let fleet = fleet
        router.get("sessions") { request, _ in
            await fleet.list(archived: request.uri.queryParameters["archived"] == "1")
        }
        router.post("sessions") { request, context in
            let body = try await request.decode(as: NewSessionRequest.self, context: context)
            return EditedResponse(status: .created, response: try await fleet.create(body))
        }
        router.post("restart") { request, context in
            let body = try await request.decode(as: RestartRequest.self, context: context)
            return try await fleet.restart(all: body.all == true ? nil : body.names ?? [])
        }
        router.get("status") { _, _ in await fleet.summary() }
        addOne(to: router.group("sessions/:name"))
    }

    private func addOne(to session: RouterGroup<APIContext>) {
        let fleet = fleet
        session.get { _, context in try await fleet.detail(name(context)) }
        session.patch { request, context in
            let patch = try await request.decode(as: SessionPatch.self, context: context)
            return try await fleet.change(name(context), patch)
        }
        session.delete { _, context in
            try await fleet.remove(name(context))
            return Done()
        }
        session.post("start") { request, context in
            // Every wish may come without a body.
            let isEmpty =
                request.headers[.contentLength].map { $0 == "0" } ?? (request.headers[.transferEncoding] == nil)
            let body = isEmpty ? StartRequest() : try await request.decode(as: StartRequest.self, context: context)
            return try await fleet.start(name(context), fresh: body.fresh == true)
        }
        session.post("stop") { _, context in try await fleet.stop(name(context)) }
        session.post("hibernate") { request, context in
            let force = request.uri.queryParameters["force"] == "1"
            return try await fleet.hibernate(name(context), force: force)
        }
        session.post("wake") { _, context in try await fleet.wake(name(context)) }
        session.post("archive") { _, context in try await fleet.archive(name(context)) }
        session.post("restart") { _, context in
            let word = try name(context)
            guard let outcome = try await fleet.restart(all: [word]).outcomes.first else {
                throw CcmuxError(.failed, "Nothing was restarted.")
            }
            if let error = outcome.error { throw error }
            return outcome
        }
        session.post("keys") { request, context in
            let body = try await request.decode(as: KeysRequest.self, context: context)
            try await fleet.press(name(context), body.keys)
            return Done()
        }
        session.get("screen") { request, context in
            let lines = try request.uri.queryParameters["lines"].map { try number($0, "lines") }
            let escapes = request.uri.queryParameters["ansi"] == "1"
            return try await fleet.screen(name(context), lines: lines.map(Int.init), escapes: escapes)
        }
        session.get("explain") { _, context in try await fleet.explain(name(context)) }
        session.post("read") { _, context in
            try await fleet.read(name(context))
            return Done()
        }
        session.post("misread") { request, context in
            let body = try await request.decode(as: MisreadRequest.self, context: context)
            return try await fleet.reportMisread(name(context), as: body.state)
        }
        session.get("attach") { _, context in try await fleet.attachTarget(name(context)) }
        session.get("environment") { _, context in try await fleet.environment(name(context)) }
    }
}

/// The session that a path names, or the word that should.
private func name(_ context: APIContext) throws -> String {
    try context.parameters.require("name")
}

/// A query's number.
func number(_ text: Substring, _ what: String) throws(CcmuxError) -> Int64 {
    guard let value = Int64(text) else {
        throw CcmuxError(.invalid, "'\(text.prefix(40))' is not a number of \(what).")
    }
    return value
}

/// `POST /v1/restart`.
private struct RestartRequest: Decodable {
    var all: Bool?
    var names: [String]?
}
