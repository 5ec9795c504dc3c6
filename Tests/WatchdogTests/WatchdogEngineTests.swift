import Model
import Testing
import Watchdog

@Suite struct WatchdogEngineTests {
    static let now = Timestamp(milliseconds: 1_800_000_000_000)

    static func ago(_ seconds: Double) -> Timestamp { now.adding(seconds: -seconds) }

    static func failed(_ kind: AgentErrorKind, _ seconds: Double = 60) -> WatchdogSituation {
        WatchdogSituation(
            state: .error, since: ago(seconds),
            failure: .init(kind: kind, at: ago(seconds), text: "API Error"), lastWord: .other,
            lastWordAt: ago(seconds), compactCommand: "/compact", lastPrompt: "build it")
    }

    static func rested(_ left: Int, _ seconds: Double = 60) -> WatchdogSituation {
        WatchdogSituation(
            state: .idle, since: ago(seconds), contextPercent: 100 - left, lastWord: .answer,
            lastWordAt: ago(seconds), compactCommand: "/compact")
    }

    private func decide(
        _ situation: WatchdogSituation, _ records: [WatchdogRule: WatchdogRecord] = [:],
        _ change: (inout WatchdogSettings) -> Void = { _ in }
    ) -> [WatchdogVerdict] {
        var settings = WatchdogSettings()
        change(&settings)
        return WatchdogEngine(settings, now: Self.now).decide(situation, records)
    }

    /// What stands in the store after the step was done.
    private func done(_ verdict: WatchdogVerdict) -> [WatchdogRule: WatchdogRecord] {
        var record = verdict.record
        record.pending = nil
        return [verdict.rule: record]
    }

    @Test(
        arguments: [
            (failed(.overloaded), .overloaded, .prompt("continue")),
            (failed(.network), .overloaded, .prompt("continue")),
            (failed(.promptTooLong), .promptTooLong, .prompt("/compact")),
            (failed(.imageRejected), .image, .copyAndPrompt("/compact")),
            (failed(.thinkingCorruption), .thinking, .relaunchAndPrompt("build it", since: now)),
            (rested(19), .context, .prompt("/compact")),
        ] as [(WatchdogSituation, WatchdogRule, WatchdogStep)])
    func `each condition has its cure, and the same occasion is dealt with once`(
        situation: WatchdogSituation, rule: WatchdogRule, step: WatchdogStep
    ) throws {
        let verdicts = decide(situation)
        #expect(verdicts.count == 1)
        let verdict = try #require(verdicts.first)
        #expect(verdict.rule == rule)
        #expect(verdict.record.pending == step)
        #expect(verdict.note != nil)
        // Decided and not done: nothing is decided beside it, whatever is seen.
        #expect(decide(situation, [rule: verdict.record]) == [])
        #expect(decide(situation, done(verdict)) == [])
    }

    @Test(arguments: [AgentErrorKind.authentication, .invalidRequest, .other, AgentErrorKind(rawValue: "new")])
    func `what only a person can mend is left to them`(kind: AgentErrorKind) {
        #expect(decide(Self.failed(kind)) == [])
    }

    @Test(arguments: ["draft", "held", "prompts"])
    func `nothing is said where a person writes, a limit holds, or prompts wait`(obstacle: String) {
        func disturbed(_ situation: WatchdogSituation) -> WatchdogSituation {
            var situation = situation
            situation.draft = obstacle == "draft"
            situation.isHeld = obstacle == "held"
            situation.hasPrompts = obstacle == "prompts"
            return situation
        }
        for kind in [AgentErrorKind.overloaded, .promptTooLong, .imageRejected, .thinkingCorruption] {
            #expect(decide(disturbed(Self.failed(kind))) == [])
        }
        #expect(decide(disturbed(Self.rested(5))) == [])
    }

    @Test(arguments: WatchdogRule.allCases)
    func `each rule has its own switch`(rule: WatchdogRule) {
        let situations = [
            Self.failed(.overloaded), Self.failed(.promptTooLong), Self.failed(.imageRejected),
            Self.failed(.thinkingCorruption), Self.rested(5),
            WatchdogSituation(state: .permission, since: Self.ago(100_000)),
            WatchdogSituation(state: .working, since: Self.ago(100_000), quietSince: Self.ago(100_000)),
        ]
        let rules = situations.flatMap { situation in
            decide(situation) { settings in
                switch rule {
                case .context: settings.context.enabled = false
                case .image: settings.image.enabled = false
                case .thinking: settings.thinking.enabled = false
                case .promptTooLong: settings.promptTooLong.enabled = false
                case .sessionInUse: settings.sessionInUse.enabled = false
                case .overloaded: settings.overloaded.enabled = false
                case .menu: settings.menu.enabled = false
                case .stuck: settings.stuck.enabled = false
                case .crashLoop: settings.crashLoop.enabled = false
                }
            }.map(\.rule)
        }
        let all: Set<WatchdogRule> = [.overloaded, .promptTooLong, .image, .thinking, .context, .menu, .stuck]
        #expect(Set(rules) == all.subtracting([rule]))
    }

