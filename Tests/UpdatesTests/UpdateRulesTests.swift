import Model
import Testing

@testable import Updates

@Suite struct UpdateRulesTests {
    @Test(arguments: [
        ("https://a.org/latest/download/release.json", "../../download/v1/x.tgz", "https://a.org/download/v1/x.tgz"),
        ("https://a.org/r/latest/download/release.json", "https://b.org/x", "https://b.org/x"),
        ("https://a.org/r", "http://a.org/x", nil), ("https://a.org/r", "file:///etc/passwd", nil),
        ("https://a.org/r", "//b.org/x", "https://b.org/x"), ("https://a.org/r", "http://127.0.0.1/x", nil),
        ("http://127.0.0.1:80/r/release.json", "x", "http://127.0.0.1:80/r/x"),
        ("http://127.0.0.1:80/r", "file:///etc/passwd", nil), ("http://127.0.0.1/r", "http://example.org/x", nil),
        ("http://127.0.0.1/r", "https://example.org/x", "https://example.org/x"),
        ("file:///srv/latest/download/release.json", "../../download/v1/x", "file:///srv/download/v1/x"),
        ("file:///srv/r", "http://127.0.0.1/x", nil), ("https://a.org/r", "https://user:word@b.org/x", nil),
        ("https://a.org/r", "ftp://a.org/x", nil), ("https://a.org/r", "javascript:x", nil),
    ]) func `an address leads where it may, or nowhere`(base: String, url: String, target: String?) {
        #expect((try? ReleaseLocation.resolve(url, base: base)) == target)
    }

    @Test func `manifests are at the places of a release site`() throws {
        let root = "https://a.org/o/r/releases"
        let site = try ReleaseLocation(root: root + "/")
        let version = ReleaseVersion("0.2.0")
        #expect(site.manifest(version: nil, channel: "stable") == root + "/latest/download/release.json")
        #expect(site.manifest(version: version, channel: "stable") == root + "/download/v0.2.0/release.json")
        #expect(site.manifest(version: nil, channel: "beta") == root + "/channels/beta/release.json")
        for root in ["", "http://a.org", "ftp://a.org", "https://", "file://host/x", "https://a.org/\n"] {
            #expect(throws: CcmuxError.self) { try ReleaseLocation(root: root) }
        }
    }

    @Test(arguments: [
        ("bytes 100-199/200", true), ("bytes 100-199/*", true), ("bytes 0-199/200", false),
        ("bytes 100-199/201", false),
        ("bytes */200", false), ("items 100-199/200", false), ("", false), ("bytes 100", false),
    ]) func `only the part that was asked for is taken`(range: String, isRight: Bool) {
        #expect(ReleaseFetcher.begins(range, at: 100, of: 200) == isRight)
    }

    @Test(
        arguments: [
            (nil, 5.0, StartGuard.Deed.forget), ("2.0.0 1700000000\n", 5, .wait), ("2.0.0 1700000000\n", 60, .forget),
            ("1.0.0 1700000000\n", 5, .forget), ("", 5, .forget), ("2.0.0", 59, .wait),
        ] as [(String?, Double, StartGuard.Deed)])
    func `a version on trial is trusted after a minute of health`(
        trial: String?, seconds: Double, deed: StartGuard.Deed
    ) {
        #expect(StartGuard.decide(trial: trial, own: "2.0.0", healthyFor: seconds) == deed)
    }

    @Test func `starts that say nothing about the bundle are taken back`() throws {
        let place = try TemporaryHome()
        let own = try #require(BundleName("2.0.0"))
        for (before, after) in [
            ("2.0.0 3\n", "2.0.0 2\n"), ("2.0.0 1\n", nil), ("1.0.0 3\n", "1.0.0 3\n"), ("oops", "oops"),
        ] as [(String, String?)] {
            try place.write("app/starts", before)
            StartGuard.takeBack(home: place.home, own: own)
            #expect(place.read("app/starts") == after)
        }
    }

