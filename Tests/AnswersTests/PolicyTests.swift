import Answers
import Model
import Testing

struct PolicyTests {
    private static let place = ToolPattern.Place(directory: "/home/dev/api", home: "/home/dev")

    private func policy(_ yolo: Bool = false, _ change: (inout PolicyRules) -> Void = { _ in }) -> Policy {
        var rules = PolicyRules()
        change(&rules)
        return Policy(rules: rules, yolo: yolo, place: Self.place)
    }

    private func menu(
        _ kind: AgentState, _ options: [String], title: String? = nil, question: String? = nil, subject: String? = nil
    ) -> OpenMenu {
        OpenMenu(
            kind: kind, title: title, question: question, subject: subject,
            options: options.enumerated().map { .init(number: $0.offset + 1, label: $0.element) })
    }

    private func label(_ verdict: Policy.Verdict?) -> String? {
        if case .option(let option) = verdict?.answer { option.label } else { nil }
    }

    @Test func `without a policy nothing is answered, but how a conversation is resumed`() {
        let policy = policy()
        #expect(policy.verdict(on: ToolRequest(tool: "Read", kind: .permission, subject: "/x")) == nil)
        for kind in [AgentState.permission, .trust, .dialog, .question, .plan, .limited] {
            let menu = menu(kind, ["Yes", "No"], question: "Sure?")
            #expect(policy.verdict(on: menu, state: kind, request: nil, isLaunch: true) == nil)
        }
        let resume = menu(.resume, ["Resume from summary (recommended)", "Resume full session as-is"])
        let verdict = policy.verdict(on: resume, state: .resume, request: nil, isLaunch: true)
        #expect(label(verdict) == "Resume full session as-is")
        #expect(verdict?.rule == "resumePicker = full")
        #expect(policy.verdict(on: resume, state: .resume, request: nil, isLaunch: false) == nil)
    }

