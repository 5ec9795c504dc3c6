import Answers
import Model
import Testing

/// The menus that agents were seen to show, their options as they read them, and what an answer means.
struct MenuAnswerTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var kind: AgentState
        var options: [String]
        var yes: Int?
        var no: Int?
        var numbered = true
        var testDescription: String { "\(kind.rawValue): \(options.joined(separator: " | "))" }

        var menu: OpenMenu {
            OpenMenu(
                kind: kind,
                options: options.enumerated().map { .init(number: numbered ? $0.offset + 1 : nil, label: $0.element) })
        }
    }

    static let rows = [
        Row(
            kind: .permission,
            options: [
                "Yes", "Yes, and don't ask again for touch made.txt commands in /p",
                "Type here to tell Claude what to do differently",
            ], yes: 0, no: 2),
        Row(
            kind: .permission,
            options: ["Yes", "Yes, allow all edits during this session (shift+tab)", "No"], yes: 0, no: 2),
        Row(
            kind: .permission,
            options: [
                "Yes", "Yes, and don't ask again for 127.0.0.1", "No, and tell Claude what to do differently (esc)",
            ],
            yes: 0, no: 2),
        Row(
            kind: .permission,
            options: [
                "Yes", "Yes, and always allow access to /p from this project",
                "Yes, and switch to auto mode · auto mode handles these prompts for you", "No",
            ], yes: 0, no: 3),
        Row(
            kind: .permission,
            options: [
                "Yes, proceed (y)", "Yes, and don't ask again for commands that start with `touch` (p)",
                "No, and tell Codex what to do differently (esc)",
            ], yes: 0, no: 2),
        Row(kind: .permission, options: ["Allow once", "Allow always", "Reject"], yes: 0, no: 2, numbered: false),
        // Only a wider yes is offered: that was not asked for.
        Row(kind: .permission, options: ["Yes, and don't ask again", "No"], yes: nil, no: 1),
        Row(kind: .permission, options: ["No", "Yes"], yes: 1, no: 0),
        Row(
            kind: .plan,
            options: [
                "Yes, and auto-accept edits", "Yes, and manually approve edits",
                "Type here to tell Claude what to change",
            ],
            yes: 1, no: 2),
        Row(
            kind: .plan,
            options: ["Yes, auto-accept edits", "Yes, manually approve edits", "Tell Claude what to change"],
            yes: 1, no: 2),
        Row(
            kind: .plan,
            options: ["Yes, and use auto mode", "Yes, manually approve edits", "Tell Claude what to change"],
            yes: 1, no: 2),
        Row(kind: .plan, options: ["Yes", "No"], yes: 0, no: 1),
        Row(kind: .plan, options: ["Yes, implement this plan", "No, stay in Plan mode"], yes: 0, no: 1),
        Row(kind: .trust, options: ["Yes, I trust this folder", "No, exit"], yes: 0, no: 1),
        Row(kind: .trust, options: ["No, exit", "Yes, I trust this folder"], yes: 1, no: 0, numbered: false),
        Row(kind: .trust, options: ["Yes, proceed", "No, exit"], yes: 0, no: 1),
        Row(kind: .trust, options: ["Trust and continue", "Back to Agent Command Center"], yes: 0, no: nil),
        Row(kind: .question, options: ["Red", "Blue", "Type something.", "Chat about this"], yes: nil, no: nil),
        Row(kind: .question, options: ["Submit answers", "Cancel"], yes: 0, no: 1),
        Row(
            kind: .resume,
            options: ["Resume from summary (recommended)", "Resume full session as-is", "Don't ask me again"],
            yes: nil, no: nil),
        Row(kind: .limited, options: ["Stop and wait for limit to reset", "Upgrade your plan"], yes: nil, no: nil),
        Row(kind: .dialog, options: ["No, exit", "Yes, I accept"], yes: 1, no: 0),
        Row(kind: .dialog, options: ["Yes", "No (recommended)"], yes: 0, no: 1),
        // Two kinds of yes: a person chooses.
        Row(
            kind: .dialog, options: ["Yes, and make it my default mode", "Yes, enable auto mode", "No, exit"], yes: nil,
            no: 2),
        Row(
            kind: .dialog, options: ["Fix with Claude", "Exit and fix manually", "Continue without these settings"],
            yes: nil, no: 1),
        Row(
            kind: .dialog,
            options: ["Review hooks", "Trust all and continue", "Continue without trusting (hooks won't run)"],
            yes: nil,
            no: nil),
        Row(
            kind: .dialog,
            options: [
                "Use this MCP server", "Use this and all future MCP servers in this project",
                "Continue without using this MCP server",
            ], yes: nil, no: nil),
    ]

    @Test(arguments: rows)
    func `yes and no mean an option by its words`(row: Row) {
        #expect(MenuAnswer.yes.option(of: row.menu)?.label == row.yes.map { row.options[$0] })
        #expect(MenuAnswer.no.option(of: row.menu)?.label == row.no.map { row.options[$0] })
    }

    @Test(arguments: rows)
    func `an option's own words and its number mean it`(row: Row) {
        for (index, label) in row.options.enumerated() {
            #expect(MenuAnswer.text(label).option(of: row.menu)?.label == label)
            #expect(MenuAnswer.text(label.uppercased()).option(of: row.menu)?.label == label)
            #expect(MenuAnswer.number(index + 1).option(of: row.menu)?.label == label)
        }
        #expect(MenuAnswer.number(row.options.count + 1).option(of: row.menu) == nil)
        #expect(MenuAnswer.number(0).option(of: row.menu) == nil)
    }

    @Test func `the beginning of one option's words means it, of two options' words none`() {
        let menu = OpenMenu(
            kind: .question, options: ["Red", "Blue", "Blueish"].map { .init(number: nil, label: $0) })
        #expect(MenuAnswer.text("blueis").option(of: menu)?.label == "Blueish")
        #expect(MenuAnswer.text("blue").option(of: menu)?.label == "Blue")
        #expect(MenuAnswer.text("blu").option(of: menu) == nil)
        #expect(MenuAnswer.text("re").option(of: menu) == nil)
        #expect(MenuAnswer.text("").option(of: menu) == nil)
        #expect(MenuAnswer.text("Green").option(of: menu) == nil)
    }

    @Test func `a list that is scrolled keeps its numbers`() {
        let menu = OpenMenu(
            kind: .dialog, options: [.init(number: 4, label: "Four"), .init(number: 5, label: "Five")])
        #expect(MenuAnswer.number(1).option(of: menu) == nil)
        #expect(MenuAnswer.number(5).option(of: menu)?.label == "Five")
    }

    @Test func `what a person types is a number, yes, no, or words`() {
        #expect(MenuAnswer("2") == .number(2))
        #expect(MenuAnswer("YES") == .yes)
        #expect(MenuAnswer("n") == .no)
        #expect(MenuAnswer("Yes, and always") == .text("Yes, and always"))
        #expect(MenuAnswer("-1") == .text("-1"))
        #expect(MenuAnswer("100") == .text("100"))
    }

    @Test func `the option that waits, and those that resume, are found by their words`() {
        let limited = [
            "Upgrade your plan", "Wait here, then continue automatically at 9pm", "Stop and wait for limit to reset",
        ]
        let menu = OpenMenu(kind: .limited, options: limited.map { .init(number: nil, label: $0) })
        #expect(menu.stopAndWait?.label == limited[2])
        let resume = OpenMenu(
            kind: .resume,
            options: ["Resume from summary (recommended)", "Resume full session as-is", "Don't ask me again"].map {
                .init(number: nil, label: $0)
            })
        #expect(resume.resuming(whole: true)?.label == "Resume full session as-is")
        #expect(resume.resuming(whole: false)?.label == "Resume from summary (recommended)")
        #expect(resume.stopAndWait == nil)
    }
}
