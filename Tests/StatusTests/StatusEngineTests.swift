import Model
import Testing

@testable import Status

@Suite struct StatusEngineTests {
    @Test(arguments: processes + waiting + activity + lastWords)
    func `the state follows from the evidence`(row: Case) {
        let verdict = row.verdict
        #expect(verdict.status.state == row.state, "\(verdict)")
        #expect(verdict.rule == row.rule, "\(verdict)")
    }

    private static let hour: UsageLimit = UsageLimit(kind: .fiveHour, until: Case.now.adding(seconds: 600))
    private static let over: UsageLimit = UsageLimit(kind: .fiveHour, until: Case.ago(1))

    // MARK: The process comes first

    private static let processes: [Case] = [
        Case("stopped, whatever the old screen shows", [.screen(.working, 5)], process: .stopped, .stopped, .process),
        Case("blocked", [], process: .blocked("no such folder"), .blocked, .process),
        Case("being started", [], process: .starting, .starting, .process),
        Case(
            "it ended and is launched again", [.screen(.working, 5)],
            process: .backingOff(lastExit: "exit 1", retryAt: nil), .crashed, .process),
        Case("it ended for good", [.screen(.composer, 5)], process: .exited("exit 0"), .exited, .process),
        Case("a capture with a shell below", [.screen(.gone, 5)], process: nil, .exited, .gone),
        Case("launched a moment ago", [.screen(.blank, 2)], launched: 3, .starting, .launched),
        Case(
            "a composer of one that tells when it is ready, and has not", [.screen(.composer, 2)], launched: 3,
            awaitsReady: true, .starting, .launched),
        Case(
            "…nor for long: its hooks may be switched off", [.screen(.composer, 20)], launched: 21, awaitsReady: true,
            .idle, .rests),
        Case(
            "a menu comes before it is ready", [.screen(.menu(.of(.trust)), 1)], launched: 3, awaitsReady: true, .trust,
            .menuOnScreen),
        Case("silent for long", [.screen(.blank, 60)], launched: 60, .unknown, .silence),
        Case("a screen that nobody can read", [.screen(.unclear, 60)], .unknown, .silence),
    ]

    // MARK: Who waits for a person is said to wait at once

    private static let waiting: [Case] = [
        Case("a menu", [.screen(.menu(.of(.permission)), 0)], .permission, .menuOnScreen),
        Case(
            "a menu holds a turn up that all others still show",
            [
                .screen(.menu(.of(.question)), 0), .title(.working, 30), .file(.busy, 30), .hook(.prompted, 30),
            ], .question, .menuOnScreen),
        Case(
            "what the hook names is better than what the menu looks like",
            [.screen(.menu(.of(.dialog)), 1), .hook(.asks(.plan, tool: "ExitPlanMode", subject: nil), 1.2)],
            .plan, .menuOnScreen),
        Case(
            "an older question does not name a newer menu",
            [
                .screen(.menu(.of(.dialog)), 1), .hook(.asks(.plan, tool: "ExitPlanMode", subject: nil), 90),
                .hook(.prompted, 60),
            ], .dialog, .menuOnScreen),
        Case(
            "a prompt after the last look at the menu has closed it",
            [.screen(.menu(.of(.question)), 9, seen: 0.3), .hook(.prompted, 0.1)], .working, .works),
        Case(
            "a tool that begins closes nothing: several may run",
            [
                .screen(.menu(.of(.permission)), 9, seen: 0.3), .hook(.prompted, 20),
                .hook(.toolBegins(name: "Read", subject: nil), 0.1),
            ], .permission, .menuOnScreen),
        Case(
            "a hook asks before the screen shows it",
            [
                .screen(.working, 30), .hook(.prompted, 30),
                .hook(.asks(.permission, tool: "Bash", subject: "ls"), 0.1),
            ], .permission, .asked),
        Case(
            "the screen had the time to show it and does not",
            [
                .screen(.working, 30), .hook(.prompted, 30), .hook(.asks(.permission, tool: "Bash", subject: "ls"), 3),
            ], .working, .works),
        Case(
            "asked, and the screen cannot be read",
            [.screen(.unclear, 30), .hook(.prompted, 30), .hook(.asks(.permission, tool: "Bash", subject: "ls"), 60)],
            .working, .works),
        Case(
            "asked last, and the screen cannot be read",
            [.screen(.unclear, 90), .hook(.prompted, 90), .hook(.asks(.permission, tool: "Bash", subject: "ls"), 60)],
            .permission, .asked),
        Case(
            "asked and answered: the file says busy since",
            [
                .screen(.working, 30), .file(.busy, 0.2), .hook(.prompted, 30),
                .hook(.asks(.permission, tool: "Bash", subject: "ls"), 1),
            ], .working, .works),
        Case(
            "asked and refused: the file says idle since",
            [
                .screen(.composer, 0.1), .file(.idle, 0.2), .hook(.prompted, 30),
                .hook(.asks(.permission, tool: "Bash", subject: "ls"), 1), .transcript(.interrupted, 0.2),
            ], .idle, .rests),
        Case(
            "the file waits before the screen shows it",
            [.screen(.working, 30), .file(.waiting(.permission, "approve Bash"), 0.2)], .permission, .fileWaits),
        Case(
            "the file waits for something that the screen does not show",
            [.screen(.composer, 30), .file(.waiting(.permission, "approve Bash"), 30), .title(.atRest, 30)],
            .idle, .rests),
        Case(
            "the file waits, and the screen cannot be read",
            [.screen(.unclear, 30), .file(.waiting(.dialog, "dialog open"), 30)], .dialog, .fileWaits),
        Case(
            "the title calls, and the screen cannot be read",
            [.screen(.unclear, 30), .title(.needsPerson, 30)], .permission, .titleCalls),
        Case(
            "the title calls, and the screen shows that all is well",
            [.screen(.composer, 30), .title(.needsPerson, 30)], .idle, .rests),
    ]

