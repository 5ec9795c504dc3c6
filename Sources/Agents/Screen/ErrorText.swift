import Model

/// The sentence with which an agent shows that a turn ended in an error: `API Error: 529 …`, `Prompt is too long`.
enum ErrorText {
    /// Nil where the text does not begin as such a message does.
    static func kind(_ text: String) -> AgentErrorKind? {
        let words = text.shortened(to: 2000).asciiLowercased()
        guard isError(words) else { return nil }
        return kind(ofWords: words)
    }

    /// What is meant, by words that are already known to be an error's, in lower case.
    static func kind(ofWords words: String) -> AgentErrorKind {
        if words.has("thinking"), words.has("cannot be modified") { return .thinkingCorruption }
        if contains(words, tooLong) { return .promptTooLong }
        if ImageRefusal.isMeant(by: words) { return .imageRejected }
        if contains(words, authentication) { return .authentication }
        if let status = status(in: words) {
            switch status {
            case 401, 402, 403: return .authentication
            case 408, 429, 500..<600: return .overloaded
            case 400..<500: return .invalidRequest
            default: break
            }
        }
        if contains(words, overloaded) { return .overloaded }
        if contains(words, network) { return .network }
        if contains(words, invalid) { return .invalidRequest }
        return .other
    }

    private static func isError(_ words: String) -> Bool {
        let openings = [
            "api error", "prompt is too long", "context limit reached", "invalid api key", "invalid auth",
            "oauth token",
            "oauth error", "credit balance", "please run /login", "not logged in", "login expired", "authentication",
            "unable to connect", "connection error", "connection closed", "connection refused", "request timed out",
            "network error", "failed to authenticate", "error:", "stream error", "unexpected status",
            "stream disconnected",
            "exceeded retry limit", "organization has been disabled", "your organization has", "your account does not",
            "image was too large", "an image in the conversation", "request too large", "conversation too long", "conversation is too long",
            "server error", "internal server error", "overloaded", "request rejected",
            "there's an issue with the selected model",
            "rate limit",
        ]
        return openings.contains { words.begins($0) }
    }

    private static func contains(_ words: String, _ list: [String]) -> Bool { list.contains { words.has($0) } }

    private static let tooLong = [
        "prompt is too long", "context limit reached", "context window", "conversation too long",
        "conversation is too long", "context_length_exceeded",
    ]
    private static let authentication = [
        "invalid api key", "/login", "oauth token", "credit balance", "authentication", "not logged in",
        "failed to authenticate", "permission_error", "billing_error", "unauthorized", "organization has been disabled",
        "sign in again", "refresh token",
    ]
    private static let overloaded = [
        "overloaded", "api_error", "internal server error", "server error", "rate limit", "rate_limit",
        "high demand", "at capacity", "request rejected (429)", "service unavailable", "bad gateway",
        "exceeded retry limit",
    ]
    private static let network = [
        "connection error", "unable to connect", "econn", "etimedout", "enotfound", "eai_again", "fetch failed",
        "timed out", "network", "socket", "connection closed", "connection refused", "dns", "error sending request",
        "check your internet", "stream disconnected",
    ]
    private static let invalid = [
        "invalid_request", "invalid request", "issue with the selected model", "model_not_found",
    ]

    /// The three digits after `API Error: ` or in `status 529`, `(429)`.
    private static func status(in words: String) -> Int? {
        for mark in ["api error: ", "api error (", "api error ", "status ", "status: ", "rejected (", "http "] {
            guard let range = words.range(ofBytes: mark) else { continue }
            let digits = words[range.upperBound...].prefix { ("0"..."9").contains($0) }
            if digits.utf8.count == 3, let status = Int(digits) { return status }
        }
        return nil
    }
}
