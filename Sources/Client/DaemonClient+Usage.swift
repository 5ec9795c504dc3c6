package import Model

/// Calls about tokens, their cost, and budgets.
extension DaemonClient {
    /// The first one after a daemon began may read gigabytes.
    package func usage(_ query: UsageQuery) throws(CcmuxError) -> UsageReport {
        var parameters: [Request.Parameter] = []
        if !query.keys.isEmpty { parameters.append(.init("by", query.keys.map(\.rawValue).joined(separator: ","))) }
        if let since = query.since { parameters.append(.init("since", since.rfc3339)) }
        if let until = query.until { parameters.append(.init("until", until.rfc3339)) }
        return try send(Request(.get, "/v1/usage", query: parameters), as: UsageReport.self, timeout: 600)
    }

    package func usagePrices() throws(CcmuxError) -> UsagePriceList {
        try send(Request(.get, "/v1/usage/prices"), as: UsagePriceList.self)
    }

    /// Lets what a budget holds go on for the rest of the day.
    ///
    /// - Parameter session: nil for all.
    package func goOn(_ session: String?) throws(CcmuxError) -> BudgetList {
        try send(
            Request(.post, "/v1/usage/go-on", query: session.map { [.init("session", $0)] } ?? []),
            as: BudgetList.self)
    }
}
