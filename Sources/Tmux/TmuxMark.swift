/// A user option with the value that a target must have for something to be done to it. The test and the deed
/// are one command for the server, so that nothing can change between them.
package struct TmuxMark: Sendable, Hashable {
    /// The option, such as `@ccmux_id`. tmux looks it up in the pane, then its window, then its session.
    package let option: String
    package let value: String
    /// The pane must not be in a mode (copy mode) either.
    package var outsideModes: Bool

    package init(option: String, value: String, outsideModes: Bool = false) {
        self.option = option
        self.value = value
        self.outsideModes = outsideModes
    }

    /// The format that is true where the mark is.
    var condition: String {
        let equal = TmuxFormat.isEqual(option: option, value: value)
        return outsideModes ? "#{&&:\(equal),#{==:#{pane_in_mode},0}}" : equal
    }
}

/// What is noted in a pane's user option in the same step as a deed: whoever reads it later knows that it was done.
package struct TmuxNote: Sendable, Hashable {
    package let option: String
    package let value: String

    package init(option: String, value: String) {
        self.option = option
        self.value = value
    }

    func command(_ target: String) -> TmuxCommand {
        TmuxCommand("set-option", "-p", "-t", target, "--", option, value)
    }
}

/// A deed bound to a mark.
struct GuardedCommand {
    /// The whole as one command.
    let command: TmuxCommand
    /// The word printed where the mark was not there.
    let refusal: String

    /// - Parameters:
    ///   - target: `%3`, or `$1:` for a session.
    ///   - otherwise: what is done where the mark is not there.
    init(
        target: String, mark: TmuxMark?, refusal: String, otherwise: [TmuxCommand] = [], _ commands: [TmuxCommand]
    ) {
        self.refusal = refusal
        // `if-shell` itself does not mind a target that is not there, so `has-session` looks for it first.
        let condition = mark.map(\.condition) ?? "1"
        let refusing =
            otherwise + [
                TmuxCommand("has-session", "-t", target), TmuxCommand("display-message", "-p", "--", refusal),
            ]
        command = TmuxCommand(
            "if-shell",
            bytes: [Array("-F".utf8), Array("-t".utf8), Array(target.utf8), Array(condition.utf8)]
                + [TmuxCommand.line(commands), TmuxCommand.line(refusing)])
    }
}

extension TmuxServer {
    /// Runs the commands where the target bears the mark (or none is asked for), in one step.
    ///
    /// - Throws: `.unmarked` where it does not, `.notFound` where there is no such target; nothing was done then.
    func guarded(
        _ target: String, by mark: TmuxMark?, preparing: [TmuxCommand] = [], otherwise: [TmuxCommand] = [],
        timeout: Duration = .seconds(5), _ commands: [TmuxCommand]
    ) async throws(TmuxError) {
        let name = commands.first?.name ?? ""
        if let mark, !TmuxFormat.isUserOption(mark.option) {
            throw TmuxError(.invalid, command: name, message: "\(mark.option) is not a user option's name")
        }
        if let bad = commands.first(where: { !$0.isValid }) {
            throw TmuxError(.invalid, command: bad.name, message: "an argument contains a NUL byte")
        }
        let deed = GuardedCommand(target: target, mark: mark, refusal: freshName(), otherwise: otherwise, commands)
        let reply: TmuxReply
        do {
            reply = try await perform(TmuxRequest(preparing + [deed.command]), timeout: timeout)
        } catch {
            throw TmuxError(error.code, command: name, message: error.message)
        }
        if reply.lines.contains(Array(deed.refusal.utf8)) {
            throw TmuxError(.unmarked, command: name, message: "\(target) does not bear the mark \(mark?.option ?? "")")
        }
    }
}
