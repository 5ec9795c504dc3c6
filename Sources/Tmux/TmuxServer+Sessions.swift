/// A session or window to be made.
package struct NewSession: Sendable, Hashable {
    /// The session's name; `.` and `:` are not for names (some versions of tmux change them, some refuse).
    /// For a window, the window's name.
    package var name: String
    /// The absolute folder in which the program starts. tmux takes the home folder where it cannot be entered.
    package var directory: String
    package var width: Int
    package var height: Int
    /// Variables beside the server's own environment.
    package var environment: [(name: String, value: String)]
    /// The program and its arguments, never seen by a shell.
    package var argv: [String]
    /// User options (`@name`) set on the session before anybody else can see it.
    package var sessionOptions: [String: String]
    /// User options set on the pane.
    package var paneOptions: [String: String]

    package init(
        name: String, directory: String, width: Int = 200, height: Int = 50,
        environment: [(name: String, value: String)] = [], argv: [String],
        sessionOptions: [String: String] = [:], paneOptions: [String: String] = [:]
    ) {
        self.name = name
        self.directory = directory
        self.width = width
        self.height = height
        self.environment = environment
        self.argv = argv
        self.sessionOptions = sessionOptions
        self.paneOptions = paneOptions
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.name == right.name && left.directory == right.directory && left.width == right.width
            && left.height == right.height && left.argv == right.argv
            && left.environment.elementsEqual(right.environment, by: ==)
            && left.sessionOptions == right.sessionOptions && left.paneOptions == right.paneOptions
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(directory)
        hasher.combine(argv)
    }

    /// What tmux prints of the new pane.
    static let identities = "#{session_id} #{pane_id} #{pid} #{start_time}"

    /// The arguments that sessions and windows have in common, up to the end.
    var commonArguments: [String] {
        ["-P", "-F", Self.identities, "-c", TmuxFormat.escaped(directory)]
            + environment.flatMap { ["-e", "\($0.name)=\($0.value)"] }
            + ["--"] + words
    }

    /// tmux gives a single word to a shell, two or more to exec. So a single word is given to a shell of ours,
    /// as an argument that it does not read.
    private var words: [String] {
        argv.count == 1 ? ["/bin/sh", "-c", "exec \"$0\"", argv[0]] : argv
    }

    func validate(_ command: String) throws(TmuxError) {
        for option in Array(sessionOptions.keys) + paneOptions.keys where !TmuxFormat.isUserOption(option) {
            throw TmuxError(.invalid, command: command, message: "\(option) is not a user option's name")
        }
        for (name, _) in environment where name.isEmpty || name.contains("=") {
            throw TmuxError(.invalid, command: command, message: "\(name) is not a variable's name")
        }
        if argv.isEmpty { throw TmuxError(.invalid, command: command, message: "there is no program to run") }
        if name.isEmpty { throw TmuxError(.invalid, command: command, message: "there is no name") }
    }
}

extension TmuxServer {
    /// Makes a detached session. Its marks are set, and the user's `destroy-unattached` and `remain-on-exit` are
    /// switched off for it, in the same step. Never starts a server.
    ///
    /// - Throws: `.duplicateSession`; `.serverGone` where none runs.
    package func createSession(_ spec: NewSession) async throws(TmuxError) -> (SessionID, PaneIdentity) {
        try spec.validate("new-session")
        let target = "=\(spec.name):"
        let create = TmuxCommand(
            "new-session",
            ["-d", "-s", TmuxFormat.escaped(spec.name), "-x", "\(spec.width)", "-y", "\(spec.height)"]
                + spec.commonArguments)
        let settings =
            [TmuxCommand("set-option", "-t", target, "destroy-unattached", "off")]
            + spec.sessionOptions.sorted(by: <).map { TmuxCommand("set-option", "-t", target, "--", $0.key, $0.value) }
        return try await make(spec, by: create, then: settings, pane: target)
    }

    /// Makes a window in a session, without showing it.
    package func createWindow(in session: SessionID, _ spec: NewSession) async throws(TmuxError) -> PaneIdentity {
        try spec.validate("new-window")
        let create = TmuxCommand(
            "new-window",
            ["-d", "-t", session.asTarget, "-n", TmuxFormat.escaped(spec.name)] + spec.commonArguments)
        return try await make(spec, by: create, then: [], pane: nil).1
    }

    /// - Parameter pane: a target that is the new pane unless a hook of the user's has made others meanwhile.
    private func make(
        _ spec: NewSession, by create: TmuxCommand, then settings: [TmuxCommand], pane: String?
    ) async throws(TmuxError) -> (SessionID, PaneIdentity) {
        var commands = [create] + settings
        if let pane {
            commands += paneSettings(spec, target: pane)
            commands.append(TmuxCommand("display-message", "-p", "-t", pane, "#{pane_id}"))
        }
        let lines = try await sequence(commands).lines.map { String(decoding: $0, as: UTF8.self) }
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count == 4, let session = SessionID(words[0]), let made = PaneID(words[1]),
            let pid = Int32(words[2]), let start = Int(words[3])
        else {
            throw TmuxError(.unreadable, command: create.name, message: "unexpected answer: \(lines.joined())")
        }
        if pane == nil || lines.last != made.description {
            if let stray = lines.last.flatMap({ PaneID($0) }), pane != nil {
                let undo = spec.paneOptions.keys.sorted().map {
                    TmuxCommand("set-option", "-p", "-u", "-t", stray.description, "--", $0)
                }
                if !undo.isEmpty { try await sequence(undo) }
            }
            // A program that ended before `remain-on-exit` was off has left its pane behind.
            let bury = TmuxCommand(
                "if-shell", "-F", "-t", made.description, "#{pane_dead}",
                String(decoding: TmuxCommand("kill-pane", "-t", made.description).line, as: UTF8.self))
            do {
                try await sequence(paneSettings(spec, target: made.description) + [bury])
            } catch  where error.code == .notFound {
                // It has ended and is gone already, which is what it would have done a moment later.
            }
        }
        return (session, PaneIdentity(server: ServerIdentity(pid: pid, startTime: start), pane: made))
    }

    private func paneSettings(_ spec: NewSession, target: String) -> [TmuxCommand] {
        [TmuxCommand("set-option", "-p", "-t", target, "remain-on-exit", "off")]
            + spec.paneOptions.sorted(by: <).map {
                TmuxCommand("set-option", "-p", "-t", target, "--", $0.key, $0.value)
            }
    }

    /// Ends a session and what runs in it, if it bears the mark.
    package func killSession(_ id: SessionID, guardedBy mark: TmuxMark? = nil) async throws(TmuxError) {
        try await guarded(id.asTarget, by: mark, [TmuxCommand("kill-session", "-t", id.asTarget)])
    }

    /// Gives a session another name, if it bears the mark.
    ///
    /// - Throws: `.duplicateSession` where the name is taken.
    package func renameSession(
        _ id: SessionID, to name: String, guardedBy mark: TmuxMark? = nil
    ) async throws(TmuxError) {
        try await guarded(
            id.asTarget, by: mark,
            [TmuxCommand("rename-session", "-t", id.asTarget, "--", TmuxFormat.escaped(name))])
    }
}
