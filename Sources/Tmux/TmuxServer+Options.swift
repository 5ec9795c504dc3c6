extension TmuxServer {
    /// Sets a user option (`@name`) of a session.
    package func setOption(_ option: String, to value: String, of session: SessionID) async throws(TmuxError) {
        try await setOption(option, to: value, scope: [], target: session.asTarget)
    }

    /// Sets a user option of a pane.
    package func setOption(_ option: String, to value: String, of pane: PaneID) async throws(TmuxError) {
        try await setOption(option, to: value, scope: ["-p"], target: pane.description)
    }

    private func setOption(
        _ option: String, to value: String, scope: [String], target: String
    ) async throws(TmuxError) {
        guard TmuxFormat.isUserOption(option) else {
            throw TmuxError(.invalid, command: "set-option", message: "\(option) is not a user option's name")
        }
        _ = try await run(TmuxCommand("set-option", scope + ["-t", target, "--", option, value]))
    }

    /// A user option of a session itself; nil where it is not set.
    package func option(_ option: String, of session: SessionID) async throws(TmuxError) -> String? {
        guard TmuxFormat.isUserOption(option) else {
            throw TmuxError(.invalid, command: "show-options", message: "\(option) is not a user option's name")
        }
        do {
            return try await run(TmuxCommand("show-options", "-v", "-t", session.asTarget, "--", option)).text
        } catch  where error.message.hasPrefix("invalid option:") {
            return nil
        }
    }

    /// A server or global option's value as tmux shows it, such as `exit-unattached` (which, when on, ends the
    /// server and all that runs in it as soon as the last client leaves) or `default-terminal`.
    package func globalOption(_ option: String) async throws(TmuxError) -> String {
        try await run(TmuxCommand("show-options", "-gv", "--", option)).text
    }
}
