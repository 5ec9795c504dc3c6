/// A dialog with numbered options that holds the turn until one is picked.
struct Menu: Equatable {
    enum Pick: Equatable {
        case option(Int)
        case rejected
    }

    /// The heading.
    var title: String
    /// What is decided upon: a command, a plan.
    var details: String
    var question: String
    var options: [String]
    /// The row below the options.
    var hint = "Enter to confirm · Esc to cancel"
    var cursor = 0

    /// The option that a key picks, counted from 0; nil where the key only moves, or means nothing.
    mutating func press(_ key: Key) -> Pick? {
        switch key {
        case .up: cursor = max(0, cursor - 1)
        case .down: cursor = min(options.count - 1, cursor + 1)
        case .enter: return .option(cursor)
        case .escape: return .rejected
        case .text(let text):
            if let number = text.first?.wholeNumberValue, (1...options.count).contains(number) {
                return .option(number - 1)
            }
        default: break
        }
        return nil
    }
}

extension Menu {
    /// Whether the folder may be worked in; asked before anything else.
    static func trust(directory: String) -> Menu {
        Menu(
            title: "Accessing workspace:", details: directory,
            question: "Quick safety check: Is this a project you created or one you trust?",
            options: ["Yes, I trust this folder", "No, exit"])
    }

    /// A dialog that belongs to no tool.
    static let server = Menu(
        title: "New MCP server found in this project: demo", details: "", question: "",
        options: ["Use this MCP server", "Continue without using this MCP server"])
}
