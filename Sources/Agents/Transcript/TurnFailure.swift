import Model

/// What a turn that Claude could not finish came to, from what its transcript or its StopFailure hook tells of it.
struct ClaudeFailure: Hashable {
    var kind: AgentErrorKind
    /// The account's usage limit, not a busy service's.
    var isLimit: Bool

    /// - Parameters:
    ///   - code: Claude's own word (`rate_limit`, `server_error`, `authentication_failed`, …). 2.1.1 to 2.1.329 say
    ///     `unknown` of most answers with status 400.
    ///   - status: the answer's status, where it is told (2.1.139 and later).
    ///   - text: what Claude shows: `API Error: 529 …`, `Prompt is too long`.
    init(code: String?, status: Int64?, text: String) {
        let status = status ?? Self.status(in: text)
        // With a key of the API a 429 is a matter of seconds and Claude names no limit: `API Error: Request rejected (429)`.
        isLimit = code == "rate_limit" && !text.hasPrefix("API Error")
        kind = Self.kind(of: text) ?? Self.kind(code: code) ?? Self.kind(status: status) ?? .other
    }

    private static func kind(of text: String) -> AgentErrorKind? {
        let words = text.lowercased()
        if words.contains("thinking"), words.contains("cannot be modified") { return .thinkingCorruption }
        if words.contains("prompt is too long") { return .promptTooLong }
        let failed = [
            "connection error", "unable to connect", "econnrefused", "econnreset", "etimedout", "enotfound",
            "eai_again", "fetch failed", "request timed out", "socket", "network",
        ]
        // A status shows that the service was reached.
        if status(in: text) == nil, failed.contains(where: { words.contains($0) }) { return .network }
        return nil
    }

    private static func kind(code: String?) -> AgentErrorKind? {
        switch code {
        case "authentication_failed", "billing_error", "oauth_org_not_allowed": .authentication
        case "server_error", "overloaded", "rate_limit": .overloaded
        case "invalid_request", "model_not_found": .invalidRequest
        default: nil
        }
    }

    private static func kind(status: Int64?) -> AgentErrorKind? {
        switch status {
        case 401, 402, 403: .authentication
        case 408, 429: .overloaded
        case .some(400..<500): .invalidRequest
        case .some(500..<600): .overloaded
        default: nil
        }
    }

    /// The status in `API Error: 529 Overloaded`.
    private static func status(in text: String) -> Int64? {
        guard let mark = text.firstRange(of: "API Error: ") else { return nil }
        let digits = text[mark.upperBound...].prefix { ("0"..."9").contains($0) }
        return digits.utf8.count == 3 ? Int64(digits) : nil
    }
}
