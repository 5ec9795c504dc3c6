package import Model

/// How a terminal gets to a pane: switched there by the tmux that it is in, or by a client of its own.
package struct AttachStep: Sendable, Hashable {
    /// An absolute path and its arguments.
    package var command: [String]
    /// The terminal is inside another tmux server, so that `TMUX` must not be handed on.
    package var nests: Bool

    /// - Parameters:
    ///   - tmuxVariable: `$TMUX`: the server's socket, its pid and a session, with commas between.
    ///   - sameFile: whether two paths that are spelled differently lead to one file.
    package init(_ target: AttachTarget, tmuxVariable: String?, sameFile: (String, String) -> Bool) {
        let server = tmuxVariable.map { variable in
            variable.split(separator: ",", omittingEmptySubsequences: false).dropLast(2).joined(separator: ",")
        }
        let isInside =
            server.map { !$0.isEmpty && ($0 == target.socketPath || sameFile($0, target.socketPath)) } ?? false
        let verb = isInside ? "switch-client" : "attach-session"
        command = [target.tmux] + target.serverArguments + [verb, "-t", target.session]
        nests = !isInside && !(tmuxVariable ?? "").isEmpty
    }
}
