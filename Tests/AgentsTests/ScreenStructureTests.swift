import Agents
import Model
import Status
import Testing

/// Screens drawn by hand: structures of versions that are not among the captures, and traps.
@Suite struct ScreenStructureTests {
    private static let rule = String(repeating: "─", count: 100)
    private static let moment = Timestamp(milliseconds: 1_795_258_800_000)

    private func claude(_ rows: [String], width: Int = 100) -> ScreenReading {
        let screen = ScreenText(lines: rows.map { Array($0.utf8) }, width: width)
        return ClaudeAgent().reading(of: screen, at: Self.moment, zone: "UTC")
    }

    private func codex(_ rows: [String]) -> ScreenReading {
        let screen = ScreenText(lines: rows.map { Array($0.utf8) }, width: 100)
        return CodexAgent().reading(of: screen, at: Self.moment, zone: "UTC")
    }

    private static let composer = [rule, "❯\u{A0}", rule, "  ? for shortcuts"]

    @Test func `an empty screen is blank, and an unknown one is unclear`() {
        #expect(claude([]).scene == .blank)
        #expect(claude(["   ", ""]).scene == .blank)
        #expect(claude(["Welcome to something", "else"]).scene == .unclear)
        #expect(codex(["Loading"]).scene == .unclear)
    }

    @Test func `the box that 1_x drew is a composer`() {
        let box = [
            "╭" + String(repeating: "─", count: 60) + "╮",
            "│ > fix the tests" + String(repeating: " ", count: 44) + "│",
            "╰" + String(repeating: "─", count: 60) + "╯", "  ? for shortcuts",
        ]
        #expect(claude(["⏺ Done.", ""] + box).scene == .composer)
        #expect(claude(["⏺ Done.", ""] + box).draft == "fix the tests")
        #expect(claude(["> go", "", "✻ Pondering… (3s · ↑ 12 tokens · esc to interrupt)", ""] + box).scene == .working)
    }

    @Test func `a boxed permission is read`() throws {
        let width = 60
        let inside = [
            "Bash command", "", "  touch made.txt", "  Run a command", "", "Do you want to proceed?", "❯ 1. Yes",
            "  2. Yes, and don't ask again for touch commands", "     in this project",
            "  3. No, and tell Claude what to do differently (esc)",
        ]
        let rows =
            ["⏺ Bash(touch made.txt)", "  ⎿  Waiting…", "", "╭" + String(repeating: "─", count: width) + "╮"]
            + inside.map { "│ " + $0 + String(repeating: " ", count: max(0, width - 1 - $0.count)) + "│" }
            + ["╰" + String(repeating: "─", count: width) + "╯"]
        guard case .menu(let menu) = claude(rows, width: width + 2).scene else {
            Issue.record("no menu")
            return
        }
        #expect(menu.kind == .permission)
        #expect(menu.title == "Bash command")
        #expect(menu.question == "Do you want to proceed?")
        #expect(menu.options.count == 3)
        #expect(menu.options.first?.isSelected == true)
        #expect(menu.options.map(\.number) == [1, 2, 3])
    }

    @Test(
        arguments: [
            // A finished turn, and one that an answer tells of
            (["● Done.", "", "✻ Baked for 13s · done 10:18 AM", ""], "idle"),
            (["● It says:", "  ✻ Thinking… (12s · esc to interrupt)", ""], "idle"),
            (["● ✻ Thinking… (esc to interrupt)", ""], "idle"),
            // Frames of the spinner, with what stands below it
            (["❯ go", "", "· Noodling… (3s · ↓ 5 tokens)", ""], "working"),
            (["❯ go", "", "✢ Running the tests… (1m 3s · ↑ 2.1k tokens)", "  ⎿  ☒ one", "     ☐ two", ""], "working"),
            (["❯ go", "", "✽ Imagining…", "  ⎿  Tip: Use /memory", ""], "working"),
            (["❯ go", "", "✻ Compacting conversation… (12s)", ""], "compacting"),
            (["❯ go", "", "✺ Whirring… (3s · esc to interrupt)", ""], "working"),
            // An interrupted turn
            (["❯ go", "  ⎿ \u{A0}Interrupted · What should Claude do instead?", ""], "idle"),
        ] as [([String], String)])
    func `the live region above the composer decides`(rows: [String], expected: String) {
        #expect(claude(rows + Self.composer).shown == expected)
    }