    // MARK: Work and rest

    private static let activity: [Case] = [
        Case("a spinner", [.screen(.working, 9)], .working, .works),
        Case("a composer that has stood for a while", [.screen(.composer, 9)], .idle, .rests),
        Case(
            "a composer that has just appeared may be half a screen",
            [.screen(.composer, 0.2)], previous: .working, .working, .unsettled),
        Case("…but not where nothing worked before", [.screen(.composer, 0.2)], previous: .starting, .idle, .rests),
        Case(
            "a prompt was taken, and nothing shows it yet",
            [
                .screen(.composer, 90), .title(.atRest, 90), .file(.idle, 90), .hook(.turnEnded(background: false), 90),
                .hook(.prompted, 0.1),
            ], .working, .turnBegan),
        Case(
            "a prompt was taken, nobody says that it ended, and everything rests: it was interrupted",
            [.screen(.composer, 5), .title(.atRest, 5), .file(.idle, 5), .hook(.prompted, 60)], .idle, .turnEnded),
        Case(
            "interrupted, on a version without title and file", [.screen(.composer, 2), .hook(.prompted, 60)],
            .idle, .rests),
        Case(
            "an end was told, and the screen still shows the last frame of the turn",
            [
                .screen(.working, 60), .hook(.turnEnded(background: false), 0.05), .file(.busy, 60),
                .title(.working, 60),
            ],
            .working, .works),
        Case(
            "an end was told, and the file agrees",
            [
                .screen(.working, 60), .hook(.turnEnded(background: false), 0.05), .file(.idle, 0.02),
                .title(.working, 60),
            ],
            .idle, .turnEnded),
        Case(
            "an end was told, and the composer stands, if only just",
            [.screen(.composer, 0.05), .hook(.prompted, 60), .hook(.turnEnded(background: false), 0.1)],
            .idle, .rests),
        Case(
            "a hook that keeps the agent going told an end that was none",
            [
                .screen(.working, 60), .file(.busy, 60), .title(.working, 60),
                .hook(.turnEnded(background: false), 3),
            ], .working, .works),
        Case(
            "a version whose spinner cannot be read",
            [.screen(.composer, 60), .file(.busy, 60), .title(.working, 60), .hook(.prompted, 60)], .working, .works),
        Case(
            "a file that was left at busy",
            [.screen(.composer, 60), .file(.busy, 90), .title(.atRest, 60), .hook(.turnEnded(background: false), 60)],
            .idle, .turnEnded),
        Case(
            "an answer whose last line looks like a spinner",
            [.screen(.working, 60), .file(.idle, 60), .title(.atRest, 60), .hook(.turnEnded(background: false), 60)],
            .idle, .rests),
        Case(
            "the same, just now",
            [
                .screen(.working, 2), .file(.idle, 0.5), .title(.atRest, 0.4),
                .hook(.turnEnded(background: false), 0.6),
            ], .idle, .turnEnded),
        Case(
            "only the screen and a title that was left spinning: the transcript says interrupted",
            [.screen(.composer, 5), .title(.working, 60), .transcript(.interrupted, 5)], .idle, .turnEnded),
        Case(
            "a title alone", [.screen(.unclear, 60), .title(.working, 60)], .working, .works),
        Case(
            "a title that was left spinning, and a screen that says that the turn was interrupted",
            [.screen(.composer, 60, saying: .interrupted), .title(.working, 60)], .idle, .rests),
        Case(
            "a title that has stopped turning", [.screen(.composer, 60), .title(.working, 60, seen: 5)],
            .idle, .rests),
        Case(
            "ready, told by a hook", [.screen(.blank, 1), .hook(.sessionBegan(source: "startup"), 0.5)], launched: 2,
            .idle, .rests),
        Case(
            "a title at rest is no evidence: it rests at a menu too", [.screen(.unclear, 60), .title(.atRest, 60)],
            .unknown, .silence),
        Case(
            "a turn ended, and since then something stands there that cannot be read",
            [.screen(.unclear, 60), .title(.atRest, 60), .hook(.turnEnded(background: false), 90)], .unknown, .silence),
        Case(
            "a screen that cannot be read, and a file that says idle", [.screen(.unclear, 60), .file(.idle, 60)],
            .idle, .rests),
        Case(
            "a screen that is being drawn anew", [.screen(.unclear, 0.3), .title(.atRest, 60)], previous: .idle,
            .idle, .unsettled),
        Case(
            "a screen that was cleared", [.screen(.blank, 0.3), .file(.busy, 60)], previous: .permission,
            .permission, .unsettled),
        Case("summarising", [.screen(.compacting, 3), .hook(.prompted, 60)], .compacting, .compacting),
        Case(
            "summarising, told before it is seen", [.screen(.working, 60), .hook(.compacting, 0.2)],
            .compacting, .compacting),
        Case(
            "summarising was told, and the screen has the composer",
            [.screen(.composer, 5), .hook(.prompted, 60), .hook(.compacting, 30)], .idle, .rests),
    ]

