package import Model

extension OpenMenu {
    /// It is the same menu about the same thing. Where the cursor stands, and what is explained below an option, does
    /// not matter.
    package func asksTheSame(as other: OpenMenu) -> Bool {
        kind == other.kind && question == other.question && subject == other.subject
            && options.map(\.label) == other.options.map(\.label)
    }
}