    // MARK: In a row

    @Test func `a service that is away is asked again later and later, five times, and then a person`() throws {
        var records: [WatchdogRule: WatchdogRecord] = [:]
        for (number, wait) in [15.0, 30, 60, 120, 240].enumerated() {
            // Each failure is a new one.
            let early = Self.failed(.overloaded, wait - 1 + Double(number) / 1000)
            #expect(decide(early, records) == [], "try \(number + 1)")
            let verdict = try #require(decide(Self.failed(.overloaded, wait + Double(number) / 1000), records).first)
            #expect(verdict.record.pending == .prompt("continue"))
            #expect(verdict.note?.left == 19 - number)
            records = done(verdict)
        }
        let last = try #require(decide(Self.failed(.overloaded, 500), records).first)
        guard case .notice(let text) = last.record.pending else {
            Issue.record("\(last)")
            return
        }
        #expect(text.contains("5 tries in a row did not help"))
        #expect(last.record.streak == 5)
        #expect(decide(Self.failed(.overloaded, 500), done(last)) == [])
        // A turn that ended well begins a new row.
        let quiet = decide(Self.rested(90, -1), done(last))
        #expect(quiet.map(\.record.streak) == [0])
        #expect(quiet.allSatisfy { $0.note == nil })
    }

    @Test(arguments: [AgentErrorKind.promptTooLong, .imageRejected, .thinkingCorruption])
    func `what did not help once is not tried again before a turn ended well`(kind: AgentErrorKind) throws {
        let first = try #require(decide(Self.failed(kind, 100)).first)
        var records = done(first)
        let rule = first.rule
        records[rule]?.at = Self.ago(5000)
        records[rule]?.followUp = nil
        let second = try #require(decide(Self.failed(kind, 50), records).first)
        guard case .notice = second.record.pending else {
            Issue.record("\(second)")
            return
        }
        #expect(second.record.budget.used(at: Self.now) == 1)
        records[rule]?.streak = 0
        let third = decide(Self.failed(kind, 50), records).first
        #expect(third?.record.pending == (rule == .image ? third?.record.pending : first.record.pending))
    }

    @Test func `a day's budget is a day's budget`() throws {
        var record = WatchdogRecord()
        for _ in 0..<20 { record.budget.use(at: Self.ago(10)) }
        record.at = Self.ago(4000)
        let verdict = try #require(decide(Self.rested(5), [.context: record]).first)
        guard case .notice(let text) = verdict.record.pending else {
            Issue.record("\(verdict)")
            return
        }
        #expect(text.contains("today's budget of 20 is spent"))
        #expect(verdict.note?.left == 0)
        let unlimited = decide(Self.rested(5), [.context: record]) { $0.context.budget = 0 }
        #expect(unlimited.first?.record.pending == .prompt("/compact"))
        #expect(unlimited.first?.note?.left == nil)
    }

    // MARK: Context

    @Test(arguments: [(20, false), (19, true), (0, true), (100, false)])
    func `the context is compacted where less than a fifth is left`(left: Int, acts: Bool) {
        #expect(decide(Self.rested(left)).isEmpty == !acts)
    }

    @Test func `only at a turn's end, only after a turn, and not twice within the cooldown`() {
        var working = Self.rested(5)
        working.state = .working
        #expect(decide(working) == [])
        var compacted = Self.rested(5)
        compacted.lastWord = .turnEnded
        #expect(decide(compacted) == [], "a compaction that did not help is not repeated")
        #expect(decide(Self.rested(5, 1)) == [], "the turn has only just ended")
        var unable = Self.rested(5)
        unable.compactCommand = nil
        #expect(decide(unable) == [])
        var record = WatchdogRecord()
        record.at = Self.ago(299)
        #expect(decide(Self.rested(5), [.context: record]) == [])
        record.at = Self.ago(300)
        #expect(decide(Self.rested(5), [.context: record]).count == 1)
        record.at = Self.ago(30)
        let sameTurn = decide(Self.rested(5), [.context: record]) { $0.context.cooldown = 1 }
        #expect(sameTurn == [], "the turn ended before it was compacted")
        let nextTurn = decide(Self.rested(5, 20), [.context: record]) { $0.context.cooldown = 1 }
        #expect(nextTurn.count == 1)
    }

