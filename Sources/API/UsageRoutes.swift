import Fleet
import Hummingbird
import Model

extension UsageReport: ResponseEncodable {}
extension UsagePriceList: ResponseEncodable {}

/// `/v1/usage…`: tokens, what they cost, and budgets.
struct UsageRoutes {
    let fleet: Fleet

    func add(to router: some RouterMethods<APIContext>) {
        let fleet = fleet
        router.get("usage") { request, _ in
            let parameters = request.uri.queryParameters
            var query = UsageQuery()
            for word in (parameters["by"].map(String.init) ?? "").split(separator: ",") {
                guard let key = UsageKey(rawValue: String(word)) else {
                    let names = UsageKey.allCases.map(\.rawValue).joined(separator: ", ")
                    throw CcmuxError(.invalid, "Usage is not counted by '\(word.prefix(40))'.", advice: "By \(names).")
                }
                if !query.keys.contains(key) { query.keys.append(key) }
            }
            query.since = try moment(parameters["since"], "since")
            query.until = try moment(parameters["until"], "until")
            return try await fleet.usage(query)
        }
        router.get("usage/prices") { _, _ in fleet.usagePrices() }
        router.post("usage/go-on") { request, _ in
            BudgetList(budgets: try await fleet.raiseBudget(request.uri.queryParameters["session"].map(String.init)))
        }
    }

    private func moment(_ text: Substring?, _ name: String) throws(CcmuxError) -> Timestamp? {
        guard let text else { return nil }
        guard let moment = Timestamp(rfc3339: text) else {
            throw CcmuxError(.invalid, "'\(name)' is no time as RFC 3339 writes it.", advice: "2026-11-21T09:00:00Z")
        }
        return moment
    }
}

extension BudgetList: ResponseEncodable {}
