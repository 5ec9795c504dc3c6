import Testing

@testable import Updates

@Suite struct ReleaseVersionTests {
    @Test func `versions are ordered as semantic versioning says`() {
        let texts = [
            "0.0.0", "0.0.9", "0.0.10", "0.1.0", "0.2.0-alpha", "0.2.0", "1.0.0-1", "1.0.0-2", "1.0.0-11",
            "1.0.0-alpha",
            "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0",
            "1.0.1", "10.0.0", "999999999.0.0",
        ]
        let versions = texts.compactMap { ReleaseVersion($0) }
        #expect(versions.map(\.description) == texts)
        #expect(versions.shuffled().sorted() == versions)
        for (one, other) in zip(versions, versions.dropFirst()) { #expect(one < other && !(other < one)) }
    }

    @Test(arguments: [
        "", "1", "1.2", "1.2.3.4", "v1.2.3", "1.2.3 ", " 1.2.3", "01.2.3", "1.2.03", "1.2.3-", "1.2.3-a..b", "1.2.3-01",
        "1.2.3+b", "1.2.-3", "1.2.3-ä", "1.2.3-a/b", "+1.2.3", "1.2.3\n", "1..3", "9999999999.0.0", "١.٢.٣",
        "1.2.3-" + String(repeating: "a", count: 64),
    ])
    func `what is no version is none`(text: String) {
        #expect(ReleaseVersion(text) == nil)
    }
}
