import Agents
import Model
import Status
import Testing

/// Every screen in `Captures` is read right.
@Suite struct ScreenCaptureTests {
    /// Where the screen alone does not tell, and why.
    static let untold: [String: String] = [
        "transcript-view": "a view of the history that a person opened: neither composer nor menu is in sight",
        "codex-0.163.0/untrusted": "Codex asks nothing: it shows its composer as anywhere else",
        "exited-killed": "what the shell writes stands where the cursor was, in the dead agent's screen",
        "exited-killed-at-menu": "what the shell writes stands where the cursor was, in the dead agent's screen",
    ]

    /// Menus whose labels are not those of the record, and why.
    static let otherLabels: [String: String] = [
        "question-typing": "what a person types takes the place of `Type something.`"
    ]

    /// The limits of captures that do not say until when: read off by a person.
    static let limits: [String: String] = [
        "claude-2.1.1/limited": "2026-11-21T13:10:00.000Z", "claude-2.1.1/limited-weekly": "2026-11-23T11:11:00.000Z",
        "claude-2.1.139/limited": "2026-11-21T13:12:00.000Z",
        "claude-2.1.139/limited-weekly": "2026-11-23T11:12:00.000Z",
        "claude-2.1.329/limited": "2026-11-21T13:13:00.000Z",
        "claude-2.1.329/limited-weekly": "2026-11-23T11:14:00.000Z",
        "codex-0.163.0/limited": "2026-11-21T13:08:00.000Z",
        "codex-0.163.0/limited-weekly": "2026-11-23T11:08:00.000Z",
    ]

    /// The options of captures that do not list them: read off by a person.
    static let options: [String: [String]] = [
        "claude-2.1.1/plan": ["Yes", "No"],
        "claude-2.1.1/question": ["Red", "Blue", "Type something."],
        "claude-2.1.1/untrusted": ["Yes, proceed", "No, exit"],
        "claude-2.1.139/permission": ["Yes", "Yes, and always allow access to project/ from this project", "No"],
        "claude-2.1.139/question": ["Red", "Blue", "Type something.", "Chat about this"],
        "claude-2.1.139/limited": ["Stop and wait for limit to reset", "Upgrade your plan"],
        "claude-2.1.329/untrusted": ["No, exit", "Yes, I trust this folder"],
        "claude-2.1.329/question": ["Red", "Blue", "Type something.", "Chat about this"],
        "claude-2.1.329/limited-weekly": [
            "Stop and wait for limit to reset", "Wait here, then continue automatically at Nov 23, 11:14am",
            "Upgrade your plan",
        ],
        "codex-0.163.0/permission": [
            "Yes, proceed (y)", "Yes, and don't ask again for commands that start with `touch made.txt` (p)",
            "No, and tell Codex what to do differently (esc)",
        ],
    ]

    /// The choice in force is marked: the mark is no part of the label.
    private static func withoutTick(_ label: String) -> String {
        label.split(separator: " ").filter { $0 != "✔" }.joined(separator: " ")
    }

    /// While Codex 0.163 streams an answer, its composer and footer look as at rest: the title's spinner is the only mark.
    private static func isStreaming(_ capture: Capture) -> Bool {
        capture.agent == "codex" && capture.stateAlone == "working"
            && capture.kind.reading(ofTitle: capture.truth.title ?? "") == .working
    }

    static let told = Capture.all.filter {
        $0.truth.screen != false && untold[$0.name] == nil && untold[$0.stateAlone] == nil && !isStreaming($0)
    }

