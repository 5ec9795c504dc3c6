import Model
import Testing

@testable import Status

/// What a verdict says of a limit, beside that there is one.
@Suite struct LimitVerdictTests {
    private static let until = Case.now.adding(seconds: 600)
    private static let told = UsageLimit(kind: .fiveHour, until: until)

    private func limit(_ sources: [Case.Source]) -> UsageLimit? {
        StatusEngine.verdict(
            process: .running, signals: Case.signals(sources), launched: Case.ago(3600), now: Case.now
        ).status.limit
    }

    @Test func `The transcript has the time, and the screen whether it goes on by itself`() {
        let shown = UsageLimit(kind: .usage, until: Case.now.adding(seconds: 570), continuesItself: true)
        let limit = limit([
            .screen(.composer, 5, saying: .limited(shown, isCertain: true)), .transcript(.limited(Self.told), 6),
        ])
        #expect(limit?.until == Self.until)
        #expect(limit?.continuesItself == true)
    }

    @Test func `What the screen does not say is not so`() {
        let shown = UsageLimit(kind: .usage, until: Self.until)
        let limit = limit([
            .screen(.composer, 5, saying: .limited(shown, isCertain: true)), .transcript(.limited(Self.told), 6),
        ])
        #expect(limit == Self.told)
    }
}
