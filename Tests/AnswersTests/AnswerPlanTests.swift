import Answers
import Model
import Testing

struct AnswerPlanTests {
    private static let menu = OpenMenu(
        kind: .permission,
        options: ["Yes", "Yes, and don't ask again", "No"].enumerated().map {
            .init(number: $0.offset + 1, label: $0.element)
        })
    private static let request = ToolRequest(tool: "Bash", kind: .permission, subject: "ls")
    private static let questions = ToolRequest(
        tool: "AskUserQuestion", kind: .question, subject: nil,
        questions: [
            .init(text: "Colour?", header: nil, options: ["Red", "Blue"], isMultiple: false),
            .init(text: "Checks?", header: nil, options: ["Unit", "Linter", "Load"], isMultiple: true),
        ])

    private func plan(
        _ words: [String], menu: OpenMenu? = menu, kind: AgentState = .permission, request: ToolRequest? = request
    ) -> AnswerPlan? {
        try? AnswerPlan.make(words, menu: menu, kind: kind, request: request)
    }

    @Test func `yes and no go to the hook, with or without a dialog on the screen`() {
        for words in ["yes", "y", "1", "Yes"] { #expect(plan([words]) == .allow) }
        for words in ["no", "N", "3"] { #expect(plan([words]) == .refuse) }
        #expect(plan(["yes"], menu: nil) == .allow)
        #expect(plan(["no"], menu: nil) == .refuse)
        #expect(plan(["2"], menu: nil) == nil)
    }

    @Test func `a yes that allows more than this is chosen by keys`() {
        #expect(plan(["2"]) == .choose(Self.menu.options[1]))
        #expect(plan(["Yes, and don't ask again"]) == .choose(Self.menu.options[1]))
    }

    @Test func `without a hook everything is chosen by keys`() {
        #expect(plan(["yes"], request: nil) == .choose(Self.menu.options[0]))
        #expect(plan(["no"], request: nil) == .choose(Self.menu.options[2]))
        #expect(plan(["yes"], menu: nil, request: nil) == nil)
        let told = OpenMenu(
            kind: .permission,
            options: ["Yes", "Type here to tell Claude what to do differently"].map {
                .init(number: nil, label: $0)
            })
        #expect(plan(["no"], menu: told, request: nil) == .dismiss)
    }

    @Test func `words that mean no option are refused`() {
        for words in [["4"], ["maybe"], [""], [], ["yes", "yes"]] { #expect(plan(words) == nil) }
    }

    @Test(arguments: [
        (["1", "2"], ["Colour?": "Red", "Checks?": "Linter"]),
        (["blue", "1,3"], ["Colour?": "Blue", "Checks?": "Unit, Load"]),
        (["Blue", "load, unit, load"], ["Colour?": "Blue", "Checks?": "Load, Unit"]),
        (["a colour of my own", "none, thanks"], ["Colour?": "a colour of my own", "Checks?": "none, thanks"]),
        (["yes", "no"], ["Colour?": "yes", "Checks?": "no"]),
    ])
    func `questions get an answer each`(words: [String], answers: [String: String]) {
        guard case .answers(let found, _) = plan(words, kind: .question, request: Self.questions) else {
            Issue.record("no answers")
            return
        }
        #expect(found == answers)
    }

    @Test func `questions take neither too few answers nor options that are not there`() {
        for words in [["1"], ["1", "2", "3"], ["3", "1"], ["1", "4"], ["1", ""], ["", "1"]] {
            #expect(plan(words, kind: .question, request: Self.questions) == nil, "\(words)")
        }
        #expect(plan(["no"], kind: .question, request: Self.questions) == .refuse)
    }

    @Test func `a plan is approved and refused by its hook, and its modes are chosen by keys`() {
        let menu = OpenMenu(
            kind: .plan,
            options: ["Yes, and use auto mode", "Yes, manually approve edits", "Tell Claude what to change"]
                .enumerated().map { .init(number: $0.offset + 1, label: $0.element) })
        let request = ToolRequest(tool: "ExitPlanMode", kind: .plan, subject: "1. Look")
        #expect(plan(["yes"], menu: menu, kind: .plan, request: request) == .allow)
        #expect(plan(["no"], menu: menu, kind: .plan, request: request) == .refuse)
        #expect(plan(["3"], menu: menu, kind: .plan, request: request) == .refuse)
        #expect(plan(["1"], menu: menu, kind: .plan, request: request) == .choose(menu.options[0]))
    }
}