    @Test func `there are captures`() { #expect(Capture.all.count >= 80) }

    @Test(arguments: told) func `a screen shows its state`(_ capture: Capture) {
        let reading = capture.reading()
        #expect(reading.shown == capture.truth.state, "\(reading)")
    }

    @Test(arguments: told) func `a menu's options are read`(_ capture: Capture) {
        guard let expected = capture.truth.options ?? Self.options[capture.name], !expected.isEmpty,
            Self.otherLabels[capture.stateAlone] == nil,
            case .menu(let menu) = capture.reading().scene
        else { return }
        let labels = menu.options.map(\.label)
        if capture.state.contains("@") {
            // The record has the first row of labels that a narrow pane wraps, and those that are scrolled out of sight.
            #expect(!labels.isEmpty && labels.count <= expected.count)
            for (label, expected) in zip(labels, expected) { #expect(label.hasPrefix(Self.withoutTick(expected))) }
        } else {
            #expect(labels == expected.map(Self.withoutTick))
        }
        #expect(menu.options.filter(\.isSelected).count == 1)
    }

    @Test(arguments: told.filter { $0.truth.state == "limited" })
    func `a limit's end is an absolute time`(_ capture: Capture) throws {
        guard case .limited(let limit, isCertain: let isCertain) = capture.reading().notice else {
            Issue.record("no limit")
            return
        }
        #expect(isCertain)
        let expected =
            capture.truth.limitUntil.map { Timestamp(seconds: $0) }
            ?? Self.limits[capture.name].flatMap { Timestamp(rfc3339: $0) }
        if let expected {
            let until = try #require(limit.until)
            // The agents show whole minutes.
            #expect(abs(until.seconds(since: expected)) < 61, "\(until.rfc3339)")
        }
        // An Opus limit is a weekly one, by its own name; some versions do not name the limit.
        if let kind = capture.truth.limitKind, limit.kind != .usage, limit.kind != .opus {
            #expect(limit.kind.rawValue == kind)
        }
    }

    /// 2.1.329 and 2.1.330 at the five-hour limit, or one that is reset soon, unless a menu asks first.
    @Test(arguments: told.filter { $0.truth.state == "limited" })
    func `an agent that goes on by itself says so below its composer`(_ capture: Capture) {
        guard case .limited(let limit, _) = capture.reading().notice else { return }
        let words = String(decoding: Array(capture.plain.lines.joined(separator: [0x0A])), as: UTF8.self)
        #expect((limit.continuesItself == true) == words.contains("Continuing automatically at"))
    }

    @Test(arguments: told.filter { $0.truth.errorKind != nil })
    func `an error's kind is read`(_ capture: Capture) {
        // What the service itself failed in, or asks to be spared (500, 429), counts as `overloaded`: trying again helps.
        let expected =
            ["error-500", "error-429", "retrying-500"].contains(capture.stateAlone)
            ? "overloaded" : capture.truth.errorKind
        switch capture.reading().notice {
        case .failed(let kind, _), .retrying(let kind, _): #expect(kind.rawValue == expected)
        default: Issue.record("no error")
        }
    }

    @Test(arguments: told) func `what is shown beside the state is read`(_ capture: Capture) {
        let reading = capture.reading()
        let truth = capture.truth
        if case .menu(let menu) = reading.scene, let question = truth.question {
            if truth.state == "permission" {
                // The command, file or address; long ones are wrapped, and their margins cut.
                let shown = [menu.title, menu.subject, menu.question].compactMap(\.self).joined(separator: " ")
                #expect(shown.filter { !$0.isWhitespace }.contains(question.filter { !$0.isWhitespace }), "\(menu)")
            } else {
                #expect(menu.question == question)
            }
        } else if truth.draft == true || truth.state == "draft" {
            #expect(reading.draft != nil)
        }
        if ["idle", "working", "limited", "error"].contains(truth.state), truth.draft != true {
            #expect(reading.draft == nil, "\(reading)")
        }
        if let background = truth.background { #expect(reading.background == background, "\(reading)") }
        if truth.retrying == true {
            guard case .retrying = reading.notice else {
                Issue.record("not seen to try again: \(reading)")
                return
            }
        }
        if capture.stateAlone == "interrupted" { #expect(reading.notice == .interrupted) }
    }

    // MARK: Derived screens

    /// Without attributes a suggestion looks like a draft, and a reader that is colour-blind says so rather than guess.
    @Test(arguments: told) func `a screen without colours shows the same`(_ capture: Capture) {
        guard capture.reading().shown == capture.truth.state else { return }
        let reading = capture.reading(of: capture.plain)
        let expected = capture.truth.state
        #expect(reading.shown == expected || (expected == "idle" && reading.shown == "draft"), "\(reading)")
    }

    @Test(arguments: told) func `what is cut off at the top does not matter`(_ capture: Capture) {
        let whole = capture.reading()
        guard let first = whole.rows.first,
            let row = capture.plain.lines.firstIndex(where: { String(decoding: $0, as: UTF8.self).contains(first) })
        else { return }
        var screen = capture.screen
        // The rows that decided stay.
        screen.lines = Array(screen.lines.dropFirst(row))
        #expect(capture.reading(of: screen).shown == capture.truth.state)
    }

    @Test(arguments: Capture.all) func `a title says nothing wrong`(_ capture: Capture) {
        // What ended may leave its title behind.
        guard let title = capture.truth.title, capture.truth.state != "exited" else { return }
        switch capture.kind.reading(ofTitle: title) {
        // 2.1.19 goes on spinning while a dialog is open; Codex for a moment after it was interrupted.
        case .working:
            #expect(
                !["idle", "draft", "error", "limited"].contains(capture.truth.state)
                    || capture.stateAlone == "interrupted")
        case .needsPerson: #expect(AgentState(rawValue: capture.truth.state).isMenu)
        // At rest it may lag: a turn that has just begun, or that tries again, stands under `✳` for a while.
        case .atRest, .silent: break
        }
    }
}
