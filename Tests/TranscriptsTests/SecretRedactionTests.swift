import TestSupport
import Testing
import Transcripts

@Suite struct SecretRedactionTests {
    private static func redacted(_ text: String) -> (text: String, counts: [SecretShape: Int]) {
        var redaction = SecretRedaction()
        let result = redaction.apply(text)
        return (result, redaction.counts)
    }

    // Put together here, so that no scanner takes this file for a leak.
    private static let letters = "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3z"
    private static let webToken = "eyJ" + "hbGciOiJIUzI1NiJ9" + ".eyJ" + "zdWIiOiIxMjM0NSJ9" + ".dozjgNryP4J3jVmNHl0w5N"

    @Test(arguments: [
        ("sk-ant-" + "api03-" + letters, SecretShape.anthropicKey), ("sk-" + "proj-" + letters, .openAIKey),
        ("sk_" + "live_" + letters, .stripeKey), ("gh" + "p_" + letters, .gitHubToken),
        ("gh" + "o_" + letters, .gitHubToken), ("github" + "_pat_" + letters, .gitHubToken),
        ("glp" + "at-" + letters, .gitLabToken), ("xox" + "b-1234567890-abcdef", .slackToken),
        ("xox" + "p-1234567890-abcdef", .slackToken), ("AKI" + "AIOSFODNN7EXAMPLE", .awsKey),
        ("AIz" + "aSy" + letters, .googleKey), ("np" + "m_" + letters, .npmToken),
        ("h" + "f_" + letters, .huggingFaceToken), (webToken, .jsonWebToken),
    ])
    func `a token is hidden wherever it stands`(_ secret: String, _ shape: SecretShape) {
        for (before, after) in [
            ("", ""), ("(", ")"), ("echo ", " | cat"), ("\"", "\","), ("a=b/", "\n"), ("é", "é"), ("x: ", "…"),
        ] {
            let (text, counts) = Self.redacted(before + secret + after)
            #expect(text == before + shape.mark + after)
            #expect(counts == [shape: 1])
        }
    }

    @Test(arguments: [
        ("PASSWORD=hunter2", "PASSWORD=[redacted: password]"),
        ("export DB_PASSWORD='correct horse' # x", "export DB_PASSWORD='[redacted: password]' # x"),
        ("\"accessToken\": \"q8w7e6r5\"", "\"accessToken\": \"[redacted: token]\""),
        ("{\\\"api_key\\\":\\\"q8w7e6r5\\\"}", "{\\\"api_key\\\":\\\"[redacted: token]\\\"}"),
        ("client-secret: q8w7e6r5t4", "client-secret: [redacted: token]"),
        ("mysql --password hunter2 -u root", "mysql --password [redacted: password] -u root"),
        ("?token=q8w7e6r5&page=2", "?token=[redacted: token]&page=2"),
        ("Authorization: Bearer q8w7e6r5t4", "Authorization: Bearer [redacted: authorization]"),
        ("-H 'authorization: Basic dXNlcjpw'", "-H 'authorization: Basic [redacted: authorization]'"),
        ("Set-Cookie: id=4711; Path=/", "Set-Cookie: [redacted: cookie]"),
        ("postgres://app:s3cr3t@db/x", "postgres://app:[redacted: password in a URL]@db/x"),
        ("aws_secret_access_key = wJalrXUt/nFEMI+K7MDENG", "aws_secret_access_key = [redacted: token]"),
    ])
    func `a value is hidden that its name tells`(_ text: String, _ expected: String) {
        #expect(Self.redacted(text).text == expected)
    }

    @Test(arguments: [
        "max_tokens: 4096", "let token = makeToken()", "password: String", "token: None,", "the password is secret",
        "PASSWORD=$SECRET", "password=\"${DB}\"", "token: <your token>", "https://example.org:8080/a@b",
        "class=\"sk-chasing-dots-container\"", "task-1234567890abcdefghij", "token = os.environ[\"TOKEN\"]",
        "password: ****", "a disk-full", "AKIA", "eyJ", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
        "git@github.com:owner/name", "input_tokens=123456", "secret: self.secret", "",
    ])
    func `what is no secret stays`(_ text: String) {
        #expect(Self.redacted(text).text == text)
    }

    @Test func `a private key is hidden from its first line to its last`() {
        let begin = "-----BEGIN RSA " + "PRIVATE KEY-----"
        let key = begin + "\nMIIEow\nAbC+/=\n-----END RSA PRIVATE KEY-----"
        #expect(Self.redacted("a\n\(key)\nb").text == "a\n[redacted: private key]\nb")
        #expect(Self.redacted(key + key).counts == [.privateKey: 2])
        // Cut off, or as the text of a JSON string.
        #expect(Self.redacted(begin + "\nMIIEow\nAbC").text == "[redacted: private key]")
        #expect(Self.redacted("\"\(begin)\\nMIIEow\\n\" + x").text == "\"[redacted: private key]\" + x")
    }

    @Test func `the beginning of a token that was cut off is hidden`() {
        #expect(Self.redacted("echo sk-ant-" + "ap").text == "echo [redacted: Anthropic key]")
        #expect(Self.redacted("echo gh" + "p_aB3…").text == "echo [redacted: GitHub token]…")
    }

    @Test func `each is counted`() {
        let (_, counts) = Self.redacted("password=abcd1 password=abcd2 " + Self.webToken)
        #expect(counts == [.password: 2, .jsonWebToken: 1])
    }

    @Test func `whatever the text, redacting it again changes nothing, and it does not grow much`() {
        let pieces = [
            "password", "token", "=", ":", " ", "\"", "'", "\\", "sk-", "sk-ant-", "gh" + "p_", "eyJ", ".", "-", "_",
            "A1b2",
            "AKIA", "IOSFODNN7EXAMPLE", "://", "@", "/", "user", "-----BEGIN ", "PRIVATE KEY", "-----", "-----END ",
            "\n", "…", "é", "Authorization", "Bearer", "Cookie", "--", "[redacted: ", "]", "$", "(", "{", "xox" + "b-1",
            Self.letters, Self.webToken, ",", ";", "&", "<",
        ]
        var generator = SplitMix64(seed: 7)
        for round in 0..<20_000 {
            let text = (0..<Int.random(in: 1...14, using: &generator))
                .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            let once = Self.redacted(text).text
            let twice = Self.redacted(once).text
            if once != twice { Issue.record("round \(round): \(text.debugDescription)\n\(once)\n\(twice)") }
            #expect(once.utf8.count <= text.utf8.count * 8 + 40)
        }
    }

    @Test(arguments: [
        "sk-", "eyJ-", "eyJa.", "password=", "token='$", "-----BEGIN PRIVATE KEY-----", "://a:", "--password ", "a:b@",
        "-----END ", "Authorization: ", "_", "\"", "A", "token: \"\\\"",
    ])
    func `the time is in proportion to the length, whatever the text`(_ piece: String) {
        // In proportion it takes a tenth of a second; by the square it would take minutes.
        let text = String(repeating: piece, count: 250_000 / piece.utf8.count)
        let time = ContinuousClock().measure { _ = Self.redacted(text) }
        #expect(time < .seconds(10))
    }
}