    @Test func `the summary is taken, or a person asked, where that is wished`() {
        let resume = menu(.resume, ["Resume from summary (recommended)", "Resume full session as-is"])
        let summary = self.policy { $0.resumePicker = .summary }
        #expect(
            label(summary.verdict(on: resume, state: .resume, request: nil, isLaunch: true))
                == "Resume from summary (recommended)")
        let ask = self.policy { $0.resumePicker = .ask }
        #expect(ask.verdict(on: resume, state: .resume, request: nil, isLaunch: true) == nil)
    }

    @Test func `the rule that allowed it is named`() {
        let policy = policy { $0.approve = ["Read", "Bash(git diff)", "Bash(wc *)"] }
        let request = ToolRequest(tool: "Bash", kind: .permission, subject: "git diff | wc -l")
        #expect(policy.verdict(on: request)?.rule == "approve Bash(git diff), Bash(wc *)")
    }

    @Test func `yolo answers permissions and safety prompts, never questions or plans`() {
        let policy = policy(true)
        #expect(policy.verdict(on: ToolRequest(tool: "Bash", kind: .permission, subject: "rm x"))?.rule == "yolo")
        #expect(policy.verdict(on: ToolRequest(tool: "ExitPlanMode", kind: .plan, subject: "x")) == nil)
        #expect(policy.verdict(on: ToolRequest(tool: "AskUserQuestion", kind: .question, subject: "x")) == nil)
        let trust = menu(.trust, ["No, exit", "Yes, I trust this folder"])
        #expect(
            label(policy.verdict(on: trust, state: .trust, request: nil, isLaunch: true)) == "Yes, I trust this folder")
        #expect(policy.verdict(on: trust, state: .trust, request: nil, isLaunch: false) == nil)
        let bypass = menu(
            .dialog, ["No, exit", "Yes, I accept"], title: "WARNING: Claude Code running in Bypass Permissions mode")
        #expect(label(policy.verdict(on: bypass, state: .dialog, request: nil, isLaunch: true)) == "Yes, I accept")
        let key = menu(.dialog, ["Yes", "No (recommended)"], question: "Use this API key?")
        #expect(policy.verdict(on: key, state: .dialog, request: nil, isLaunch: true) == nil)
        let plan = menu(.plan, ["Yes", "No"])
        #expect(policy.verdict(on: plan, state: .plan, request: nil, isLaunch: false) == nil)
    }

    @Test(arguments: [
        ("/home/dev/api", true), ("~/api", true), ("/home/dev", false), ("/home/dev/api/sub", false),
        ("/home/dev/api /etc", false), ("a folder", false),
    ])
    func `only its own directory is trusted`(subject: String, isTrusted: Bool) {
        let policy = policy { $0.trust = true }
        let menu = menu(
            .trust, ["Yes, I trust this folder", "No, exit"], title: "Accessing workspace:", subject: subject)
        #expect((policy.verdict(on: menu, state: .trust, request: nil, isLaunch: true) != nil) == isTrusted)
    }

    @Test func `a yes-or-no dialog is confirmed, but nothing that is advised against or has more to it`() {
        let policy = policy { $0.confirm = true }
        let plain = menu(.dialog, ["Yes", "No"], question: "Go on?")
        #expect(policy.verdict(on: plain, state: .dialog, request: nil, isLaunch: false)?.rule == "confirm")
        let advised = menu(.dialog, ["Yes", "No (recommended)"], question: "Use this key?")
        #expect(policy.verdict(on: advised, state: .dialog, request: nil, isLaunch: false) == nil)
        let three = menu(.dialog, ["Yes", "Yes, always", "No"], question: "Go on?")
        #expect(policy.verdict(on: three, state: .dialog, request: nil, isLaunch: false) == nil)
        let bypass = menu(.dialog, ["No, exit", "Yes, I accept"], question: "Bypass?")
        #expect(policy.verdict(on: bypass, state: .dialog, request: nil, isLaunch: true) == nil)
        #expect(policy.verdict(on: plain, state: .question, request: nil, isLaunch: false) == nil)
    }

    @Test func `Enter is pressed where a screen asks for nothing else`() {
        let policy = policy { $0.pressEnter = true }
        #expect(policy.verdict(onRows: ["Welcome", "Press Enter to continue…"])?.rule == "pressEnter")
        #expect(policy.verdict(onRows: ["Press Enter to continue", "more"]) == nil)
        #expect(policy.verdict(onRows: ["Enter to confirm · Esc to cancel"]) == nil)
        #expect(self.policy().verdict(onRows: ["Press Enter to continue"]) == nil)
    }

    @Test func `a command on the screen is judged only where it is whole`() {
        let policy = policy { $0.approve = ["Bash(git status*)"] }
        let options = ["Yes, proceed (y)", "No (esc)"]
        let question = "Would you like to run the following command?"
        func verdict(_ subject: String) -> Policy.Verdict? {
            policy.verdict(
                on: menu(.permission, options, title: question, question: question, subject: subject),
                state: .permission, request: nil, isLaunch: false)
        }
        #expect(verdict("git status -s")?.rule == "approve Bash(git status*)")
        #expect(verdict("git status\n; rm x") == nil)
        #expect(verdict("git status -…") == nil)
        #expect(verdict("git status; rm x") == nil)
    }

    @Test func `the more special word counts, key by key`() throws {
        var settings = PolicySettings()
        settings.everyone.approve = ["Read"]
        settings.everyone.trust = true
        settings.groups["g", default: .init()].approve = ["Bash"]
        settings.sessions["s", default: .init()].trust = false
        let name = try #require(SessionName("s"))
        let other = try #require(SessionName("o"))
        let both = settings.rules(session: name, group: "g")
        #expect(both.approve == ["Bash"])
        #expect(both.trust == false)
        #expect(settings.rules(session: other, group: nil).approve == ["Read"])
        #expect(settings.rules(session: other, group: nil).trust == true)
    }
}