    @Test func `prompts that wait are counted`() {
        let reading = claude(
            ["❯ go", "", "✽ Imagining… (3s)", "", "❯ and then the tests", "", "❯ and the docs", ""] + Self.composer)
        #expect(reading.scene == .working)
        #expect(reading.queued == 2)
        let indented = claude(["❯ go", "", "✽ Imagining… (3s)", "", "  ❯ and then the tests"] + Self.composer)
        #expect(indented.queued == 1)
    }

    @Test func `the footer tells of work where the spinner is out of sight`() {
        for footer in ["  ⏸ manual mode on · esc to interrupt", "  ⏵⏵ accept edits on · esc to inter…", "  esc to in…"]
        {
            #expect(claude([Self.rule, "❯\u{A0}", Self.rule, footer]).scene == .working)
        }
        #expect(claude([Self.rule, "❯\u{A0}", Self.rule, "  Press up · esc to clear"]).scene == .composer)
    }

    @Test func `a draft is told from a suggestion by its letters`() {
        func draft(_ row: String) -> String? { claude([Self.rule, row, Self.rule, "  ? for shortcuts"]).draft }
        #expect(draft("❯\u{A0}\u{1B}[7m \u{1B}[0m") == nil)
        #expect(draft("❯\u{A0}\u{1B}[7mT\u{1B}[0;2mry \"fix lint errors\"\u{1B}[0m") == nil)
        #expect(draft("❯\u{A0}\u{1B}[2mTry \"fix lint errors\"\u{1B}[0m") == nil)
        #expect(draft("❯\u{A0}fix it\u{1B}[7m \u{1B}[0m") == "fix it")
        #expect(draft("❯\u{A0}\u{1B}[7mf\u{1B}[0mix it") == "fix it")
        #expect(draft("❯\u{A0}[Pasted text #1 +299 lines]\u{1B}[7m \u{1B}[0m") == "[Pasted text #1 +299 lines]")
        #expect(draft("❯\u{A0}/com\u{1B}[2mpact\u{1B}[0m") == "/com")
    }

    @Test func `a draft of many rows is one`() {
        let reading = claude([
            Self.rule, "❯\u{A0}first line", "  second line", "", "  ❯ 1. Yes", "    2. No", Self.rule,
            "  ? for shortcuts",
        ])
        #expect(reading.scene == .composer)
        #expect(reading.draft == "first line\nsecond line\n\n❯ 1. Yes\n2. No")
    }

    @Test func `completions below the composer are no menu`() {
        let rows = [Self.rule, "❯\u{A0}/mo", Self.rule, "❯ /model      Set the model", "  /mobile     Show a code"]
        #expect(claude(rows).scene == .composer)
        #expect(claude(rows).draft == "/mo")
    }

