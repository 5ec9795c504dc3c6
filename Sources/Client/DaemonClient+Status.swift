package import Model

/// Calls about what the agents are doing.
extension DaemonClient {
    /// The whole fleet in numbers.
    package func summary(timeout: Double? = nil) throws(CcmuxError) -> FleetSummary {
        try send(Request(.get, "/v1/status"), as: FleetSummary.self, timeout: timeout)
    }

    /// How a session's state was decided.
    package func explanation(_ ref: String) throws(CcmuxError) -> Explanation {
        try send(Request(.get, try Self.path(ref, "explain")), as: Explanation.self)
    }

    /// Somebody has seen that the session's turn ended.
    package func markRead(_ name: String) throws(CcmuxError) {
        let _: Nothing = try post(name, "read", Nothing())
    }

    /// Has the daemon write down what was to be seen of a session whose state is shown wrongly.
    package func reportMisread(_ name: String, is state: AgentState) throws(CcmuxError) -> MisreadResponse {
        try post(name, "misread", MisreadRequest(state: state))
    }
}