    // MARK: The last word of an agent at rest

    private static let lastWords: [Case] = [
        Case(
            "an error, and an answer of the turn before it",
            [
                .screen(.composer, 0.1, saying: .failed(.invalidRequest, "400")), .file(.idle, 0.1),
                .hook(.turnFailed(.invalidRequest, isLimit: false, text: "400"), 0.1), .hook(.prompted, 0.3),
                .transcript(.answer, 8),
            ], previous: .working, .error, .failure),
        Case(
            "the turn seems to be over, and what came of it is not known yet",
            [.screen(.composer, 0.1), .file(.idle, 0.1), .hook(.prompted, 3), .transcript(.input, 3)],
            previous: .working, .working, .unsettled),
        Case(
            "the same, and nothing more has come",
            [.screen(.composer, 1), .file(.idle, 1), .hook(.prompted, 3), .transcript(.input, 3)],
            previous: .working, .idle, .turnEnded),
        Case(
            "a question was answered and the turn ended, and only now its file says that it was busy",
            [
                .screen(.menu(.of(.question)), 3, seen: 0.2), .file(.busy, 0.4), .title(.atRest, 3),
                .hook(.prompted, 5),
                .hook(.turnEnded(background: false), 0.1),
            ], previous: .idle, .idle, .turnEnded),
        Case(
            "a screen that shows the last frame of a turn whose end was told",
            [.screen(.working, 0.05), .hook(.prompted, 3), .hook(.turnEnded(background: false), 0.1)], previous: .idle,
            .idle, .rests),
        Case(
            "…and goes on showing it",
            [.screen(.working, 2), .hook(.prompted, 5), .hook(.turnEnded(background: false), 2.1)], previous: .idle,
            .working, .works),
        Case(
            "a composer alone, and an answer in the transcript", [.screen(.composer, 0.1), .transcript(.answer, 0.5)],
            previous: .working, .idle, .rests),
        Case(
            "a limit, for certain", [.screen(.composer, 9, saying: .limited(hour, isCertain: true))], .limited, .limit),
        Case(
            "words of a limit that an answer may have",
            [.screen(.composer, 9, saying: .limited(hour, isCertain: false))], .idle, .rests),
        Case(
            "…that the transcript confirms",
            [.screen(.composer, 9, saying: .limited(hour, isCertain: false)), .transcript(.limited(hour), 9)],
            .limited, .limit),
        Case(
            "…that a hook confirms",
            [
                .screen(.composer, 9, saying: .limited(hour, isCertain: false)),
                .hook(.turnFailed(.other, isLimit: true, text: nil), 9),
            ], .limited, .limit),
        Case(
            "words to the letter, which the transcript has as an answer",
            [.screen(.composer, 9, saying: .limited(hour, isCertain: true)), .transcript(.answer, 10)], .idle, .rests),
        Case(
            "a limit after an older answer",
            [.screen(.composer, 9, saying: .limited(hour, isCertain: true)), .transcript(.answer, 60)],
            .limited, .limit),
        Case("a limit that is over", [.screen(.composer, 9, saying: .limited(over, isCertain: true))], .idle, .rests),
        Case(
            "a limit that the transcript alone knows", [.screen(.composer, 9), .transcript(.limited(hour), 9)],
            .limited, .limit),
        Case(
            "a limit before the last prompt does not hold a turn up",
            [.screen(.working, 2), .transcript(.limited(hour), 90), .hook(.prompted, 2)], .working, .works),
        Case("an error on the screen", [.screen(.composer, 9, saying: .failed(.overloaded, "529"))], .error, .failure),
        Case(
            "an answer that reads like an error",
            [.screen(.composer, 9, saying: .failed(.overloaded, "529")), .transcript(.answer, 9)], .idle, .rests),
        Case(
            "an error that a hook told",
            [.screen(.composer, 9), .hook(.prompted, 60), .hook(.turnFailed(.network, isLimit: false, text: "x"), 9)],
            .error, .failure),
        Case(
            "an error that a new conversation left behind",
            [
                .screen(.composer, 9), .hook(.turnFailed(.network, isLimit: false, text: "x"), 60),
                .hook(.sessionBegan(source: "clear"), 9),
            ], .idle, .rests),
        Case(
            "it tries again by itself", [.screen(.working, 9, saying: .retrying(.overloaded, "attempt 3"))], .working,
            .works),
    ]