    // MARK: After a compaction

    @Test func `a turn that was cut off goes on once after the compaction`() throws {
        let first = try #require(decide(Self.failed(.promptTooLong, 100)).first)
        let records = done(first)
        #expect(decide(WatchdogSituation(state: .compacting, since: Self.now), records) == [])
        var through = WatchdogSituation(
            state: .idle, since: Self.now, lastWord: .turnEnded, lastWordAt: Self.now.adding(seconds: 1),
            compactCommand: "/compact")
        let second = try #require(decide(through, records).first)
        #expect(second.record.pending == .prompt("continue"))
        #expect(second.record.key(.promptTooLong) != first.record.key(.promptTooLong))
        #expect(decide(through, done(second)) == [])
        // Somebody went on with it.
        through.lastWord = .answer
        let other = decide(through, records)
        #expect(other.allSatisfy { $0.record.pending == nil && $0.note == nil })
        #expect(other.first?.record.followUp == nil)
        // The compaction failed too.
        let again = decide(Self.failed(.promptTooLong, 3), records)
        #expect(again.map(\.record.followUp) == [nil])
    }

    @Test func `a kind without the command is left to a person`() throws {
        var situation = Self.failed(.promptTooLong)
        situation.compactCommand = nil
        let verdict = try #require(decide(situation).first)
        guard case .notice = verdict.record.pending else {
            Issue.record("\(verdict)")
            return
        }
    }

    // MARK: Long waits

    @Test(arguments: [(599.0, false), (600, true)])
    func `a menu that is open for ten minutes is told`(seconds: Double, isTold: Bool) {
        let menu = WatchdogSituation(
            state: .permission, since: Self.ago(seconds), menu: "rm -rf build", draft: true, isHeld: true)
        let verdicts = decide(menu)
        #expect(verdicts.isEmpty == !isTold)
        guard isTold else { return }
        #expect(verdicts[0].record.pending == .notice("waits at a menu (permission) for 10 min: rm -rf build"))
    }

    @Test func `silence is told, and ended where that is wanted`() {
        let silent = WatchdogSituation(state: .working, since: Self.ago(5000), quietSince: Self.ago(900))
        guard case .notice = decide(silent).first?.record.pending else {
            Issue.record("\(decide(silent))")
            return
        }
        let interrupting = decide(silent) { $0.stuckInterrupt = true }
        guard case .noticeAndInterrupt = interrupting.first?.record.pending else {
            Issue.record("\(interrupting)")
            return
        }
        #expect(decide(WatchdogSituation(state: .working, since: Self.ago(5000), quietSince: Self.ago(899))) == [])
        #expect(decide(WatchdogSituation(state: .idle, since: Self.ago(5000), quietSince: Self.ago(9000))) == [])
    }

    // MARK: Ends

    @Test func `a crash loop is told once, at its tenth end, and once more after it was over`() throws {
        let engine = WatchdogEngine(WatchdogSettings(), now: Self.now)
        var record = WatchdogRecord()
        for failures in 1...9 {
            #expect(engine.crashLoop(record, failures: failures, how: "x", at: Self.now) == nil)
        }
        let verdict = try #require(engine.crashLoop(record, failures: 10, how: "killed", at: Self.now))
        #expect(verdict.record.pending == .notice("killed, 10 times in a row without a minute alive"))
        #expect(verdict.note?.done == "tries it every 10 min only")
        record = try #require(done(verdict)[.crashLoop])
        #expect(engine.crashLoop(record, failures: 11, how: "killed", at: Self.now.adding(seconds: 600)) == nil)
        let over = try #require(engine.crashLoop(record, failures: 1, how: "x", at: Self.now.adding(seconds: 700)))
        #expect(over.note == nil)
        record = over.record
        #expect(engine.crashLoop(record, failures: 10, how: "x", at: Self.now.adding(seconds: 900)) != nil)
    }

    @Test func `a loop whose beginning nobody saw is told with a later end`() {
        let engine = WatchdogEngine(WatchdogSettings(), now: Self.now)
        #expect(engine.crashLoop(WatchdogRecord(), failures: 14, how: "x", at: Self.now) != nil)
    }

    @Test func `records outlive the daemon`() throws {
        let verdict = try #require(decide(Self.failed(.imageRejected)).first)
        let text = try JSONCopy.copy(verdict.record)
        #expect(text == verdict.record)
    }
}
