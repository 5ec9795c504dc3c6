extension TmuxServer {
    /// Looks at all panes with one light command. Never starts a server; where none runs, the snapshot says so.
    ///
    /// - Parameter options: user options (`@name`) to tell of each pane.
    package func snapshot(options: [String] = []) async throws(TmuxError) -> ServerSnapshot {
        if let bad = options.first(where: { !TmuxFormat.isUserOption($0) }) {
            throw TmuxError(.invalid, command: "list-panes", message: "\(bad) is not a user option's name")
        }
        let format = PaneFormat(options: options)
        do {
            return format.read(try await repeatable(TmuxCommand("list-panes", "-a", "-F", format.format)).bytes)
        } catch  where error.code == .serverGone {
            return ServerSnapshot(server: nil, panes: [])
        }
    }

    /// Runs a command that only looks, and so may be run again where the connection was lost on the way.
    func repeatable(_ command: TmuxCommand) async throws(TmuxError) -> TmuxReply {
        do {
            return try await run(command)
        } catch  where error.code == .disconnected {
            return try await run(command)
        }
    }
}
