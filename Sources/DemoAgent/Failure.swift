/// The ways in which the model refuses, worded as supervisors have to recognise them.
enum Failure: Equatable {
    /// The account's usage limit, lifted after some seconds.
    case limit(weekly: Bool, seconds: Double)
    case overloaded
    /// An HTTP status.
    case status(Int)
    /// A thinking block that was changed: only a restart cures it.
    case corrupt
    /// The conversation does not fit any more.
    case tooLong

    /// What the screen and the transcript say. A limit is worded by ``Limit``, which knows the time.
    var message: String {
        switch self {
        case .limit: "Usage limit reached"
        case .overloaded: "API Error: 529 overloaded_error: Overloaded"
        case .status(let code): "API Error: \(code) api_error: scripted error"
        case .corrupt:
            "API Error: 400 invalid_request_error: messages.1.content.0: `thinking` or `redacted_thinking` "
                + "blocks in the latest assistant message cannot be modified."
        case .tooLong: "API Error: 400 invalid_request_error: prompt is too long: 210000 tokens > 200000 maximum"
        }
    }

    /// The word for it in the transcript and in the StopFailure hook.
    var code: String {
        switch self {
        case .limit: "rate_limit"
        case .overloaded: "server_error"
        case .status(let code): code == 429 ? "rate_limit" : code >= 500 ? "server_error" : "unknown"
        case .corrupt, .tooLong: "invalid_request"
        }
    }
}

/// A usage limit in force. Until it is lifted every prompt is refused with the same words.
struct Limit: Equatable {
    var weekly: Bool
    /// Seconds since 1970, whole.
    var resets: Double

    func message(at now: Double) -> String {
        "You've hit your \(weekly ? "weekly" : "5-hour") limit · resets \(clockTime(resets, from: now)) (UTC)"
    }
}
