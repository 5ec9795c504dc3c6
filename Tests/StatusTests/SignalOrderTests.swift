import Model
import TestSupport
import Testing

@testable import Status

/// Random histories: what the sources said, in whatever order it came in.
@Suite struct SignalOrderTests {
    @Test(arguments: 0..<200)
    func `the verdict does not depend on the order of arrival`(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        let history = (0..<Int.random(in: 1...24, using: &random)).map { _ in Case.Source.random(&random) }
        let inOrder = verdict(history)
        for _ in 0..<20 {
            #expect(verdict(history.shuffled(using: &random)) == inOrder)
        }
        // Nothing is changed by what is told twice.
        #expect(verdict(history + history.shuffled(using: &random)) == inOrder)
    }

    @Test(arguments: 0..<200)
    func `what is stale never wins over what is fresh`(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed) &+ 1_000_000)
        // Anything said up to an hour ago…
        let old = (0..<16).map { _ in Case.Source.random(&random, from: 60...3600) }
        // …and every source's newest word, all of the same opinion.
        let truth = Bool.random(using: &random)
        let fresh: [Case.Source] =
            truth
            ? [.screen(.working, 5), .title(.working, 5), .file(.busy, 5), .hook(.prompted, 5), .transcript(.input, 5)]
            : [
                .screen(.composer, 5), .title(.atRest, 5), .file(.idle, 5), .hook(.turnEnded(background: false), 5),
                .transcript(.answer, 5),
            ]
        let state = verdict((old + fresh).shuffled(using: &random)).status.state
        #expect(state == (truth ? .working : .idle))
    }

    @Test(arguments: 0..<200)
    func `a menu on a current screen wins over everything older`(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed) &+ 2_000_000)
        let old = (0..<16).map { _ in Case.Source.random(&random, from: 6...3600) }
        let menu = Case.Source.screen(.menu(.of(.trust)), 5)
        #expect(verdict((old + [menu]).shuffled(using: &random)).status.state == .trust)
    }

    @Test func `late news of an older moment change nothing`() {
        var signals = Case.signals([.hook(.turnEnded(background: false), 1), .file(.idle, 1)])
        let before = signals
        Case.Source.file(.busy, 9, seen: 9).give(to: &signals)
        Case.Source.hook(.turnFailed(.other, isLimit: false, text: nil), 2).give(to: &signals)
        #expect(signals == before)
    }

    private func verdict(_ history: [Case.Source]) -> Verdict {
        StatusEngine.verdict(
            process: .running, signals: Case.signals(history), launched: Case.ago(4000), now: Case.now)
    }
}

extension Case.Source {
    static func random(
        _ random: inout SplitMix64, from ages: ClosedRange<Double> = 0...100
    ) -> Case.Source {
        let age = Double.random(in: ages, using: &random)
        let seen = Double.random(in: ages.lowerBound...age, using: &random)
        let limit = UsageLimit(kind: .weekly, until: Case.now.adding(seconds: 60))
        let scenes: [ScreenReading.Scene] = [
            .blank, .composer, .working, .compacting, .menu(.of(.permission)), .menu(.of(.dialog)), .unclear, .gone,
        ]
        let notices: [ScreenReading.Notice?] = [
            nil, nil, .limited(limit, isCertain: true), .limited(limit, isCertain: false), .failed(.network, "x"),
            .retrying(.overloaded, "y"), .interrupted,
        ]
        let files: [SessionFileReading.Status] = [.idle, .busy, .waiting(.permission, "approve Bash")]
        let hooks: [HookReading] = [
            .sessionBegan(source: "startup"), .prompted, .toolBegins(name: "Bash", subject: "ls"),
            .asks(.question, tool: "AskUserQuestion", subject: nil), .turnEnded(background: true),
            .turnFailed(.overloaded, isLimit: false, text: nil), .subagentEnded, .compacting,
            .sessionEnded(reason: "other"),
        ]
        let lasts: [TranscriptReading.Last] = [
            .input, .answer, .toolUse("Bash"), .failed(.other, "z"), .limited(limit), .interrupted, .turnEnded,
        ]
        switch Int.random(in: 0..<5, using: &random) {
        case 0:
            return .screen(
                scenes.randomElement(using: &random) ?? .blank, age, seen: seen,
                saying: notices.randomElement(using: &random) ?? nil)
        case 1:
            return .title(
                [.working, .atRest, .needsPerson, .silent].randomElement(using: &random) ?? .silent, age, seen: seen)
        case 2: return .file(files.randomElement(using: &random) ?? .idle, age, seen: seen)
        case 3: return .hook(hooks.randomElement(using: &random) ?? .prompted, age)
        default: return .transcript(lasts.randomElement(using: &random) ?? .input, age)
        }
    }
}
