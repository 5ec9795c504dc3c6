import Fleet
import HTTPTypes
import Hummingbird
import Model

extension ExternalList: ResponseEncodable {}
extension AdoptionResult: ResponseEncodable {}

/// `/v1/external`, `/v1/adopt`, `/v1/sessions/NAME/fork`: conversations that were begun elsewhere.
struct ExternalRoutes {
    let fleet: Fleet

    func add(to router: some RouterMethods<APIContext>) {
        let fleet = fleet
        router.get("external") { request, _ in
            let query = request.uri.queryParameters
            return await fleet.external(
                all: query["all"] == "1", directory: query["dir"].map(String.init),
                beginning: query["uuid"].map(String.init),
                limit: try query["limit"].map { Int(try number($0, "conversations")) })
        }
        router.post("adopt") { request, context in
            let body = try await request.decode(as: AdoptRequest.self, context: context)
            return EditedResponse(status: .created, response: try await fleet.adopt(body))
        }
        router.post("sessions/:name/fork") { request, context in
            let body = try await request.decode(as: ForkRequest.self, context: context)
            return EditedResponse(
                status: .created, response: try await fleet.fork(try context.parameters.require("name"), body))
        }
    }
}
