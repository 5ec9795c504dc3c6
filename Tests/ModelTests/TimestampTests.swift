import Model
import Testing

@Suite struct TimestampTests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"),
            (1_795_263_845_123, "2026-11-21T12:24:05.123Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
            (4_102_444_799_999, "2099-12-31T23:59:59.999Z"),
        ] as [(Int64, String)])
    func `a time is written and read as RFC 3339`(milliseconds: Int64, text: String) {
        #expect(Timestamp(milliseconds: milliseconds).rfc3339 == text)
        #expect(Timestamp(rfc3339: text)?.milliseconds == milliseconds)
    }

    @Test(
        arguments: [
            ("2026-11-21T12:24:05Z", 1_795_263_845_000),
            ("2026-11-21T13:24:05+01:00", 1_795_263_845_000),
            ("2026-11-21t12:24:05.1z", 1_795_263_845_100),
            ("2026-11-21 12:24:05.123456789Z", 1_795_263_845_123),
        ] as [(String, Int64)])
    func `other spellings of a time are understood`(text: String, milliseconds: Int64) {
        #expect(Timestamp(rfc3339: text)?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "2026", "2026-13-01T00:00:00Z", "2026-11-21T24:00:00Z", "2026-11-21T12:24:05", "2026-11-21T12:24:05.Z",
        "2026-11-21T12:24:05Z ",
    ])
    func `what is no time is refused`(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }
}
