import Model
import Testing

@testable import Commands

@Suite("The list of sessions")
struct SessionTableTests {
    private func lines(_ sessions: [SessionView], width: Int? = nil, colour: Bool = false) -> [String] {
        SessionTable(sessions: sessions, clock: Samples.clock, userHome: "/home/u").lines(width: width, colour: colour)
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
                "web   claude  ● working  1m     2h01m   2         ~/src",
                "api   claude  ○ idle     1m     1m                ~",
            ])
    }

    @Test("How full the context is, and what is asked, have columns of their own")
    func context() throws {
        let sessions = [
            try Samples.session("web", state: "permission", detail: "rm -rf build") { $0.context = .init(percent: 42) },
            try Samples.session("api") { $0.context = .init(used: 15_900) },
        ]
        #expect(
            lines(sessions) == [
                "NAME  AGENT   STATE         SINCE  CTX  UPTIME  DIR    DETAIL",
                "web   claude  ◐ permission  1m     42%  1m      ~/src  rm -rf build",
                "api   claude  ○ idle        1m     15k  1m      ~/src",
            ])
    }

    @Test("What needs a person comes first, then limits, what nobody has read, work, rest; within each the alphabet")
    func order() throws {
        let needing = [
            "permission", "question", "plan", "trust", "dialog", "resume", "login", "error", "crashed", "blocked",
            "exited",
        ]
        var sessions = [
            try Samples.session("s1", state: "stopped", process: .stopped), try Samples.session("i1"),
            try Samples.session("w3", state: "starting"), try Samples.session("w2", state: "compacting"),
            try Samples.session("w1", state: "working"), try Samples.session("w4", state: "unknown"),
            try Samples.session("u2", unread: true), try Samples.session("u1", unread: true),
            try Samples.session("l1", state: "limited"),
        ]
        for (index, state) in needing.enumerated().reversed() {
            sessions.append(try Samples.session("n\(index + 10)", state: state))
        }
        #expect(
            SessionTable.ordered(sessions).map(\.name.text)
                == needing.indices.map { "n\($0 + 10)" } + ["l1", "u1", "u2", "w1", "w2", "w3", "w4", "i1", "s1"])
    }

    @Test(
        "Every state has its sign, an unknown one too",
        arguments: [
            ("working", ProcessState.running, "● working"), ("compacting", .running, "● compacting"),
            ("permission", .running, "◐ permission"), ("question", .running, "◐ question"),
            ("plan", .running, "◐ plan"),
            ("trust", .running, "◐ trust"), ("dialog", .running, "◐ dialog"), ("resume", .running, "◐ resume"),
            ("login", .running, "◐ login"), ("idle", .running, "○ idle"), ("limited", .running, "◷ limited"),
            ("error", .running, "✕ error"), ("crashed", .backoff, "✕ crashed"), ("blocked", .blocked, "✕ blocked"),
            ("exited", .stopped, "✕ exited"), ("stopped", .stopped, "· stopped"), ("starting", .starting, "● starting"),
            ("trust", .starting, "◐ trust"), ("unknown", .running, "? unknown"),
            ("dreaming\u{1B}", .running, "? dreaming\u{FFFD}"),
            ("unknown", .backoff, "✕ crashed"), ("unknown", .blocked, "✕ blocked"), ("unknown", .stopped, "· stopped"),
            ("unknown", .starting, "● starting"),
        ])
    func signs(_ state: String, _ process: ProcessState, _ text: String) throws {
        #expect(StateMark(try Samples.session("a", state: state, process: process)).text == text)
    }

    @Test("An archived session is called so")
    func archived() throws {
        let session = try Samples.session("a", state: "stopped", process: .stopped, wanted: .archived)
        #expect(StateMark(session).word == "archived")
    }

    @Test("Drafts, unread ends and background work are marked, and only those that occur are explained")
    func marks() throws {
        let sessions = [
            try Samples.session("a", unread: true) { $0.draft = true },
            try Samples.session("b", state: "working"),
        ]
        let text = lines(sessions)
        #expect(text[1].hasPrefix("a     claude  ○ idle •✎  1m"))
        #expect(text[3] == "• finished, and nobody has looked since   ✎ a text in the composer was not sent")
        #expect(text.count == 4)
        let background = lines([try Samples.session("a") { $0.background = true }])
        #expect(background[1].contains("○ idle &"))
        #expect(background[2] == "& work goes on in the background")
    }

    @Test("No line is wider than the terminal, whatever is in it", arguments: [1, 10, 20, 30, 40, 60, 80, 120, 250])
    func fits(_ width: Int) throws {
        let sessions = [
            try Samples.session(String(repeating: "n", count: 64), pending: ["model"]),
            try Samples.session(
                "api", state: "permission", dir: "/home/u/" + String(repeating: "日本/", count: 30),
                detail: "approve Bash: \u{1B}[2J" + String(repeating: "語", count: 60), restarts: 3
            ) { $0.context = .init(used: 1, limit: 2) },
            try Samples.session("web", unread: true) { $0.background = true },
        ]
        for line in lines(sessions, width: width) where width >= 20 {
            #expect(line.displayWidth <= width, "\(line)")
            #expect(!line.unicodeScalars.contains { $0.value < 0x20 })
        }
        // Narrower than a name and a state can be: it must only not fail.
        #expect(lines(sessions, width: width).count == 6)
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

    @Test("What a person is asked is the last to be cut: state, age, context and 40 columns of it fit into 80")
    func urgent() throws {
        let session = try Samples.session(
            "backend", state: "permission", detail: "git push --force-with-lease origin main && make deploy",
            restarts: 1
        ) { $0.context = .init(percent: 88) }
        let text = lines([session], width: 80)
        #expect(text[0].split(separator: " ").map(String.init) == ["NAME", "STATE", "SINCE", "CTX", "DETAIL"])
        #expect(text[1].contains("git push --force-with-lease origin main"))
        #expect(text[1].displayWidth <= 80)
        let narrow = lines([session], width: 50)
        #expect(narrow[0].hasSuffix("DETAIL"))
        #expect(narrow[1].contains("◐ permission") && narrow[1].contains("git push"))
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
            try Samples.session("api", state: "question", detail: "x") { $0.context = .init(percent: 95) },
            try Samples.session("web", detail: "y", unread: true),
        ]
        let coloured = lines(sessions, colour: true)
        #expect(coloured[1].contains("\u{1B}[33m◐ question\u{1B}[0m"))
        #expect(coloured[1].contains("\u{1B}[33m95%\u{1B}[0m"))
        #expect(Samples.stripped(coloured) == lines(sessions))
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
