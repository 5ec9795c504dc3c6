import Testing

@testable import Updates

@Suite struct ReleaseKeysTests {
    private let hex = String(repeating: "1f", count: 32)

    @Test func `what is no key is the key of nothing`() {
        #expect(ReleaseKeys([hex, hex, "", "xx", "1f", hex + "00"]).hex == [hex])
        #expect(ReleaseKeys(["no"]).isEmpty)
    }

    @Test func `the pinned keys are keys`() {
        #expect(!ReleaseKeys.pinned.isEmpty)
    }

    @Test(arguments: [
        ("file:///srv/releases", true), ("http://127.0.0.1:8080/r", true), ("http://127.0.0.1", true),
        ("http://localhost:1/r", true), ("http://[::1]:1/r", true), ("http://localhost?x", true),
        ("https://127.0.0.1/r", false), ("https://example.org/releases", false), ("http://example.org", false),
        ("http://127.0.0.1.example.org/r", false), ("http://localhost.example.org", false),
        ("http://127.0.0.1@example.org/r", false), ("http://localhost:1@example.org/r", false),
        ("http://example.org/127.0.0.1", false), ("file://host/r", false), ("", false),
    ])
    func `the environment names keys only for releases of this machine`(url: String, isLocal: Bool) {
        #expect(ReleaseKeys.isLocal(url) == isLocal)
        #expect(ReleaseKeys.choose(releaseURL: url, override: hex) == (isLocal ? ReleaseKeys([hex]) : .pinned))
        #expect(ReleaseKeys.choose(releaseURL: url, override: nil) == .pinned)
    }

    @Test func `an override of several keys, or of none`() {
        let other = String(repeating: "2e", count: 32)
        #expect(ReleaseKeys.choose(releaseURL: "file:///r", override: "\(hex), \(other)\n").hex == [hex, other])
        #expect(ReleaseKeys.choose(releaseURL: "file:///r", override: "").isEmpty)
    }
}
