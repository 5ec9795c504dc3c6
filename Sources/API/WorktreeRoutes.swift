import Fleet
import Hummingbird
import Model

extension WorktreeList: ResponseEncodable {}
extension WorktreeDetail: ResponseEncodable {}
extension WorktreeOutcome: ResponseEncodable {}
extension PruneResponse: ResponseEncodable {}
extension SetupProgress: ResponseEncodable {}
extension ConflictList: ResponseEncodable {}

/// `/v1/worktrees…`, `/v1/conflicts` and `/v1/sessions/NAME/isolate`.
struct WorktreeRoutes {
    let fleet: Fleet

    func add(to router: some RouterMethods<APIContext>) {
        let fleet = fleet
        router.get("worktrees") { _, _ in await fleet.worktreeList() }
        router.get("conflicts") { request, _ in
            let query = request.uri.queryParameters
            return try await fleet.conflicts(
                of: query["session"].map { String($0) }, looking: query["look"] == "1")
        }
        router.post("worktrees/prune") { request, context in
            try await fleet.prune(try await request.decode(as: PruneRequest.self, context: context))
        }
        let one = router.group("worktrees/:name")
        one.get { _, context in try await fleet.worktreeDetail(context.parameters.require("name")) }
        one.get("setup") { request, context in
            let offset = try request.uri.queryParameters["since"].map { try number($0, "bytes") } ?? 0
            return try await fleet.setupProgress(
                context.parameters.require("name"), since: Int(clamping: offset))
        }
        one.post("finish") { request, context in
            let body = try await request.decode(as: FinishRequest.self, context: context)
            return try await fleet.finish(context.parameters.require("name"), body)
        }
        router.post("sessions/:name/isolate") { request, context in
            let body = try await request.decode(as: IsolateRequest.self, context: context)
            return try await fleet.isolate(context.parameters.require("name"), body)
        }
    }
}
