import Testing

@testable import Agents

@Suite struct SecretMaskTests {
    @Test(arguments: [
        ("ANTHROPIC_API_KEY", "x"), ("github_token", "x"), ("MY_SECRET", ""), ("DB_PASSWORD", "x"), ("PGPASSWD", "x"),
        ("AWS_SECRET_ACCESS_KEY", "x"), ("X", "sk-ant-abc"), ("X", "ghp_abc"), ("X", "github_pat_1"), ("X", "xoxb-1"),
        ("X", "AKIAIOSFODNN7"), ("DATABASE_URL", "postgres://user:pw@host/db"), ("X", "https://a:b@c"),
        ("SESSION_COOKIE", "x"), ("BASIC_AUTH", "x"),
    ])
    func `a secret is known by its name or its shape`(name: String, value: String) {
        #expect(SecretMask.isSecret(name: name, value: value))
    }

    @Test(arguments: [
        ("PATH", "/usr/bin"), ("SSH_AUTH_SOCK", "/tmp/s"), ("XAUTHORITY", "/x"), ("URL", "https://host/a@b:c"),
        ("URL", "https://user@host/"), ("EDITOR", "vi"), ("X", "http://"), ("X", ""),
    ])
    func `other values are shown`(name: String, value: String) {
        #expect(!SecretMask.isSecret(name: name, value: value))
    }

    @Test(arguments: [
        ("sk-ant-api03-abcdef", "sk-… (19 bytes)"), ("short", "… (5 bytes)"), ("", "… (0 bytes)"),
        ("12345678901", "… (11 bytes)"), ("123456789012", "123… (12 bytes)"),
    ])
    func `of a secret three characters are shown at the most`(value: String, masked: String) {
        #expect(SecretMask.masked(value) == masked)
    }
}
