import Client
import Model
import Platform

/// Shows what a worktree's setup command prints, until it has ended.
enum SetupFollower {
    /// - Parameter view: as the session is after that.
    /// - Throws: `.failed` where the command failed; the session is there, and not started.
    static func follow(_ view: inout SessionView, _ client: DaemonClient) throws(CcmuxError) {
        let name = view.name.text
        guard let facts = try client.session(name).settings.worktree else { return }
        StandardStreams.report([SafeText.oneLine("ccmux: worktree \(facts.path), branch \(facts.branch)")])
        guard facts.setup != nil else { return }
        var offset = 0
        var rest = ""
        while true {
            let progress = try client.setup(name, since: offset)
            let isOver = progress.setup != .running
            let hasMore = progress.offset > offset
            offset = progress.offset
            rest += progress.text
            var lines = SafeText.lines(rest)
            rest = isOver && !hasMore ? "" : lines.popLast() ?? ""
            if !lines.isEmpty, lines != [""] { StandardStreams.report(lines.map { "  \($0)" }) }
            if isOver, !hasMore {
                guard progress.setup == .done else {
                    throw CcmuxError(
                        .failed, "The setup command of '\(name)' failed, so its agent was not started.",
                        advice: "Its output: \(progress.log)\n'ccmux start \(name)' starts it all the same, "
                            + "'ccmux worktree finish \(name)' gives it up.")
                }
                break
            }
            if !hasMore { pause(seconds: 0.15) }
        }
        view = try client.settled(name)
    }
}

extension DaemonClient {
    /// The session once its start has come to something, or as it is after 15 s.
    fileprivate func settled(_ name: String) throws(CcmuxError) -> SessionView {
        let deadline = monotonicSeconds() + 15
        while true {
            let view = try session(name).session
            let isStarting = view.process == .starting || (view.process == .stopped && view.wanted == .running)
            if !isStarting || monotonicSeconds() > deadline { return view }
            pause(seconds: 0.15)
        }
    }
}
