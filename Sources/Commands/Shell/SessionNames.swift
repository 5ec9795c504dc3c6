import ArgumentParser
import Client
import Model

/// The names of the sessions, for the shell's completion.
enum SessionNames {
    /// Asks the running daemon; prints nothing where there is none, and never starts it.
    static func print() {
        guard let context = try? CommandContext() else { return }
        var client = context.client(starting: false)
        client.timeout = 1
        guard let list = try? client.sessions(archived: true) else { return }
        try? StandardStreams.write(lines: list.sessions.map(\.name.text).sorted())
    }

    static let completion = CompletionKind.shellCommand("ccmux _names 2>/dev/null")
}
