package import Model
import Platform

/// How long a call goes on while the daemon is away.
package struct Patience {
    /// On the clock of `monotonicSeconds`.
    package var deadline: Double
    /// Called once, when the daemon goes away.
    package var away: () -> Void

    package init(deadline: Double = .infinity, away: @escaping () -> Void) {
        self.deadline = deadline
        self.away = away
    }
}

/// Calls about prompts on their way.
extension DaemonClient {
    /// Has a prompt written down for one session. A call that broke off is made again under the same id, so that the
    /// prompt is there once.
    package func send(
        _ request: SendRequest, to name: String, _ patience: Patience
    ) throws(CcmuxError) -> Delivery {
        try writeDown(request, at: try Self.path(name, "send"), patience)
    }

    /// The same for the several sessions that `request` names.
    package func send(_ request: SendRequest, _ patience: Patience) throws(CcmuxError) -> SendResponse {
        for name in request.to ?? [] { _ = try Self.path(name) }
        return try writeDown(request, at: "/v1/send", patience)
    }

    /// Entries of the outbox, oldest first.
    ///
    /// - Parameters:
    ///   - ref: of one session; nil for all.
    ///   - all: finished ones too.
    package func outbox(session ref: String?, all: Bool, limit: Int) throws(CcmuxError) -> OutboxPage {
        var query: [Request.Parameter] = [.init("limit", String(limit))]
        if let ref { query.append(.init("session", ref)) }
        if all { query.append(.init("all", "1")) }
        return try send(Request(.get, "/v1/outbox", query: query), as: OutboxPage.self)
    }

    package func delivery(_ id: Int64) throws(CcmuxError) -> DeliveryReport {
        try send(Request(.get, "/v1/outbox/\(id)"), as: DeliveryReport.self)
    }

    /// One entry, once it has got as far as `goal` or no further, or after `seconds` (at most 60). A daemon that goes
    /// away is waited for; one that does not come back by itself is started, as by any other command.
    package func delivery(
        _ id: Int64, wait seconds: Double, until goal: DeliveryGoal, _ patience: Patience
    ) throws(CcmuxError) -> DeliveryReport {
        var client = self
        client.starter = nil
        let request = Request(
            .get, "/v1/outbox/\(id)", query: [.init("wait", String(seconds)), .init("until", goal.rawValue)])
        var isAway = false
        var began = 0.0
        while true {
            do throws(CcmuxError) {
                return try client.send(request, as: DeliveryReport.self, timeout: seconds + timeout)
            } catch {
                if !isAway { began = monotonicSeconds() }
                try Self.rest(after: error, patience, &isAway)
                // Whoever ended it may start it again; nobody else may be there to do it.
                client.starter = monotonicSeconds() - began > Self.patienceForReturn ? starter : nil
            }
        }
    }

    /// - Throws: `.refused` once it was typed.
    package func cancelDelivery(_ id: Int64) throws(CcmuxError) -> Delivery {
        try send(Request(.delete, "/v1/outbox/\(id)"), as: Delivery.self)
    }

    private func writeDown<Answer: Decodable>(
        _ request: SendRequest, at path: String, _ patience: Patience
    ) throws(CcmuxError) -> Answer {
        var request = request
        if request.id == nil { request.id = ConversationID.random().text }
        let post = Request(.post, path, body: try JSONCoding.bytes(request))
        // A daemon that cannot be reached at all has not got it: that is told at once.
        _ = try connect()
        var isAway = false
        while true {
            do throws(CcmuxError) {
                return try send(post, as: Answer.self)
            } catch {
                try Self.rest(after: error, patience, &isAway)
            }
        }
    }

    /// Seconds after which a daemon that went away is not expected to come back by itself.
    private static let patienceForReturn = 3.0

    /// A moment's rest before the next try.
    ///
    /// - Throws: `error` where the daemon is not just away, `.timedOut` when there is no patience left.
    private static func rest(
        after error: CcmuxError, _ patience: Patience, _ isAway: inout Bool
    ) throws(CcmuxError) {
        guard error.code == .unavailable || error.code == .timedOut else { throw error }
        if !isAway { patience.away() }
        isAway = true
        guard monotonicSeconds() < patience.deadline else {
            throw CcmuxError(
                .timedOut, "The daemon is away, and what became of the prompt is not known.",
                advice: "'ccmux outbox --all' tells once it is back; the same --id never types twice.")
        }
        pause(seconds: min(0.25, max(0.01, patience.deadline - monotonicSeconds())))
    }
}