    // MARK: Beside the state

    @Test func `what is known beside the state comes along`() {
        var signals = Signals()
        let screen = ScreenReading(.composer, draft: "half a thought", background: true, model: "old")
        signals.take(screen: Signal(screen, since: Case.ago(9), seen: Case.now))
        signals.take(
            statusLine: Signal(
                StatusLineReading(model: "Opus", context: ContextUse(used: 1000, limit: 2000), cost: 1),
                since: Case.ago(9)))
        let status = StatusEngine.verdict(process: .running, signals: signals, now: Case.now).status
        #expect(status.draft)
        #expect(status.background)
        #expect(status.model == "Opus")
        #expect(status.context == ContextUse(used: 1000, limit: 2000, percent: 50))
    }

    @Test(arguments: [
        ("Retrying in 5 seconds… (attempt 4/10)", "Retrying in …… (attempt 4/10)"),
        ("API error · retrying in 1s · attempt 1/10", "API error · retrying in … · attempt 1/10"),
        ("Reconnecting... 1/5 (3s • esc to interrupt)", "Reconnecting... 1/5 (… • esc to interrupt)"),
        ("529 overloaded, 3 sheep", "529 overloaded, 3 sheep"), ("", ""),
    ])
    func `seconds that run down are no news`(text: String, expected: String) {
        #expect(StatusEngine.withoutCountdown(text) == expected)
    }

    @Test func `a limit ends by itself`() {
        var signals = Signals()
        signals.take(
            screen: Signal(
                ScreenReading(.composer, notice: .limited(Self.hour, isCertain: true)), since: Case.ago(9),
                seen: Case.now))
        let verdict = StatusEngine.verdict(process: .running, signals: signals, now: Case.now)
        #expect(verdict.status.limit == Self.hour)
        #expect(verdict.recheckAt == Self.hour.until)
        let later = StatusEngine.verdict(process: .running, signals: signals, now: Case.now.adding(seconds: 601))
        #expect(later.status.state == .idle)
    }

    @Test(arguments: processes + waiting + activity + lastWords)
    func `a verdict that time may change says when`(row: Case) {
        let verdict = row.verdict
        guard let recheckAt = verdict.recheckAt else { return }
        #expect(recheckAt > Case.now)
        #expect(recheckAt.seconds(since: Case.now) <= StatusEngine.patience || verdict.rule == .limit)
    }

    @Test(arguments: waiting + activity)
    func `a sure verdict names what contradicts it`(row: Case) {
        let verdict = row.verdict
        let opposite = Claim.all(row.signals, now: Case.now).filter {
            $0.isWorking != (verdict.status.state == .working)
        }
        if [.works, .turnBegan, .turnEnded].contains(verdict.rule), !opposite.isEmpty {
            #expect(!verdict.contradictions.isEmpty)
        }
    }
}
