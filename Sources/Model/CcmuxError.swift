/// Every error that reaches a user: what happened to what, and what to do next.
///
/// The wire form is `{"error":{"code","message","advice","details"}}`; the CLI prints message and advice on stderr
/// and exits with `code.exitStatus`.
package struct CcmuxError: Error, Sendable, Hashable, Codable {
    package var code: Code
    /// One sentence, naming what it is about.
    package var message: String
    /// What the user can do about it, as one or two short sentences.
    package var advice: String?
    package var details: [String: JSONValue]?

    package init(_ code: Code, _ message: String, advice: String? = nil, details: [String: JSONValue]? = nil) {
        self.code = code
        self.message = message
        self.advice = advice
        self.details = details
    }

    /// An open set: a client meets new codes without breaking.
    package struct Code: RawRepresentable, Sendable, Hashable, Codable {
        package let rawValue: String

        package init(rawValue: String) {
            self.rawValue = rawValue
        }
    }
}

extension CcmuxError.Code {
    /// No such session, file or thing.
    package static let notFound = Self(rawValue: "not_found")
    /// A prefix that several sessions match; `details.candidates` lists them.
    package static let ambiguous = Self(rawValue: "ambiguous")
    /// The request itself is wrong: a bad name, an unknown agent, a malformed body.
    package static let invalid = Self(rawValue: "invalid")
    /// It is understood and not done: a state or a rule forbids it.
    package static let refused = Self(rawValue: "refused")
    /// Something of that name is there already.
    package static let exists = Self(rawValue: "exists")
    package static let timedOut = Self(rawValue: "timed_out")
    /// The configuration file cannot be used.
    package static let configuration = Self(rawValue: "configuration")
    /// The daemon cannot be reached or started.
    package static let unavailable = Self(rawValue: "unavailable")
    /// The disk, the database or tmux failed underneath.
    package static let failed = Self(rawValue: "failed")

    /// The exit status of a command that ends with this error.
    package var exitStatus: Int32 {
        switch self {
        case .notFound: 3
        case .refused, .exists, .ambiguous: 4
        case .timedOut: 5
        case .invalid: 64
        default: 1
        }
    }

    /// The HTTP status of a response that carries this error.
    package var httpStatus: Int {
        switch self {
        case .notFound: 404
        case .refused, .exists, .ambiguous: 409
        case .timedOut: 504
        case .invalid: 400
        case .unavailable: 503
        default: 500
        }
    }
}

/// The body of every failed response.
package struct ErrorBody: Sendable, Codable {
    package var error: CcmuxError

    package init(error: CcmuxError) {
        self.error = error
    }
}
