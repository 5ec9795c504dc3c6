import Fleet
import Model
import Testing

@Suite struct NameResolutionTests {
    private func sessions(_ names: [String]) throws -> [(name: SessionName, id: SessionID)] {
        try names.enumerated().map { index, name in
            (try #require(SessionName(name)), try #require(SessionID("00000000000\(index)")))
        }
    }

    private static let names = ["api", "api-2", "web", "docs"]

    @Test(arguments: [
        // word, whether looking suffices, the index of what is meant
        ("api", false, 0), ("api", true, 0), ("api-2", false, 1), ("w", true, 2), ("docs", false, 3),
        ("000000000002", false, 2),
        ("api-", true, 1),
    ])
    func `a whole name or an id always suffices, a unique beginning does for looking`(
        word: String, looking: Bool, index: Int
    ) throws {
        let sessions = try sessions(Self.names)
        #expect(try NameResolution.resolve(word, among: sessions, looking: looking) == sessions[index].id)
    }

    @Test(arguments: [
        // word, looking, code, candidates
        ("ap", true, CcmuxError.Code.ambiguous, ["api", "api-2"]), ("ap", false, .notFound, ["api", "api-2"]),
        ("w", false, .notFound, ["web"]), ("x", true, .notFound, []), ("", true, .notFound, []),
        ("API", true, .notFound, []),
        ("00000000000", true, .notFound, []), ("api\u{0}", true, .notFound, []),
    ])
    func `what is not certain is refused, with what it could be`(
        word: String, looking: Bool, code: CcmuxError.Code, candidates: [String]
    ) throws {
        let sessions = try sessions(Self.names)
        let error = #expect(throws: CcmuxError.self) {
            try NameResolution.resolve(word, among: sessions, looking: looking)
        }
        #expect(error?.code == code)
        #expect(error?.details?["candidates"] == .array(candidates.map { .string($0) }))
    }

    @Test func `of many candidates ten are told`() throws {
        let sessions = try sessions((0..<9).map { "a\($0)" } + ["b"]) + sessions((10..<20).map { "a\($0)" })
        let error = #expect(throws: CcmuxError.self) { try NameResolution.resolve("a", among: sessions, looking: true) }
        #expect(error?.message == "'a' could be a0, a1, a10, a11, a12, a13, a14, a15, a16, a17, ….")
    }
}
