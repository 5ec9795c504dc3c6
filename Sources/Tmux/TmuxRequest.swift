/// What is asked at once: one command, or several on one line of which the rest is left out after a failure.
struct TmuxRequest: Sendable, Hashable {
    let commands: [TmuxCommand]

    init(_ commands: [TmuxCommand]) {
        self.commands = commands
    }

    init(_ command: TmuxCommand) {
        self.commands = [command]
    }

    /// Whether the number of replies is not known beforehand. Then a last command of ours marks the end.
    var isCompound: Bool {
        commands.count != 1 || commands.contains(where: \.runsOthers)
    }

    /// What errors say it was.
    var name: String { commands.first?.name ?? "" }

    /// An error found before anything is sent.
    var invalidity: TmuxError? {
        if commands.isEmpty { return TmuxError(.invalid, command: "", message: "nothing was asked") }
        guard let bad = commands.first(where: { !$0.isValid }) else { return nil }
        return TmuxError(.invalid, command: bad.name, message: "an argument contains a NUL byte")
    }
}
