package import Model

/// Calls about usage limits.
extension DaemonClient {
    /// Accounts at a limit, and their sessions.
    package func limits() throws(CcmuxError) -> LimitList {
        try send(Request(.get, "/v1/limits"), as: LimitList.self)
    }

    /// The account's limit is over: its prompts go, and its sessions too where `resuming`.
    package func clearLimit(_ account: String, resuming: Bool) throws(CcmuxError) -> LimitList {
        guard !account.isEmpty, account.utf8.count <= 300 else {
            throw CcmuxError(.invalid, "That is no account's name.", advice: "ccmux limits lists them.")
        }
        return try send(
            Request(
                .delete, "/v1/limits/\(account.percentEncoded)", query: resuming ? [.init("resume", "1")] : []),
            as: LimitList.self)
    }
}
