import Model
import Testing

@testable import Commands

@Suite("The list of sessions")
struct SessionTableTests {
    private func lines(_ sessions: [SessionView], width: Int? = nil, colour: Bool = false) -> [String] {
        SessionTable(sessions: sessions, now: Samples.now, userHome: "/home/u").lines(width: width, colour: colour)
    }

    @Test("It shows each session on a line, in columns, without those that are empty")
    func plain() throws {
        let sessions = [
            try Samples.session("web", state: "working", restarts: 2, uptime: 7300),
            try Samples.session("api", dir: "/home/u"),
        ]
        #expect(
            lines(sessions) == [
                "NAME  AGENT   STATE      SINCE  UPTIME  RESTARTS  DIR",
                "api   claude  ○ idle     1m     1m                ~",
                "web   claude  ● working  1m     2h01m   2         ~/src",
            ])
    }

    @Test("What needs a person comes first, then the alphabet")
    func order() throws {
        let sessions = [
            try Samples.session("d"), try Samples.session("c", state: "waiting"),
            try Samples.session("b", state: "limited"), try Samples.session("a", process: .backoff),
            try Samples.session("e", process: .blocked), try Samples.session("f", state: "error"),
        ]
        #expect(SessionTable.ordered(sessions).map(\.name.text) == ["a", "c", "e", "f", "b", "d"])
    }

    @Test(
        "Every state has its sign, an unknown one too",
        arguments: [
            ("working", ProcessState.running, "● working"), ("waiting", .running, "◐ waiting"),
            ("idle", .running, "○ idle"), ("limited", .running, "◷ limited"),
            ("limited(10:23)", .running, "◷ limited(10:23)"),
            ("crashed", .running, "✕ crashed"), ("dreaming\u{1B}", .running, "? dreaming\u{FFFD}"),
            ("idle", .backoff, "✕ backoff"), ("idle", .blocked, "✕ blocked"), ("idle", .stopped, "· stopped"),
            ("unknown", .starting, "● starting"),
        ])
    func signs(_ state: String, _ process: ProcessState, _ text: String) throws {
        #expect(StateMark(try Samples.session("a", state: state, process: process)).text == text)
    }

    @Test("An archived session is called so")
    func archived() throws {
        #expect(StateMark(try Samples.session("a", process: .stopped, wanted: .archived)).word == "archived")
    }

    @Test("No line is wider than the terminal, whatever is in it", arguments: [1, 10, 20, 30, 40, 60, 80, 120, 250])
    func fits(_ width: Int) throws {
        let sessions = [
            try Samples.session(String(repeating: "n", count: 64), pending: ["model"]),
            try Samples.session(
                "api", state: "waiting", dir: "/home/u/" + String(repeating: "日本/", count: 30),
                detail: "approve Bash: \u{1B}[2J" + String(repeating: "語", count: 60), restarts: 3),
        ]
        for line in lines(sessions, width: width) where width >= 20 {
            #expect(line.displayWidth <= width, "\(line)")
            #expect(!line.unicodeScalars.contains { $0.value < 0x20 })
        }
        // Narrower than a name and a state can be: it must only not fail.
        #expect(lines(sessions, width: width).count == 4)
    }

    @Test("With little room the least important columns go, and the end of a path stays")
    func narrow() throws {
        let session = try Samples.session(
            "api", dir: "/srv/projects/of/somebody/api", detail: "a question that is long")
        let narrow = lines([session], width: 24)
        #expect(narrow[0].hasPrefix("NAME  "))
        #expect(!narrow[0].contains("RESTARTS"))
        #expect(narrow[1].contains("○ idle"))
        #expect(lines([session], width: 50)[1].contains("/api"))
    }

    @Test("A session whose agent has other settings than wished is marked, with the reason and the cure")
    func pending() throws {
        let text = lines([try Samples.session("api", pending: ["model", "env"])])
        #expect(text[1].hasPrefix("api*  claude"))
        #expect(text[2] == "* api was launched with other settings (model, env); 'ccmux restart api' applies them")
    }

    @Test("Colours stand around the text and change no column")
    func colours() throws {
        let sessions = [
            try Samples.session("api", state: "waiting", detail: "x"), try Samples.session("web", detail: "y"),
        ]
        let coloured = lines(sessions, colour: true)
        #expect(coloured[1].contains("\u{1B}[33m◐ waiting\u{1B}[0m"))
        let stripped = coloured.map { $0.replacing(/\u{1B}\[[0-9;]*m/, with: "") }
        #expect(stripped == lines(sessions))
    }

    @Test("Only a whole folder is shortened to ~")
    func homes() {
        #expect(SessionTable.shortened("/home/u", userHome: "/home/u") == "~")
        #expect(SessionTable.shortened("/home/u/a", userHome: "/home/u") == "~/a")
        #expect(SessionTable.shortened("/home/user", userHome: "/home/u") == "/home/user")
        #expect(SessionTable.shortened("/a", userHome: "/") == "/a")
        #expect(SessionTable.shortened("/a", userHome: nil) == "/a")
    }
}
