import Fleet
import HTTPTypes
import Hummingbird
import Model

extension ApprovalList: ResponseEncodable {}
extension AnswerResponse: ResponseEncodable {}

/// `/v1/approvals…` and `/v1/sessions/NAME/answer`: what waits for a person, and the answers.
struct ApprovalRoutes {
    let fleet: Fleet

    func add(to router: some RouterMethods<APIContext>) {
        let fleet = fleet
        router.get("approvals") { _, _ in await fleet.approvalList() }
        router.post("approvals/:id") { request, context in
            let body = try await request.decode(as: AnswerRequest.self, context: context)
            return try await fleet.answer(approval: try context.parameters.require("id"), body)
        }
        router.get("sessions/:name/answer") { _, context in
            try await fleet.question(of: try context.parameters.require("name"))
        }
        router.post("sessions/:name/answer") { request, context in
            let body = try await request.decode(as: AnswerRequest.self, context: context)
            return try await fleet.answer(try context.parameters.require("name"), body)
        }
    }
}
