import Model
import Testing

@testable import Updates

@Suite struct UpdateDecisionTests {
    struct Case: Sendable {
        var offered = "0.2.0"
        var current = "0.1.0"
        var minimum = "0.0.1"
        var barred: [String] = []
        var channel = "stable"
        var platform = "linux-x86_64"
        var wish = UpdateWish.newest
        /// A part of the reason, `install` or `upToDate`.
        var outcome: String
    }

    private static func wish(_ version: String) -> UpdateWish {
        ReleaseVersion(version).map { .version($0) } ?? .newest
    }

    static let cases = [
        Case(outcome: "install"),
        Case(offered: "0.1.0", outcome: "upToDate"),
        Case(offered: "0.0.9", outcome: "is older than 0.1.0"),
        Case(offered: "0.1.0-rc.1", outcome: "is older than 0.1.0"),
        Case(current: "0.2.0-rc.1", outcome: "install"),
        Case(barred: ["0.2.0"], outcome: "in quarantine"),
        Case(barred: ["0.3.0", "0.1.0"], outcome: "install"),
        Case(minimum: "0.1.0", outcome: "install"),
        Case(minimum: "0.1.1", outcome: "from 0.1.1 on"),
        Case(channel: "beta", outcome: "of the channel stable, not beta"),
        Case(platform: "macos-arm64", outcome: "no bundle for this machine"),
        Case(wish: wish("0.2.0"), outcome: "install"),
        Case(barred: ["0.2.0"], wish: wish("0.2.0"), outcome: "install"),
        Case(offered: "0.0.9", wish: wish("0.0.9"), outcome: "install"),
        Case(offered: "0.1.0", wish: wish("0.1.0"), outcome: "upToDate"),
        Case(offered: "0.3.0", wish: wish("0.2.0"), outcome: "is 0.3.0, not 0.2.0"),
        Case(platform: "macos-arm64", wish: wish("0.2.0"), outcome: "no bundle"),
    ]

    @Test(arguments: cases.indices) func `a release is taken, left or refused`(index: Int) throws {
        let test = Self.cases[index]
        let manifest = ReleaseManifest(
            schema: 1, version: try #require(ReleaseVersion(test.offered)), channel: "stable", date: "2026-11-22",
            notes: "", minimum: try #require(ReleaseVersion(test.minimum)),
            platforms: ["linux-x86_64": ReleaseAsset(url: "x", size: 1, sha256: "")])
        var quarantine = Quarantine()
        for text in test.barred {
            quarantine.add(try #require(BundleName(text)), reason: "r", sha256: "", at: Timestamp(milliseconds: 0))
        }
        let decision = UpdateDecision.decide(
            manifest, platform: test.platform, current: try #require(ReleaseVersion(test.current)),
            quarantine: quarantine, channel: test.channel, wish: test.wish)
        switch decision {
        case .install: #expect(test.outcome == "install")
        case .upToDate: #expect(test.outcome == "upToDate")
        case .refuse(let reason): #expect(reason.contains(test.outcome), "\(reason)")
        }
    }
}

@Suite struct ConfirmWatchTests {
    private static let good = ConfirmWatch.Seen.daemon(version: "2", pid: 7, isHealthy: true)

    /// The first verdict that is not to wait, and its time.
    private func judge(_ looks: [(Double, ConfirmWatch.Seen)]) -> (at: Double, verdict: ConfirmWatch.Verdict)? {
        var watch = ConfirmWatch(version: "2", begin: 0)
        for (time, seen) in looks {
            let verdict = watch.next(seen, now: time)
            if verdict != .wait { return (time, verdict) }
        }
        return nil
    }

    private func every(_ seconds: ClosedRange<Int>, _ seen: ConfirmWatch.Seen) -> [(Double, ConfirmWatch.Seen)] {
        seconds.map { (Double($0), seen) }
    }

    @Test func `ten seconds of health of one process are the proof`() {
        let judged = judge(every(0...4, .nothing) + every(5...30, Self.good))
        #expect(judged?.verdict == .confirmed && judged?.at == 15)
    }

    @Test func `a daemon that answers and is not healthy has a minute`() {
        let starting = ConfirmWatch.Seen.daemon(version: "2", pid: 7, isHealthy: false)
        #expect(judge(every(0...60, starting) + every(61...75, Self.good))?.verdict != .confirmed)
        #expect(judge(every(0...58, starting) + every(59...75, Self.good))?.verdict == .confirmed)
    }

    @Test func `nobody, or another version, is no proof`() {
        let other = ConfirmWatch.Seen.daemon(version: "1", pid: 7, isHealthy: true)
        #expect(judge(every(0...70, .nothing))?.verdict == .failed("its daemon did not answer within 60 s"))
        #expect(judge(every(0...70, other))?.verdict == .failed("a daemon of version 1 answers in its place"))
    }

    @Test func `a daemon that ends meanwhile has failed`() {
        let next = ConfirmWatch.Seen.daemon(version: "2", pid: 8, isHealthy: true)
        let judged = judge(every(0...5, Self.good) + [(6, next)])
        #expect(judged?.verdict == .failed("its daemon ended after 6 s of health"))
        #expect(judge(every(0...5, Self.good) + every(6...12, .nothing))?.at == 9)
        // One look that is lost is forgiven.
        #expect(judge(every(0...5, Self.good) + [(6, .nothing)] + every(7...12, Self.good))?.verdict == .confirmed)
    }

    @Test func `another bundle in its place ends the watch`() {
        let judged = judge(every(0...3, Self.good) + [(4, .replaced(by: "1.0.0"))])
        #expect(judged?.verdict == .failed("1.0.0 was put into its place"))
    }
}

@Suite struct RecoveryTests {
    @Test(arguments: [
        (UpdateJournal.Step.swapping, "2", Recovery.confirm), (.swapping, "1", .restorePrevious),
        (.swapping, "3", .forget),
        (.confirming, "2", .confirm), (.confirming, "1", .forget), (.reverting, "2", .revert),
        (.reverting, "1", .revert), (.reverting, "3", .forget),
    ]) func `what was cut off is finished, taken back or forgotten`(
        step: UpdateJournal.Step, current: String, recovery: Recovery
    ) {
        let journal = UpdateJournal(
            from: "1", to: "2", previousBefore: nil, sha256: "", step: step, at: "", reason: nil, backup: nil,
            isRollback: false)
        #expect(Recovery.decide(journal, current: current) == recovery)
    }
}
