/// Why tmux did not do what was asked.
package struct TmuxError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds of failure. More may come.
    package struct Code: Sendable, Hashable, CustomStringConvertible {
        package let description: String
        private init(_ name: String) { description = name }

        /// No such session, window, pane, option or buffer.
        package static let notFound = Code("notFound")
        /// No server runs at the socket.
        package static let serverGone = Code("serverGone")
        /// The connection was lost with the command on its way: it may or may not have been done.
        package static let disconnected = Code("disconnected")
        /// A session of that name exists.
        package static let duplicateSession = Code("duplicateSession")
        /// The target does not bear the mark that was asked for; nothing was done.
        package static let unmarked = Code("unmarked")
        /// No answer in time: it may or may not have been done.
        package static let timedOut = Code("timedOut")
        /// tmux is older than the oldest version that is supported.
        package static let tooOld = Code("tooOld")
        /// The tmux program is not there or cannot be started.
        package static let missing = Code("missing")
        /// The server is of a version that this tmux program cannot talk to.
        package static let versionMismatch = Code("versionMismatch")
        /// What was to be sent cannot be said to tmux, for example a NUL byte in an argument.
        package static let invalid = Code("invalid")
        /// tmux said something that could not be read.
        package static let unreadable = Code("unreadable")
        /// tmux refused for any other reason; the message is its own.
        package static let refused = Code("refused")
    }

    package let code: Code
    /// The tmux command, its name only: arguments may hold what must not be in a log.
    package let command: String
    /// tmux's own words, or ours where it said nothing.
    package let message: String

    package init(_ code: Code, command: String, message: String) {
        self.code = code
        self.command = command
        self.message = message
    }

    package var description: String {
        command.isEmpty ? "tmux: \(message)" : "tmux \(command): \(message)"
    }

    /// Whether the failure is about the way to the server and not about one command.
    package var isTransport: Bool {
        [.serverGone, .disconnected, .timedOut, .tooOld, .missing, .versionMismatch].contains(code)
    }

    /// Reads tmux's own words. They are not translated by tmux, and stable since 2.x.
    init(message: String, command: String) {
        func begins(_ words: String...) -> Bool { words.contains { message.hasPrefix($0) } }
        let code: Code
        if begins("can't find ", "no such ", "no buffer ", "unknown buffer", "no current ", "invalid option:") {
            code = .notFound
        } else if begins("duplicate session:") {
            code = .duplicateSession
        } else if begins("no server running", "server exited", "lost server", "[lost server]", "[server exited") {
            code = .serverGone
        } else if begins("error connecting to ") {
            let gone = ["(No such file or directory)", "(Connection refused)", "(Not a directory)"]
            code = gone.contains { message.hasSuffix($0) } ? .serverGone : .refused
        } else if begins("protocol version mismatch") {
            code = .versionMismatch
        } else {
            code = .refused
        }
        self.init(code, command: command, message: message)
    }
}