    @Test func `a shell's prompt below it all means that the agent is gone`() {
        for prompt in [
            "#", "$ ", "user@host:~/project$ ", "user@host:~$ ls", "[user@host x]# ", "host% ", "bash-5.2# ",
        ] {
            #expect(claude(["● Done.", ""] + Self.composer + [prompt]).scene == .gone, "\(prompt)")
        }
        #expect(
            claude(["● Done.", ""] + Self.composer + ["", "claude --resume 6f9619ff-8b86-4d01-b42d-00cf4fc964ff"]).scene
                == .gone)
        for status in ["  ctx 42%", "~/project · 42%", "  main $"] {
            #expect(claude(["● Done.", ""] + Self.composer.dropLast() + [status]).scene == .composer, "\(status)")
        }
    }

    @Test func `a dialog that is unknown is a dialog`() {
        let rows = [
            Self.rule, "  Something new", "", "  Do whatever?", "", "  ❯ Alpha", "    Beta", "",
            "  Enter to confirm · Esc to cancel",
        ]
        guard case .menu(let menu) = claude(rows).scene else {
            Issue.record("no menu")
            return
        }
        #expect(menu.kind == .dialog)
        #expect(menu.options.map(\.label) == ["Alpha", "Beta"])
        let bare = claude([Self.rule, "  Something new", "", "  Press Enter to continue"])
        #expect(bare.shown == "dialog")
    }

    @Test(
        arguments: [
            (
                "API Error: 529 {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"}}",
                AgentErrorKind.overloaded
            ),
            ("API Error: 500 Internal server error", .overloaded), ("API Error: 401 Invalid key", .authentication),
            ("Invalid API key · Please run /login", .authentication), ("Prompt is too long", .promptTooLong),
            ("Context limit reached · /compact or /clear to continue", .promptTooLong),
            ("API Error: 400 messages.1: `thinking` blocks cannot be modified.", .thinkingCorruption),
            (
                "API Error: 400 messages.16.content.2.image.source.base64: image exceeds 5 MB maximum: 6521204 bytes",
                .imageRejected
            ),
            (
                "An image in the conversation exceeds the dimension limit for many-image requests (2000px).",
                .imageRejected
            ),
            ("API Error: 400 no image model", .invalidRequest),
            ("API Error: 400 stand-in error", .invalidRequest), ("API Error: Connection error.", .network),
            ("Unable to connect to API (ECONNREFUSED)", .network), ("API Error: 404 model: nope", .invalidRequest),
            ("Credit balance is too low", .authentication),
        ] as [(String, AgentErrorKind)])
    func `a turn that ended in an error says which`(text: String, kind: AgentErrorKind) {
        let reading = claude(["❯ go", "  ⎿  \u{1B}[38;5;211m" + text + "\u{1B}[39m", ""] + Self.composer)
        guard case .failed(let found, _) = reading.notice else {
            Issue.record("no error: \(reading)")
            return
        }
        #expect(found == kind)
    }

    @Test func `what the model says of errors and limits is no error and no limit`() {
        let grey = "\u{1B}[38;5;246m✻ Baked for 1s\u{1B}[39m"
        for text in ["API Error: 500 is what I saw", "You've hit your 5-hour limit · resets 3pm (UTC)"] {
            let reading = claude(["❯ go", "", "● " + text, "", grey, ""] + Self.composer)
            #expect(reading.shown == "idle", "\(reading)")
        }
        for quoted in [
            "  ⎿  API Error: 500", "    ⎿  You've hit your 5-hour limit · resets 3pm (UTC)", "    ⎿  API Error: 500",
        ] {
            #expect(claude(["● As it was:", "", quoted, "", grey, ""] + Self.composer).shown == "idle")
            let plain = claude(["● As it was:", "", "  " + quoted, "", "✻ Baked for 1s", ""] + Self.composer)
            #expect(plain.shown == "idle", "\(plain)")
        }
    }

    @Test func `an error above a later message is over`() {
        let rows = ["❯ go", "  ⎿  \u{1B}[31mAPI Error: 500\u{1B}[39m", "", "❯ again", "", "● Done.", ""]
        #expect(claude(rows + Self.composer).notice == nil)
    }

    @Test func `background work and context stand in the footer`() {
        let reading = claude([
            Self.rule, "❯\u{A0}", Self.rule, "  ⏵⏵ bypass permissions on · 2 shells",
            "      Context left until auto-compact: 8%",
        ])
        #expect(reading.background)
        #expect(reading.context?.percent == 92)
        #expect(!claude(Self.composer).background)
    }

    // MARK: Codex

    private static let codexComposer = [
        "", "\u{1B}[1m›\u{1B}[0m \u{1B}[2mAsk Codex to do anything\u{1B}[0m", "",
        "  gpt-5.5-codex default · ~/project",
    ]

    @Test(arguments: ["1. Yes, esc to interrupt", "press enter to confirm or esc to cancel", "2. No (esc)"])
    func `a draft that names keys is no menu's row of hints`(draft: String) {
        let history = ["› [[long 9]]", ""] + (1...9).map { "  line \($0)" } + ["", "  Worked for 2s • 16:36", "", ""]
        let reading = codex(history + ["› \(draft)", "", "  gpt-5.5-codex default · ~/project"])
        #expect(reading.scene == .composer)
        #expect(reading.draft == draft)
        let other = claude(
            ["❯ go", "", "● 1. one", "  2. two", "", Self.rule, "❯\u{A0}\(draft)", Self.rule, "  ⏸ manual mode on"])
        #expect(other.scene == .composer)
        #expect(other.draft == draft)
    }

    @Test func `Codex is read by its signs`() {
        #expect(codex(["• Working (3s • esc to interrupt)"] + Self.codexComposer).scene == .working)
        #expect(codex(["• It says Working (3s • esc to interrupt) now"] + Self.codexComposer).scene == .composer)
        #expect(codex(["• Done."] + Self.codexComposer).shown == "idle")
        #expect(
            codex(["■ Conversation interrupted - tell the model what to do differently"] + Self.codexComposer).notice
                == .interrupted)
        #expect(codex(["• Done."] + Self.codexComposer).model == "gpt-5.5-codex")
        let limit = codex(["■ You've hit your usage limit. Try again at 1:08 PM."] + Self.codexComposer)
        #expect(limit.shown == "limited")
        let draft = codex(["• Done.", "", "› 1. first", "  2. second", "", "  gpt-5.5-codex default · ~/project"])
        #expect(draft.scene == .composer)
        #expect(draft.draft == "1. first\n2. second")
    }
}