    @Test func `what failed is tried again later and later`() throws {
        let version = try #require(ReleaseVersion("0.2.0"))
        func may(_ failures: Int, afterMinutes minutes: Int64) -> Bool {
            UpdateAttempts.mayTry(
                version, UpdateAttempts(version: "0.2.0", failures: failures, last: 1_000_000),
                now: Timestamp(milliseconds: 1_000_000 + minutes * 60_000))
        }
        #expect(UpdateAttempts.mayTry(version, nil, now: Timestamp(milliseconds: 0)))
        #expect(!may(1, afterMinutes: 9) && may(1, afterMinutes: 10))
        #expect(!may(3, afterMinutes: 39) && may(3, afterMinutes: 40))
        #expect(!may(60, afterMinutes: 24 * 60 - 1) && may(60, afterMinutes: 24 * 60))
        #expect(may(5, afterMinutes: -10))
        let other = UpdateAttempts(version: "0.1.9", failures: 9, last: 0)
        #expect(UpdateAttempts.mayTry(version, other, now: Timestamp(milliseconds: 0)))
    }

    @Test func `looks for releases are spread`() {
        let firsts = (0..<50).map { UpdateSchedule.pause(interval: 300, machine: "/home/u\($0)", look: 0) }
        #expect(firsts.allSatisfy { (5...300).contains($0) } && Set(firsts).count > 40)
        #expect((firsts.max() ?? 0) - (firsts.min() ?? 0) > 150)
        let nexts = (1..<50).map { UpdateSchedule.pause(interval: 300, machine: "m", look: $0) }
        #expect(nexts.allSatisfy { (270...330).contains($0) } && Set(nexts).count > 40)
        #expect(UpdateSchedule.pause(interval: 300, machine: "m", look: 3) == nexts[2])
    }

    @Test(arguments: [
        ("02:00-05:00", 3, 0, true), ("02:00-05:00", 5, 0, false), ("02:00-05:00", 2, 0, true),
        ("22:30-01:00", 23, 59, true), ("22:30-01:00", 0, 30, true), ("22:30-01:00", 1, 0, false),
        ("22:30-01:00", 12, 0, false),
    ]) func `a window may go over midnight`(text: String, hour: Int, minute: Int, isIn: Bool) {
        #expect(UpdateWindow(text)?.contains(hour: hour, minute: minute) == isIn)
    }

    @Test(arguments: ["", "2-5", "02:00", "02:00-02:00", "24:00-01:00", "02:60-03:00", "02:00-03:00-04:00", "a:b-c:d"])
    func `what is no window is none`(text: String) {
        #expect(UpdateWindow(text) == nil)
    }

    @Test(
        arguments: [
            ("0.2.0", 0), ("0.2.0+1", 1), ("0.2.0-rc.1+12", 12), ("0.2.0+0", nil), ("0.2.0+01", nil), ("0.2.0+", nil),
            ("../x", nil), ("0.2.0+1+1", nil), ("0.2.0/..", nil), ("", nil),
        ] as [(String, Int?)]) func `names of bundles are versions and builds`(text: String, build: Int?)
    {
        let name = BundleName(text)
        #expect(name?.build == build)
        if let name { #expect(name.description == text) }
    }

    @Test func `a bundle is taken when both of its programs are what was promised`() throws {
        let version = try #require(ReleaseVersion("0.2.0"))
        func problem(_ said: String?, _ daemon: String?, ok: Bool = true) -> String? {
            Preflight.problem(
                version: said.map { .init(version: $0) },
                report: daemon.map {
                    PreflightReport(version: $0, ok: ok, schema: 1, found: 1, problems: ok ? [] : ["no\u{1b}tmux"])
                }, expected: version)
        }
        #expect(problem("0.2.0", "0.2.0") == nil)
        #expect(problem(nil, "0.2.0")?.contains("does not say") == true)
        #expect(problem("0.1.0", "0.2.0")?.contains("0.1.0, not 0.2.0") == true)
        #expect(problem("0.2.0", "0.1.0")?.contains("0.1.0, not 0.2.0") == true)
        #expect(problem("0.2.0", nil)?.contains("does not answer") == true)
        #expect(problem("0.2.0", "0.2.0", ok: false) == "no tmux")
    }
}
