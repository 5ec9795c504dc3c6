import Model
import Testing

@testable import Commands

@Suite("explain and show")
struct ExplanationTextTests {
    private func explanation(raw: String? = "❯ 1. Yes\u{1B}[2J") throws -> Explanation {
        var session = try Samples.session("api", state: "permission", detail: "make install")
        session.menu = OpenMenu(
            kind: .permission, title: "Bash command", question: "Do you want to proceed?", subject: "make\ninstall",
            options: [
                .init(number: 1, label: "Yes", isSelected: true),
                .init(number: 2, label: "No", explanation: "tell why"),
            ])
        return Explanation(
            session: session, at: Samples.now, rule: "menu-open", reason: "A menu stands on the screen.",
            evidence: [
                .init(
                    source: "screen", since: Samples.now.adding(seconds: -12), seen: Samples.now, says: "a menu",
                    raw: raw),
                .init(
                    source: "title", since: Samples.now.adding(seconds: -300), seen: Samples.now.adding(seconds: -60),
                    says: "working", raw: nil),
            ],
            contradictions: ["The title says working: it is\nolder."])
    }

    @Test("State, rule, reason, evidence with its ages, and what says otherwise")
    func whole() throws {
        #expect(
            ExplanationText.lines(try explanation(), local: Samples.utc, width: nil, colour: false) == [
                "name        api",
                "state       ◐ permission, since 1m",
                "detail      make install",
                "menu        Bash command",
                "              make",
                "              install",
                "            Do you want to proceed?",
                "            ❯ 1. Yes",
                "              2. No  (tell why)",
                "rule        menu-open",
                "because     A menu stands on the screen.",
                "",
                "SOURCE  SINCE  SEEN  SAYS",
                "screen  12s    0s    a menu",
                "  │ ❯ 1. Yes\u{FFFD}[2J",
                "title   5m     1m    working",
                "",
                "What says otherwise:",
                "- The title says working: it is older.",
            ])
    }

    @Test("What was read is shortened to the terminal; colours change no column", arguments: [40, 60, 120])
    func widths(_ width: Int) throws {
        let long = try explanation(raw: String(repeating: "語\u{7}", count: 300))
        let plain = ExplanationText.lines(long, local: Samples.utc, width: width, colour: false)
        let table = plain.drop { !$0.hasPrefix("SOURCE") }.prefix(3)
        #expect(table.allSatisfy { $0.displayWidth <= width })
        let coloured = ExplanationText.lines(long, local: Samples.utc, width: width, colour: true)
        #expect(Samples.stripped(coloured) == plain)
    }

    @Test("Nothing is known yet: that is said")
    func nothing() throws {
        var empty = try explanation()
        empty.evidence = []
        empty.contradictions = []
        let lines = ExplanationText.lines(empty, local: Samples.utc, width: 80, colour: false)
        #expect(lines.last == "No source has said anything yet.")
    }

    @Test("show tells the model that answers, the context, the marks and the menu")
    func show() throws {
        var view = try Samples.session("api", state: "working", unread: true) { status in
            status.model = "claude-opus-4-5"
            status.context = .init(used: 84_000, limit: 200_000)
            status.background = true
            status.error = .overloaded
            status.detail = "tried again in 5 s"
        }
        view.menu = nil
        var settings = SessionSettings(directory: "/home/u/src")
        settings.model = "opus"
        let detail = SessionDetail(
            session: view, settings: settings, transcript: nil, transcriptExists: false, command: [])
        let lines = DetailText.lines(detail, clock: Samples.clock, colour: false)
        for line in [
            "state         ● working •&, since 1m", "detail        tried again in 5 s", "error         overloaded",
            "model         claude-opus-4-5 (set: opus)", "context       42% (84k of 200k tokens)",
            "unread        finished, and nobody has looked since", "background    work goes on in the background",
        ] {
            #expect(lines.contains(line), "\(line)")
        }
    }

    @Test("A long subject is cut after some lines, and says how many there are")
    func longSubject() throws {
        let session = try Samples.session("api", state: "plan") { status in
            let lines = (1...30).map { "step \($0)" }
            status.menu = OpenMenu(kind: .plan, subject: lines.joined(separator: "\n"), options: [])
        }
        let rows = StateText.rows(session, Samples.clock).filter { $0.0 != "detail" }
        #expect(rows.count == 13)
        #expect(rows.last?.1 == "  … 18 more lines")
    }

    @Test("A misread bundle says where it is and what to do with it")
    func misread() throws {
        let bundle = MisreadResponse(path: "/h/mis reads/api", files: ["screen.ansi", "screen.json"])
        let session = try Samples.session("api", state: "working")
        #expect(
            ReportMisreadCommand.text(bundle, session, .permission) == [
                "api was shown as 'working' and is 'permission': written to",
                "  /h/mis reads/api  (screen.ansi, screen.json)",
                "Secrets and your home's path are masked. Read it through before you give it to anybody.",
                "How its screen alone is read:  ccmux read-screen '/h/mis reads/api/screen.ansi' --agent claude",
                "As a test of ccmux:  cp -r '/h/mis reads/api' Tests/AgentsTests/Captures/",
            ])
    }
}
