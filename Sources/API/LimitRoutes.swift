import Fleet
import Hummingbird
import Model

extension LimitList: ResponseEncodable {}

/// `/v1/limits`: accounts at a limit.
struct LimitRoutes {
    let fleet: Fleet

    func add(to router: some RouterMethods<APIContext>) {
        let fleet = fleet
        router.get("limits") { _, _ in await fleet.limitList() }
        router.delete("limits/:account") { request, context in
            let account = try context.parameters.require("account")
            return try await fleet.clearLimit(account, resuming: request.uri.queryParameters["resume"] == "1")
        }
    }
}
