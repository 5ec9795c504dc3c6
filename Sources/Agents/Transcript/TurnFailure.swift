import Model

/// What a turn that an agent could not finish came to, from what its transcript or a hook tells of it.
enum TurnFailure {
    /// - Parameters:
    ///   - code: the agent's own word, of Claude `server_error`, `authentication_failed`, …, of Codex
    ///     `internal_server_error`, `bad_request`, …. Of most answers with status 400 Claude (2.1.1 to 2.1.329) says
    ///     `unknown` and Codex (0.163.0) `other`.
    ///   - status: of the answer, where it is told.
    ///   - text: what the agent shows: `API Error: 529 …`, `unexpected status 401 Unauthorized: …`.
    static func kind(code: String?, status: Int64?, text: String) -> AgentErrorKind {
        kind(of: text) ?? kind(code: code) ?? kind(status: status ?? self.status(in: text)) ?? .other
    }

    private static func kind(of text: String) -> AgentErrorKind? {
        let words = text.lowercased()
        if words.contains("thinking"), words.contains("cannot be modified") { return .thinkingCorruption }
        if words.contains("prompt is too long") { return .promptTooLong }
        if ImageRefusal.isMeant(by: words) { return .imageRejected }
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
        case "authentication_failed", "billing_error", "oauth_org_not_allowed", "unauthorized": .authentication
        case "server_error", "overloaded", "rate_limit", "internal_server_error", "server_overloaded": .overloaded
        case "invalid_request", "model_not_found", "bad_request": .invalidRequest
        case "context_window_exceeded": .promptTooLong
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

    private static func status(in text: String) -> Int64? {
        for words in ["API Error: ", "unexpected status "] {
            guard let mark = text.firstRange(of: words) else { continue }
            let digits = text[mark.upperBound...].prefix { ("0"..."9").contains($0) }
            if digits.utf8.count == 3 { return Int64(digits) }
        }
        return nil
    }
}
