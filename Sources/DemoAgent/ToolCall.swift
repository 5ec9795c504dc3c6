import Model

/// Something that the model wants to do and that a person may have to allow.
struct ToolCall: Equatable {
    enum Kind: Equatable {
        case shell(String)
        case question
        case plan
    }

    /// How it ended: the text that the model reads.
    struct Result: Equatable {
        var text: String
        var isError = false
    }

    static let question = "Which colour?"
    static let answers = ["Red", "Blue"]
    static let planText = "1. Look\n2. Do\n3. Check"

    var id: String
    var kind: Kind

    /// Claude's names for its tools, so that hooks and readers meet what they know.
    var name: String {
        switch kind {
        case .shell: "Bash"
        case .question: "AskUserQuestion"
        case .plan: "ExitPlanMode"
        }
    }

    var input: JSONValue {
        switch kind {
        case .shell(let command):
            ["command": .string(command), "description": "Run a command"]
        case .question:
            [
                "questions": [
                    [
                        "question": .string(ToolCall.question), "header": "Colour", "multiSelect": false,
                        "options": .array(ToolCall.answers.map { ["label": .string($0), "description": ""] }),
                    ]
                ]
            ]
        case .plan: ["plan": .string(ToolCall.planText)]
        }
    }

    var menu: Menu {
        switch kind {
        case .shell(let command):
            Menu(
                title: "Bash command", details: command, question: "Do you want to proceed?",
                options: ["Yes", "Yes, and don't ask again for this command", "No"], hint: "Esc to cancel")
        case .question:
            Menu(
                title: "☐ Colour", details: "", question: ToolCall.question, options: ToolCall.answers,
                hint: "Enter to select · ↑/↓ to navigate · Esc to cancel")
        case .plan:
            Menu(
                title: "Ready to code?", details: ToolCall.planText, question: "Would you like to proceed?",
                options: ["Yes, and auto-accept edits", "Yes, and manually approve edits", "No, keep planning"],
                hint: "Esc to cancel")
        }
    }

    /// The one line that stands for it in the conversation.
    var summary: String {
        switch kind {
        case .shell(let command): "Bash(\(command))"
        case .question: "AskUserQuestion(\(ToolCall.question))"
        case .plan: "ExitPlanMode\n\(ToolCall.planText)"
        }
    }
}
