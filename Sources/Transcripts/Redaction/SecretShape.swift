/// A kind of secret that is known by how it looks. The raw value is how it is named to people.
package enum SecretShape: String, Sendable, Hashable, CaseIterable, Comparable {
    case anthropicKey = "Anthropic key"
    case openAIKey = "API key"
    case stripeKey = "Stripe key"
    case gitHubToken = "GitHub token"
    case gitLabToken = "GitLab token"
    case slackToken = "Slack token"
    case awsKey = "AWS key id"
    case googleKey = "Google key"
    case npmToken = "npm token"
    case pypiToken = "PyPI token"
    case huggingFaceToken = "Hugging Face token"
    case sendGridKey = "SendGrid key"
    case jsonWebToken = "JSON web token"
    case privateKey = "private key"
    case authorization = "authorization"
    case cookie = "cookie"
    case password = "password"
    case token = "token"
    case urlPassword = "password in a URL"

    package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }

    /// What stands in its place. It has no shape itself, so that a text that was redacted stays as it is.
    package var mark: String { "[redacted: \(rawValue)]" }

    /// How every mark begins.
    static let markBeginning = Array("[redacted: ".utf8)
}

/// Secrets that a fixed beginning tells, followed by letters, digits, `_` and `-`.
struct SecretPrefix {
    let text: [UInt8]
    let shape: SecretShape
    /// Bytes after the beginning.
    let minimum: Int
    /// There is a digit after the beginning: names of things (`sk-chasing-dots`) have none.
    let hasDigit: Bool

    private init(_ text: String, _ shape: SecretShape, _ minimum: Int, hasDigit: Bool = true) {
        self.text = Array(text.utf8)
        self.shape = shape
        self.minimum = minimum
        self.hasDigit = hasDigit
    }

    /// By first byte; of two that fit the earlier one counts.
    static let byFirstByte: [UInt8: [SecretPrefix]] = Dictionary(grouping: all) { $0.text[0] }

    private static let all: [SecretPrefix] = [
        .init("sk-ant-", .anthropicKey, 12, hasDigit: false),
        .init("sk-", .openAIKey, 16),
        .init("sk_live_", .stripeKey, 12), .init("sk_test_", .stripeKey, 12), .init("rk_live_", .stripeKey, 12),
        .init("rk_test_", .stripeKey, 12), .init("whsec_", .stripeKey, 16),
        .init("ghp_", .gitHubToken, 16, hasDigit: false), .init("gho_", .gitHubToken, 16, hasDigit: false),
        .init("ghu_", .gitHubToken, 16, hasDigit: false), .init("ghs_", .gitHubToken, 16, hasDigit: false),
        .init("ghr_", .gitHubToken, 16, hasDigit: false), .init("github_pat_", .gitHubToken, 16, hasDigit: false),
        .init("glpat-", .gitLabToken, 12, hasDigit: false), .init("gldt-", .gitLabToken, 12),
        .init("xoxb-", .slackToken, 8), .init("xoxa-", .slackToken, 8), .init("xoxp-", .slackToken, 8),
        .init("xoxr-", .slackToken, 8), .init("xoxs-", .slackToken, 8), .init("xapp-", .slackToken, 8),
        .init("AIza", .googleKey, 30, hasDigit: false),
        .init("ya29.", .googleKey, 20, hasDigit: false),
        .init("npm_", .npmToken, 30), .init("pypi-", .pypiToken, 30), .init("hf_", .huggingFaceToken, 20),
        .init("SG.", .sendGridKey, 20),
    ]
}

/// Names after which a secret stands, as in `DB_PASSWORD=…`, `"accessToken": "…"`, `--api-key …`.
enum SecretName {
    /// What the name of a variable, a field or a header says of its value; nil where it says nothing.
    ///
    /// - Parameter name: letters, digits, `_`, `-` and `.`.
    static func shape(_ name: some BidirectionalCollection<UInt8>) -> SecretShape? {
        // Without the signs between words, in lower case; long names are told by their end.
        var folded: [UInt8] = []
        for byte in name.reversed().prefix(40) {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): folded.append(byte | 0x20)
            case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."): break
            default: folded.append(byte)
            }
        }
        return endings.first { folded.starts(with: $0.reversed) }?.shape
    }

    private static let endings: [(reversed: [UInt8], shape: SecretShape)] = {
        let words: [(shape: SecretShape, text: String)] = [
            (.authorization, "authorization"), (.cookie, "cookie"),
            (.password, "password passwd passphrase passwort pwd dbpass userpass"),
            (.token, "token secret apikey accesskey secretkey privatekey accountkey encryptionkey signingkey"),
            (.token, "credential credentials sharedkey"),
        ]
        return words.flatMap { shape, text in text.split(separator: " ").map { ($0.utf8.reversed(), shape) } }
    }()
}
